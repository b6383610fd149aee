"""Learnt parameters of a fitted part, read from its file image (docs/reference/model-file.md)."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import numpy.typing as npt

from .handles import SavedHandle

_TYPES = {"F64": "<f8", "F32": "<f4", "I64": "<i8", "I32": "<i4", "U8": "u1"}


class Tensors:
    """The texts and tensors of a part's file image, by name."""

    def __init__(self, handle: SavedHandle) -> None:
        self._image = handle.to_bytes()
        size = int.from_bytes(self._image[:8], "little")
        self._header: dict[str, Any] = json.loads(self._image[8 : 8 + size])
        self._start = 8 + size

    def text(self, name: str) -> str:
        """A text of the file's metadata."""
        return str(self._header["__metadata__"][name])

    def __contains__(self, name: str) -> bool:
        return name in self._header

    def __getitem__(self, name: str) -> npt.NDArray[Any]:
        """A copy of a tensor, in its shape."""
        entry = self._header[name]
        first, last = (self._start + offset for offset in entry["data_offsets"])
        values = np.frombuffer(self._image[first:last], dtype=_TYPES[entry["dtype"]])
        return np.array(values.reshape(entry["shape"]))
