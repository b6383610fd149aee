"""Keeps secrets out of what the client and the packages below it log."""

from __future__ import annotations

import contextlib
import contextvars
import logging
import traceback
from collections.abc import Iterator, Sequence

from .secrets import redacted

# httpx and what it rests on; their names may end in the number of a major version.
_PACKAGES = ("openai", "httpx", "httpcore")

_secrets: contextvars.ContextVar[tuple[str, ...]] = contextvars.ContextVar("secrets", default=())


class _Redaction(logging.Filter):
    """Changes records that are made while there are secrets to keep; others pass as they are.

    A server may send back what it was sent, and the client logs status lines and headers.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        secrets = _secrets.get()
        if secrets:
            record.msg, record.args = redacted(_message(record), secrets), ()
            if record.exc_info:
                trace = "".join(traceback.format_exception(*record.exc_info))
                record.exc_text, record.exc_info = redacted(trace, secrets), None
        return True


_redaction = _Redaction()


@contextlib.contextmanager
def without_secrets(secrets: Sequence[str]) -> Iterator[None]:
    """Keeps `secrets` out of what this thread logs through the client."""
    for name in list(logging.root.manager.loggerDict):
        if name.partition(".")[0].rstrip("0123456789") in _PACKAGES:
            # Once for the life of the process: to add a filter again does nothing.
            logging.getLogger(name).addFilter(_redaction)
    token = _secrets.set(tuple(secrets))
    try:
        yield
    finally:
        _secrets.reset(token)


def _message(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except Exception:
        return "(a message that cannot be formatted)"
