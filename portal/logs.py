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
        said = record.args if isinstance(record.args, tuple) else ()
        for subject in (*said, *(record.exc_info or ())):
            if isinstance(subject, BaseException):
                _shorten(subject)
        return True


def _shorten(subject: BaseException) -> None:
    for error in chain(subject):
        if isinstance(error, Error | psycopg.Error):
            error.args = (str(error).partition("\n")[0],)


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
