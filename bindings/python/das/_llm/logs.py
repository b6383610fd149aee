"""Redaction of secrets in the logs of the client and the packages below it."""

from __future__ import annotations

import contextlib
import contextvars
import logging
import traceback
from collections.abc import Iterator, Sequence

from .secrets import redacted

# httpx and its dependencies; their names may end in a major version.
_PACKAGES = ("openai", "httpx", "httpcore")

_secrets: contextvars.ContextVar[tuple[str, ...]] = contextvars.ContextVar("secrets", default=())


class _Redaction(logging.Filter):
    """Redacts log records that are created while there are secrets.

    A server may echo a request, and the client logs status lines and headers.
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
    """Redacts `secrets` in what this thread logs through the client."""
    for name in list(logging.root.manager.loggerDict):
        if name.partition(".")[0].rstrip("0123456789") in _PACKAGES:
            # Once for the process: adding a filter again has no effect.
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
