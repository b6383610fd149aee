"""Objects of the C library: freed with the Python object that owns them, pickled as their file
image.

They are immutable, so copies share one object, and any number of threads may use one.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any, ClassVar, TypeVar

import numpy as np

from . import abi
from .arrays import pointer_to
from .context import Context
from .library import library

A = TypeVar("A", bound="Handle")
H = TypeVar("H", bound="SavedHandle")
W = TypeVar("W", bound="WrappingHandle")


class Handle:
    """A pointer that the library gave out.

    `keep` holds what the library borrows as long as the object lives: callbacks of Python.
    """

    _type: ClassVar[type[Any]]
    _free: ClassVar[Callable[[Any], None]]

    def __init__(self, keep: object = None) -> None:
        self.reference = self._type()
        self.keep = keep

    def __del__(self) -> None:
        type(self)._free(self.reference)

    def __copy__(self: A) -> A:
        return self

    def __deepcopy__(self: A, memo: object) -> A:
        return self

    @property
    def target(self) -> Any:
        """Where the library is to put the pointer."""
        return ctypes.byref(self.reference)


class WrappingHandle(Handle):
    """An object of the library, or one of Python behind callbacks."""

    _callbacks: ClassVar[type[ctypes.Structure]]
    _wrap: ClassVar[Callable[..., int]]

    @classmethod
    def wrapping(
        cls: type[W], context: Context, name: str, *, columns: int = 0, **functions: Any
    ) -> W:
        """Wraps functions of Python, which live as long as the handle."""
        types: dict[str, Any] = {name: kind for name, kind, *_ in cls._callbacks._fields_}
        callbacks = {name: types[name](function) for name, function in functions.items()}
        handle = cls(keep=callbacks)
        struct = cls._callbacks(size=ctypes.sizeof(cls._callbacks), name=name.encode(), **callbacks)
        if columns:
            struct.columns = columns
        context.run(cls._wrap, ctypes.byref(struct), handle.target)
        return handle


class SettingsHandle(Handle):
    _type = abi.das_settings_ref
    _free = library.das_settings_free


class ProgramHandle(WrappingHandle):
    _type = abi.das_program_ref
    _free = library.das_program_free
    _callbacks = abi.das_program_callbacks
    _wrap = library.das_program_wrap


class SavedHandle(Handle):
    """A fitted object, which has a file image unless it holds callbacks."""

    _write: ClassVar[Callable[..., int]]
    _read: ClassVar[Callable[..., int]]
    _describe: ClassVar[Callable[..., int]]
    _details: ClassVar[Callable[..., int]]

    def to_bytes(self) -> bytes:
        """The file image; UnsupportedError where the object holds code of Python."""
        return self._image(type(self)._write)

    def _image(self, write: Callable[..., int]) -> bytes:
        size = ctypes.c_int64()
        with Context() as context:
            context.run(write, self.reference, None, 0, ctypes.byref(size))
            image = np.empty(size.value, dtype=np.uint8)
            into = pointer_to(image, ctypes.c_uint8)
            context.run(write, self.reference, into, size.value, ctypes.byref(size))
        return image.tobytes()

    @classmethod
    def from_bytes(cls: type[H], image: bytes) -> H:
        """Reads a file image; whatever the bytes are, the result is sound or an error."""
        handle = cls()
        source = np.frombuffer(image, dtype=np.uint8)
        with Context() as context:
            into = pointer_to(source, ctypes.c_uint8)
            context.run(cls._read, into, len(image), handle.target)
        return handle

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self).from_bytes, (self.to_bytes(),)


class DetectorHandle(SavedHandle, WrappingHandle):
    _type = abi.das_detector_ref
    _free = library.das_detector_free
    _write = library.das_detector_write
    _read = library.das_detector_read
    _describe = library.das_detector_describe
    _details = library.das_detector_details
    _callbacks = abi.das_detector_callbacks
    _wrap = library.das_detector_wrap


class BoosterHandle(SavedHandle, WrappingHandle):
    _type = abi.das_booster_ref
    _free = library.das_booster_free
    _write = library.das_booster_write
    _read = library.das_booster_read
    _describe = library.das_booster_describe
    _details = library.das_booster_details
    _callbacks = abi.das_booster_callbacks
    _wrap = library.das_booster_wrap


class ModelHandle(SavedHandle):
    def report(self) -> abi.das_report:
        """What the model knows of its fit."""
        report = abi.das_report(size=ctypes.sizeof(abi.das_report))
        with Context() as context:
            context.run(library.das_model_report, self.reference, ctypes.byref(report))
        return report

    def rest_to_bytes(self) -> bytes:
        """The image but for the parts that are code of Python."""
        return self._image(library.das_model_write_partial)

    @classmethod
    def from_rest(
        cls, image: bytes, detector: DetectorHandle | None, booster: BoosterHandle | None
    ) -> ModelHandle:
        """The model of such an image with the parts that it lacks."""
        handle = cls(keep=tuple(part and part.keep for part in (detector, booster)))
        source = np.frombuffer(image, dtype=np.uint8)
        references = (part and part.reference for part in (detector, booster))
        with Context() as context:
            into = pointer_to(source, ctypes.c_uint8)
            arguments = (into, len(image), *references, handle.target)
            context.run(library.das_model_read_partial, *arguments)
        return handle

    _type = abi.das_model_ref
    _free = library.das_model_free
    _write = library.das_model_write
    _read = library.das_model_read
    _describe = library.das_model_describe
    _details = library.das_model_details
