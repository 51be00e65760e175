"""Acts on many reports beside the desk's first ones; apps above this one register theirs when they are ready.

A leaf: plain data.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class ManyVerb:
    """One verb: what stands in its way, what it asks, what it does.

    `obstacle(report, user)` is the reason why it cannot be done, or "". `fields(reports, user)` are form
    fields by name; their values (keys, for rows) are `batch.fields`. `perform(report, batch, item, actor)`
    raises Refused, and returns what an undo needs as plain data; an undo finds that in `item.before`.
    """

    name: str
    label: Any
    obstacle: Callable[[Any, Any], str]
    perform: Callable[[Any, Any, Any, Any], dict[str, Any]]
    fields: Callable[[Sequence[Any], Any], dict[str, Any]] = lambda reports, user: {}
    # The verb that takes it back; "" where it cannot be taken back.
    undo: str = ""
    # What stands in the way once the fields are known: (reports, user, fields), reasons by the report's key.
    late: Callable[[Sequence[Any], Any, dict[str, Any]], dict[int, str]] | None = None


REGISTERED: dict[str, ManyVerb] = {}


def register(verb: ManyVerb) -> None:
    """Offers the verb in the queue."""
    REGISTERED[verb.name] = verb
