"""A server on 127.0.0.1 that answers every request with bytes of a test's choice."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable

Send = Callable[[bytes], None]


class ByteServer:
    """Hands each request to `answer(request, send)`, then closes the connection.

    `send` raises ``OSError`` once the client has had enough, and when the test is over.
    """

    def __init__(self, answer: Callable[[bytes, Send], None]) -> None:
        self._answer = answer
        self._connections: list[socket.socket] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self.received: list[bytes] = []
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}/v1"

    def __enter__(self) -> ByteServer:
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        for one in (self._listener, *self._connections):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()
        self._thread.join(5)

    def _listen(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self._listener.accept()
                self._connections.append(connection)
                threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with contextlib.suppress(OSError), connection:
            connection.settimeout(10)
            request = _request(connection)
            self.received.append(request)
            self._answer(request, connection.sendall)


def _request(connection: socket.socket) -> bytes:
    received = b""
    while b"\r\n\r\n" not in received:
        received += connection.recv(65536)
    head, _, body = received.partition(b"\r\n\r\n")
    lengths = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    while len(body) < int(lengths[0].partition(b":")[2]):
        body += connection.recv(65536)
    return head + b"\r\n\r\n" + body
