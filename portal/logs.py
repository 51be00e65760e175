"""What must not reach a log."""

import logging
from collections.abc import Iterator

import psycopg
from django.db import Error


class WithoutRowValues(logging.Filter):
    """Keeps the first line of a database error only.

    PostgreSQL adds the whole failing row ("DETAIL: Failing row contains …"): names, phone numbers, texts.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        if record.exc_info:
            for error in chain(record.exc_info[1]):
                if isinstance(error, Error | psycopg.Error):
                    error.args = (str(error).partition("\n")[0],)
        return True


def chain(error: BaseException | None) -> Iterator[BaseException]:
    """The error and those behind it."""
    seen: set[int] = set()
    waiting = [error]
    while waiting:
        one = waiting.pop()
        if one is not None and id(one) not in seen:
            seen.add(id(one))
            waiting += [one.__cause__, one.__context__]
            yield one
