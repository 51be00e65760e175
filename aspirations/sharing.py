"""Work shared out evenly; a leaf over plain data."""

from collections.abc import Collection, Mapping, Sequence


def share(loads: Mapping[int, int], work: Sequence[tuple[int, Collection[int]]]) -> dict[int, int | None]:
    """Each piece goes to whoever of those who may do it has the least so far; None where nobody may.

    `loads` are what people have in hand already, `work` the pieces with who may do each; of equals the first.
    """
    held = dict(loads)
    given: dict[int, int | None] = {}
    for piece, able in work:
        person = min((one for one in held if one in able), key=lambda one: held[one], default=None)
        given[piece] = person
        if person is not None:
            held[person] += 1
    return given
