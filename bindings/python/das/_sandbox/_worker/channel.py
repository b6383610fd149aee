"""The worker's end of the channel. It blocks; the parent watches the time."""

from __future__ import annotations

import os
from typing import NoReturn

import numpy as np
import numpy.typing as npt

from . import wire

Floats = npt.NDArray[np.float64]
_CHUNK_BYTES = 1 << 20


class Channel:
    """Frames to and from the parent."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def send(self, head: bytes, body: bytes | memoryview = b"") -> None:
        """Writes a whole frame."""
        for part in (memoryview(head), memoryview(body)):
            while len(part):
                part = part[os.write(self._descriptor, part[:_CHUNK_BYTES]) :]

    def receive(self, size: int) -> bytearray:
        """Reads exactly `size` bytes; ends this process if the parent is gone."""
        received = bytearray(size)
        view, filled = memoryview(received), 0
        while filled < size:
            chunk = os.read(self._descriptor, min(size - filled, _CHUNK_BYTES))
            if not chunk:
                os._exit(0)
            view[filled : filled + len(chunk)] = chunk
            filled += len(chunk)
        return received

    def receive_floats(self, size: int) -> Floats:
        """Reads `size` numbers."""
        return np.frombuffer(self.receive(8 * size), dtype="<f8").astype(np.float64, copy=False)

    def receive_header(self) -> tuple[int, int, int]:
        """Reads the kind of a frame and its two numbers."""
        _, kind, first, second = wire.HEADER.unpack(self.receive(wire.HEADER.size))
        return kind, first, second

    def send_table(self, kind: int, table: Floats) -> None:
        """Writes a frame of rows."""
        little = np.ascontiguousarray(table, dtype="<f8")
        self.send(wire.header(kind, *table.shape), little.reshape(-1).view(np.uint8).data)

    def fail(self, reason: str, text: str) -> NoReturn:
        """Writes a failure and ends this process."""
        body = text.encode("utf-8", "replace")[: wire.TEXT_BYTES]
        self.send(wire.header(wire.FAILURE, wire.REASONS.index(reason), len(body)), body)
        os._exit(0)
