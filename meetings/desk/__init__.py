"""What meetings add to the desk of reports: agendas, and what was decided and promised."""

from meetings.desk import agenda, decisions


def register() -> None:
    """Called once, when the app is ready."""
    agenda.register()
    decisions.register()
