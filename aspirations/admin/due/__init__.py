"""What falls due when: a month of it (`month`), and the filter behind each figure (`filters`)."""

from aspirations.admin.due.month import due_month

__all__ = ["due_month"]
