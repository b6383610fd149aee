"""A deadline and a size limit for a whole exchange with a server."""

from __future__ import annotations

import contextlib
import contextvars
import socket
import threading
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

T = TypeVar("T")

# Far more than any program needs.
MAX_REPLY_BYTES = 16 << 20
# Bytes in addition to the body: headers, chunk framing, TLS.
MAX_OVERHEAD_BYTES = 1 << 20


class TooLargeError(Exception):
    """The server sent more than the limit."""


class Exchange:
    """A request and its answer within `timeout` seconds, for any behaviour of the server.

    Time-outs of HTTP clients restart with each byte, and exclude headers, interim answers, name
    look-ups and further addresses. So the client works on its own thread, for which the caller
    waits; after the time its connections are shut down, which ends the client's waiting.
    """

    def __init__(self, timeout: float) -> None:
        self._timeout = timeout
        self._lock = threading.Lock()
        self._connections: list[socket.socket] = []
        self._is_over = False
        self._received = 0

    def run(self, work: Callable[[], T]) -> T:
        """The result or exception of `work`; ``TimeoutError`` where it takes too long."""
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
        """The request extension "trace" of httpx, called at each step of an exchange."""
        if self._is_over:
            raise TimeoutError
        if event.endswith("connect_tcp.complete"):
            self._hold(info["return_value"].get_extra_info("socket"))
        if event.endswith((".connect_tcp.complete", ".start_tls.complete")):
            self._count_reads(info["return_value"])

    def _hold(self, connection: socket.socket) -> None:
        # A duplicate descriptor outlives the client's, and TLS around it.
        with self._lock:
            if self._is_over:
                raise TimeoutError
            self._connections.append(connection.dup())

    def _count_reads(self, stream: Any) -> None:
        read = stream.read

        def counted(*arguments: Any, **options: Any) -> bytes:
            if self._is_over:  # also if more data has arrived already
                raise TimeoutError
            data: bytes = read(*arguments, **options)
            self._received += len(data)
            if self._received > MAX_REPLY_BYTES + MAX_OVERHEAD_BYTES:
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
