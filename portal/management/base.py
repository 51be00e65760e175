"""What the operator's commands have in common."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError


class OperatorCommand(BaseCommand):
    """On the command line a refusal is its sentence alone, without the name of an exception."""

    def execute(self, *args: Any, **options: Any) -> Any:
        try:
            return super().execute(*args, **options)
        except CommandError as refusal:
            if not self._called_from_command_line:  # type: ignore[attr-defined]
                raise
            raise SystemExit(str(refusal)) from None
