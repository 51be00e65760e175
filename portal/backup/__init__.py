"""Database and photos in one file, and back."""

from portal.backup.archive import make
from portal.backup.problems import Refused
from portal.backup.reset import reset
from portal.backup.restoring import restore

__all__ = ["Refused", "make", "reset", "restore"]
