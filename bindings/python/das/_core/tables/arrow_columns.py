"""A column of one Arrow batch, read from its buffers."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any, Optional

import numpy as np
import numpy.typing as npt

from ..errors import InvalidDataError
from .arrow_types import NUMBERS, ORDERED, OTHERS
from .categories import Levels, plain
from .cells import text_finding
from .columns import Finding, Mask

Cells = tuple[npt.NDArray[Any], Optional[Mask], Optional[Finding], Optional[Levels]]
TEXTS = ("u", "U", "vu")


class Vector:
    """Rows `offset` ... `offset + length` of an Arrow array, as its C struct describes it."""

    def __init__(self, schema: Any, array: Any, offset: int, length: int) -> None:
        self.format = (schema.format or b"").decode("ascii", "replace")
        self._schema, self._array = schema, array
        self._offset = array.offset + offset
        self.length = length
        if array.offset < 0 or offset < 0 or length < 0 or offset + length > array.length:
            raise InvalidDataError(
                f"an Arrow array of length {array.length} is to hold rows {offset} ... "
                f"{offset + length}"
            )

    def read(self) -> Cells:
        """The numbers, which are missing, the first cell that is none, and what codes stand for.

        The numbers may be in the producer's memory.
        """
        if self._schema.dictionary:
            return self._categories()
        if self.format == "n":
            return np.zeros(self.length), np.ones(self.length, bool), None, None
        if self.format == "b":
            bits = self._bits(1).view(np.uint8)
            return bits, self.missing(), None, Levels.booleans()
        if self.format in NUMBERS:
            return self._values(NUMBERS[self.format]), self.missing(), None, None
        if self.format.startswith("d:"):
            return self._decimals(self.format[2:]), self.missing(), None, None
        if self.format == "_pli128":  # polars' integers of 128 bits
            return self._decimals("38,0"), self.missing(), None, None
        if self.format in TEXTS:
            return self._texts()
        for start, kind, name in OTHERS:
            if self.format.startswith(start):
                return self._no_numbers(kind, name)
        return self._no_numbers("other", f"of the Arrow type {self.format!r}")

    def _no_numbers(self, kind: str, what: str) -> Cells:
        """Cells that are all of a kind that is no number, or missing."""
        missing = self.missing()
        present = self._present(missing)
        found = Finding(int(present[0]), kind, what) if len(present) else None
        return np.zeros(self.length), missing, found, None

    def _present(self, missing: Mask | None) -> npt.NDArray[np.intp]:
        """The rows that are not missing."""
        return np.arange(self.length) if missing is None else np.flatnonzero(~missing)

    def missing(self) -> Mask | None:
        """Which of the rows are null; None where none is."""
        if self._array.null_count == 0 or self._array.n_buffers < 1 or not self._array.buffers[0]:
            return None
        return ~self._bits(0)

    def _buffer(self, number: int, size: int) -> memoryview:
        """The first bytes of a buffer, whose size a consumer does not know."""
        address = self._array.n_buffers > number and self._array.buffers[number]
        if size and not address:
            raise InvalidDataError(f"an Arrow array of type {self.format!r} lacks buffer {number}")
        return memoryview((ctypes.c_char * size).from_address(address) if size else b"")

    def _values(self, dtype: np.dtype[Any], number: int = 1, more: int = 0) -> npt.NDArray[Any]:
        end = self._offset + self.length + more if self.length else 0
        values: npt.NDArray[Any] = np.frombuffer(self._buffer(number, end * dtype.itemsize), dtype)
        return values[self._offset :] if end else values

    def _bits(self, number: int) -> Mask:
        end = self._offset + self.length if self.length else 0
        values = np.frombuffer(self._buffer(number, (end + 7) // 8), np.uint8)
        bits = np.unpackbits(values, count=end, bitorder="little")
        return bits[self._offset if end else 0 :].view(np.bool_)

    def _decimals(self, shape: str) -> npt.NDArray[np.float64]:
        """The nearest floats to little-endian integers over a power of ten.

        `shape` is "precision,scale" and the width in bits where it is not 128.
        """
        parts = [int(part) for part in shape.split(",")]
        scale, width = parts[1], parts[2] if len(parts) > 2 else 128
        size = width // 8
        cells = self._values(np.dtype(f"V{size}"))
        power = 10 ** abs(scale)
        up = scale < 0
        values = (int.from_bytes(cell.tobytes(), "little", signed=True) for cell in cells)
        numbers = (float(n * power) if up else n / power for n in values)  # rounded once
        return np.fromiter(numbers, np.float64, self.length)

    def _texts(self) -> Cells:
        """The codes of texts; the finding is one that is no number, if there is one."""
        missing = self.missing()
        codes, words = self._words(missing)
        return codes, missing, text_finding(codes, words), Levels(words)

    def _words(self, missing: Mask | None) -> tuple[npt.NDArray[np.int64], list[str]]:
        """The codes of texts, -1 where they are missing, and the distinct texts."""
        rows = self._present(missing)
        bytes_of: dict[bytes, int] = {}
        cells = self._views(rows) if self.format == "vu" else self._slices(rows)
        codes = np.full(self.length, -1, np.int64)
        found = (bytes_of.setdefault(cell, len(bytes_of)) for cell in cells)
        codes[rows] = np.fromiter(found, np.int64, len(rows))
        viewed = self._viewed if self.format == "vu" else bytes
        levels = Levels()
        words = [viewed(cell).decode("utf-8", "replace") for cell in bytes_of]
        known = np.append(levels.codes_of(words), -1)
        return known[codes], levels.values

    def _slices(self, rows: npt.NDArray[np.intp]) -> Iterator[bytes]:
        """Texts that are stored end to end."""
        dtype = np.dtype(np.int64 if self.format == "U" else np.int32)
        limits = self._values(dtype, more=1)
        if not len(rows):
            return
        texts = bytes(self._buffer(2, max(int(limits[-1]), 0)))
        for start, end in zip(limits[rows].tolist(), limits[rows + 1].tolist()):
            yield texts[max(start, 0) : max(end, 0)]

    def _views(self, rows: npt.NDArray[np.intp]) -> Iterator[bytes]:
        """The 16 bytes that describe each text."""
        views = self._values(np.dtype("V16")).tobytes()
        for row in rows.tolist():
            yield views[16 * row : 16 * row + 16]

    def _viewed(self, view: bytes) -> bytes:
        size = int.from_bytes(view[:4], "little", signed=True)
        if size <= 12:
            return view[4 : 4 + max(size, 0)]
        number, start = (int.from_bytes(view[i : i + 4], "little", signed=True) for i in (8, 12))
        return bytes(self._buffer(2 + number, start + size)[start:])

    def _categories(self) -> Cells:
        """The codes of a dictionary; the finding is the first category that occurs."""
        missing, index = self.missing(), NUMBERS.get(self.format)
        if index is None or index.kind not in "iu":
            return self._no_numbers("category", "a category")
        schema, array = self._schema.dictionary.contents, self._array.dictionary.contents
        values = Vector(schema, array, 0, array.length)._dictionary()
        if values is None:
            return self._no_numbers("other", f"a category of the Arrow type {schema.format!r}")
        levels = Levels(ordered=bool(self._schema.flags & ORDERED), declared=True)
        known = np.append(levels.codes_of(values), -1)
        codes = self._values(index).astype(np.int64)
        codes[(codes < 0) | (codes >= len(values))] = -1
        if missing is not None:
            codes[missing] = -1
        codes = known[codes]
        return codes, codes < 0, _category(codes, levels), levels

    def _dictionary(self) -> list[Any] | None:
        """The values of a dictionary, None where one is null; None for other types."""
        if self.format in TEXTS:
            missing = self.missing()
            codes, words = self._words(missing)
            return [words[code] if code >= 0 else None for code in codes]
        if self.format != "b" and self.format not in NUMBERS:
            return None
        numbers, missing, _, _ = self.read()
        values = (numbers.astype(bool) if self.format == "b" else numbers).tolist()
        null = np.zeros(len(values), bool) if missing is None else missing
        null = null | np.array([value != value for value in values], bool)
        return [None if none else plain(value) for value, none in zip(values, null)]


def _category(codes: npt.NDArray[np.int64], levels: Levels) -> Finding | None:
    row = int(np.argmax(codes >= 0)) if len(codes) else 0
    if not len(codes) or codes[row] < 0:
        return None
    return Finding(row, "category", f"{levels.values[codes[row]]!r:.80}, a category")
