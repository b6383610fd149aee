"""The parent's end of the channel: it never waits for a worker beyond the deadline.

It is a pair of sockets, not of pipes: one descriptor, and writing to a dead worker raises no
SIGPIPE, which a host that embeds Python may not ignore.
"""

from __future__ import annotations

import select
import socket
import time
from typing import Union

import numpy as np

from .._core.arrays import Floats
from ._worker import wire

_CHUNK_BYTES = 1 << 20
Body = Union[bytes, memoryview]


class OutOfTimeError(Exception):
    """The deadline has passed."""


class ClosedError(Exception):
    """The worker has ended, or closed its end."""


class MalformedError(Exception):
    """The worker sent no frame of :mod:`wire`, or one that is not allowed now."""


class Channel:
    """Frames to and from an untrusted worker."""

    def __init__(self) -> None:
        self._socket, self.worker_end = socket.socketpair()
        self._socket.setblocking(False)
        self._deadline = float("inf")

    def close(self) -> None:
        """Closes both ends."""
        self._socket.close()
        self.worker_end.close()

    def allow(self, seconds: float) -> None:
        """Sets the deadline of all further calls."""
        self._deadline = time.monotonic() + seconds

    def check_time(self) -> None:
        """Raises OutOfTimeError after the deadline."""
        if time.monotonic() >= self._deadline:
            raise OutOfTimeError

    def send(self, *parts: Body) -> None:
        """Writes all bytes."""
        for part in parts:
            view = memoryview(part)
            while len(view):
                try:
                    view = view[self._socket.send(view[:_CHUNK_BYTES], socket.MSG_NOSIGNAL) :]
                except BlockingIOError:
                    self._wait(select.POLLOUT)
                except ConnectionError as error:
                    raise ClosedError from error

    def send_floats(self, head: bytes, values: Floats) -> None:
        """Writes bytes and numbers."""
        little = np.ascontiguousarray(values, dtype="<f8")
        self.send(head, little.reshape(-1).view(np.uint8).data)

    def receive(self, size: int) -> bytes:
        """Reads exactly `size` bytes; `size` is bounded by the caller."""
        received = bytearray(size)
        self._fill(memoryview(received))
        return bytes(received)

    def receive_table(self, rows: int, columns: int) -> Floats:
        """Reads numbers; the caller bounds how many."""
        table = np.empty((rows, columns), dtype="<f8")
        self._fill(table.reshape(-1).view(np.uint8).data)
        return table.astype(np.float64, copy=False)

    def receive_header(self) -> tuple[int, int, int]:
        """Reads a header: the kind of the frame and its two numbers."""
        magic, kind, first, second = wire.HEADER.unpack(self.receive(wire.HEADER.size))
        if magic != wire.MAGIC:
            raise MalformedError("a header that is none")
        return kind, first, second

    def receive_end(self) -> None:
        """Waits until the worker closes its end; another byte is malformed."""
        if self._receive_into(memoryview(bytearray(1))):
            raise MalformedError("bytes after its answer")

    def _fill(self, view: memoryview) -> None:
        while len(view):
            count = self._receive_into(view[:_CHUNK_BYTES])
            if count == 0:
                raise ClosedError
            view = view[count:]

    def _receive_into(self, view: memoryview) -> int:
        while True:
            self.check_time()
            try:
                return self._socket.recv_into(view)
            except BlockingIOError:
                self._wait(select.POLLIN)
            except ConnectionError:
                return 0

    def _wait(self, event: int) -> None:
        self.check_time()
        ready = select.poll()
        ready.register(self._socket, event)
        remaining = max(0.0, self._deadline - time.monotonic())
        ready.poll(min(remaining * 1000 + 1, 1e6))
