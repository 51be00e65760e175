"""Papers about reports; what they say is gathered here, how they look is in templates/documents."""

from aspirations.documents.slips import Layout, slips

__all__ = ["Layout", "slips"]
