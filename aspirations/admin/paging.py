"""Pages of long lists."""

from typing import Any

from django.core.paginator import Paginator
from django.utils.functional import cached_property


class FirstPages(Paginator):
    """Counts no further than people turn pages; narrower filters find what lies behind."""

    MOST = 5000

    @cached_property
    def count(self) -> int:
        """At most MOST."""
        return min(self._counted, self.MOST)

    @property
    def is_cut(self) -> bool:
        """Whether there is more than the pages show."""
        return self._counted > self.MOST

    @cached_property
    def _counted(self) -> int:
        rows: Any = self.object_list
        return int(rows.order_by()[: self.MOST + 1].count())
