"""One deadline and one bound of size over a whole exchange with a server."""

from __future__ import annotations

import contextlib
import contextvars
import socket
import threading
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

T = TypeVar("T")

# Far more than any program needs; a server that sends without end is cut off.
MAX_REPLY_BYTES = 16 << 20
# Of what comes over the line, on top of the body: headers, chunks' frames, TLS.
LARGEST_FRAME = 1 << 20


class TooLargeError(Exception):
    """The server sent more than is read."""


class Exchange:
    """A request and its answer within `timeout` seconds, whatever the server sends, and when.

    The time-outs of HTTP clients begin anew with each byte that comes, and do not see headers,
    interim answers, the look-up of a name or the next of several addresses. So the client works on
    a thread of its own, and the caller waits. When the time is over its connections are shut down,
    which ends whatever it waits for, and the caller goes on.
    """

    def __init__(self, timeout: float) -> None:
        self._timeout = timeout
        self._lock = threading.Lock()
        self._connections: list[socket.socket] = []
        self._is_over = False
        self._received = 0

    def run(self, work: Callable[[], T]) -> T:
        """What `work` returns or raises; ``TimeoutError`` where it takes too long."""
        outcome: list[Callable[[], T]] = []
        context = contextvars.copy_context()
        worker = threading.Thread(
            target=lambda: outcome.append(_outcome(context, work)), name="das.llm", daemon=True
        )
        worker.start()
        try:
            worker.join(self._timeout)
        finally:
            self._end()
        worker.join(0.2)
        if not outcome:
            raise TimeoutError
        return outcome.pop()()

    def trace(self, event: str, info: Mapping[str, Any]) -> None:
        """What httpx calls, as a request's extension "trace", at each step of an exchange."""
        if self._is_over:
            raise TimeoutError
        if event.endswith("connect_tcp.complete"):
            self._hold(info["return_value"].get_extra_info("socket"))
        if event.endswith((".connect_tcp.complete", ".start_tls.complete")):
            self._count_reads(info["return_value"])

    def _hold(self, connection: socket.socket) -> None:
        # A descriptor of its own outlives the client's, and TLS around it.
        with self._lock:
            if self._is_over:
                raise TimeoutError
            self._connections.append(connection.dup())

    def _count_reads(self, stream: Any) -> None:
        read = stream.read

        def counted(*arguments: Any, **options: Any) -> bytes:
            if self._is_over:  # also where more has come already
                raise TimeoutError
            data: bytes = read(*arguments, **options)
            self._received += len(data)
            if self._received > MAX_REPLY_BYTES + LARGEST_FRAME:
                raise TooLargeError
            return data

        stream.read = counted

    def _end(self) -> None:
        with self._lock:
            self._is_over = True
            for connection in self._connections:
                with contextlib.suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)
                connection.close()
            self._connections.clear()


def _outcome(context: contextvars.Context, work: Callable[[], T]) -> Callable[[], T]:
    try:
        result = context.run(work)
    except BaseException as error:
        return _raiser(error)
    return lambda: result


def _raiser(error: BaseException) -> Callable[[], Any]:
    def give() -> Any:
        raise error

    return give
