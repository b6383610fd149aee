"""A column of one Arrow batch, read from its buffers."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any, Optional

import numpy as np
import numpy.typing as npt

from ..errors import InvalidDataError
from .arrow_types import NUMBERS, OTHERS
from .cells import is_number
from .columns import Finding, Mask

Cells = tuple[npt.NDArray[Any], Optional[Mask], Optional[Finding]]

# Number of texts of a column that are searched for one that is no number.
_MAX_SEARCHED = 100_000


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
        """The numbers, which of them are missing, and the first cell that is no number.

        The numbers may be in the producer's memory.
        """
        if self._schema.dictionary:
            return self._no_numbers("category", f"{self._category()}a category")
        if self.format == "n":
            return np.zeros(self.length), np.ones(self.length, bool), None
        if self.format == "b":
            return self._bits(1).view(np.uint8), self.missing(), None
        if self.format in NUMBERS:
            return self._values(NUMBERS[self.format]), self.missing(), None
        if self.format.startswith("d:"):
            return self._decimals(self.format[2:]), self.missing(), None
        if self.format == "_pli128":  # polars' integers of 128 bits
            return self._decimals("38,0"), self.missing(), None
        for start, kind, name in OTHERS:
            if self.format.startswith(start):
                return self._texts() if kind == "text" else self._no_numbers(kind, name)
        return self._no_numbers("other", f"of the Arrow type {self.format!r}")

    def _no_numbers(self, kind: str, what: str) -> Cells:
        """Cells that are all of a kind that is no number, or missing."""
        missing = self.missing()
        present = np.flatnonzero(~missing) if missing is not None else np.arange(self.length)
        found = Finding(int(present[0]), kind, what) if len(present) else None
        return np.zeros(self.length), missing, found

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
        """Texts; the finding is one that does not read as a number, if there is one."""
        values, missing, found = self._no_numbers("text", "a text")
        if found is None:
            return values, missing, None
        texts = self._text_at(missing)
        first = next(texts)
        word = first if not is_number(first[1]) else None
        word = word or next((other for other in texts if not is_number(other[1])), None)
        row, text = word or first
        kind = "text" if word else "number as text"
        abbreviated = repr(text if len(text) <= 80 else text[:77] + "...")
        return values, missing, Finding(row, kind, f"the text {abbreviated}")

    def _text_at(self, missing: Mask | None) -> Iterator[tuple[int, str]]:
        few = range(min(self.length, _MAX_SEARCHED))
        rows = few if missing is None else np.flatnonzero(~missing)
        read = self._viewed if self.format == "vu" else self._joined
        for row in rows[:_MAX_SEARCHED]:
            yield int(row), read(int(row)).decode("utf-8", "replace")

    def _joined(self, row: int) -> bytes:
        dtype = np.dtype(np.int64 if self.format == "U" else np.int32)
        start, end = (int(location) for location in self._values(dtype, more=1)[row : row + 2])
        return bytes(self._buffer(2, max(end, 0)))[max(start, 0) :] if end > start else b""

    def _viewed(self, row: int) -> bytes:
        view: bytes = self._values(np.dtype("V16"))[row].tobytes()
        size = int.from_bytes(view[:4], "little", signed=True)
        if size <= 12:
            return view[4 : 4 + max(size, 0)]
        number, start = (int.from_bytes(view[i : i + 4], "little", signed=True) for i in (8, 12))
        return bytes(self._buffer(2 + number, start + size))[start:]

    def _category(self) -> str:
        """The first category that occurs, as "'red', ", if categories are texts."""
        missing = self.missing()
        rows = np.flatnonzero(~missing) if missing is not None else np.arange(self.length)
        index = NUMBERS.get(self.format)
        if not len(rows) or index is None:
            return ""
        schema, array = self._schema.dictionary.contents, self._array.dictionary.contents
        words = Vector(schema, array, 0, array.length)
        location = int(self._values(index)[rows[0]])
        if words.format not in ("u", "U", "vu") or not 0 <= location < words.length:
            return ""
        text = (words._viewed if words.format == "vu" else words._joined)(location)
        return f"{text.decode('utf-8', 'replace')[:80]!r}, "
