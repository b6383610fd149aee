"""Objects of the C library, freed with the Python object that owns them.

They are immutable, so copies share one object, and any number of threads may use one. Those that
have a file image are pickled as that.
"""

from __future__ import annotations

import ctypes
import json
from collections.abc import Callable
from typing import Any, ClassVar, TypeVar

import numpy as np
import numpy.typing as npt

from . import abi
from .arrays import pointer_to
from .context import Context
from .library import library

A = TypeVar("A", bound="Handle")
H = TypeVar("H", bound="SavedHandle")
W = TypeVar("W", bound="WrappingHandle")


class Handle:
    """A pointer of the library, whose functions are ``das_<noun>_<verb>``.

    `keepalive` owns the callbacks that the library's object calls.
    """

    _noun: ClassVar[str]
    _type: ClassVar[type[Any]]
    _free: ClassVar[Callable[[Any], None]]

    def __init_subclass__(cls, noun: str = "") -> None:
        if noun:
            cls._noun = noun
            cls._type = getattr(abi, f"das_{noun}_ref")
            cls._free = cls.function("free")

    @classmethod
    def function(cls, verb: str) -> Callable[..., Any]:
        """The library's function of this name for such objects."""
        found: Callable[..., Any] = getattr(library, f"das_{cls._noun}_{verb}")
        return found

    def __init__(self, keepalive: object = None) -> None:
        self.reference = self._type()
        self.keepalive = keepalive

    def __del__(self) -> None:
        type(self)._free(self.reference)

    def __copy__(self: A) -> A:
        return self

    def __deepcopy__(self: A, memo: object) -> A:
        return self

    @property
    def target(self) -> Any:
        """The address to which the library writes the pointer."""
        return ctypes.byref(self.reference)


class WrappingHandle(Handle):
    """An object of the library that may wrap callbacks."""

    @classmethod
    def wrapping(
        cls: type[W], context: Context, name: str, *, columns: int = 0, **functions: Any
    ) -> W:
        """Wraps Python functions, which live as long as the handle."""
        struct_type = getattr(abi, f"das_{cls._noun}_callbacks")
        types: dict[str, Any] = {name: kind for name, kind, *_ in struct_type._fields_}
        callbacks = {name: types[name](function) for name, function in functions.items()}
        handle = cls(keepalive=callbacks)
        struct = struct_type(size=ctypes.sizeof(struct_type), name=name.encode(), **callbacks)
        if columns:
            struct.columns = columns
        struct.takes_schema = 1
        context.run(cls.function("wrap"), ctypes.byref(struct), handle.target)
        return handle

    @property
    def name(self) -> str:
        """The name of a detector or booster, "iforest" or what a wrapped one is called."""
        return str(self.function("name")(self.reference).decode())


class SettingsHandle(Handle, noun="settings"):
    """The settings of a stage."""


class ProgramHandle(WrappingHandle, noun="program"):
    """A synthesis program."""


class SavedHandle(Handle):
    """A fitted object, which has a file image unless it wraps callbacks."""

    @property
    def columns(self) -> int:
        """The number of columns of the rows that the object takes."""
        return int(self.function("columns")(self.reference))

    def to_bytes(self) -> bytes:
        """The file image; UnsupportedError where the object wraps callbacks."""
        return self._image(self.function("write"))

    def _image(self, write: Callable[..., int]) -> bytes:
        with Context() as context:
            return context.read(write, self.reference, ctype=ctypes.c_uint8).tobytes()

    @classmethod
    def from_bytes(cls: type[H], image: bytes) -> H:
        """Reads a file image, which need not be trusted."""
        handle = cls()
        source = np.frombuffer(image, dtype=np.uint8)
        with Context() as context:
            into = pointer_to(source, ctypes.c_uint8)
            context.run(cls.function("read"), into, len(image), handle.target)
        return handle

    def provenance(self) -> dict[str, str]:
        """How the object was made; texts from a file are not trusted."""
        with Context() as context:
            text = context.read_text(self.function("provenance"), self.reference)
        texts: dict[str, str] = json.loads(text)
        return texts

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self).from_bytes, (self.to_bytes(),)


class DetectorHandle(SavedHandle, WrappingHandle, noun="detector"):
    """A fitted detector."""


class BoosterHandle(SavedHandle, WrappingHandle, noun="booster"):
    """A fitted booster."""


class ModelHandle(SavedHandle, noun="model"):
    """A fitted model."""

    def detector(self, context: Context) -> DetectorHandle:
        """The model's detector f."""
        handle = DetectorHandle()
        context.run(library.das_model_detector, self.reference, handle.target)
        return handle

    def booster(self, context: Context) -> BoosterHandle:
        """The model's booster f~."""
        handle = BoosterHandle()
        context.run(library.das_model_booster, self.reference, handle.target)
        return handle

    def report(self) -> abi.das_report:
        """The numbers of ``das_model_report``."""
        report = abi.das_report(size=ctypes.sizeof(abi.das_report))
        with Context() as context:
            context.run(library.das_model_report, self.reference, ctypes.byref(report))
        return report

    def suspects(self) -> npt.NDArray[np.int64]:
        """The training rows of ``das_model_suspects``."""
        rows = np.empty(max(self.report().suspects, 0), dtype=np.int64)
        count = ctypes.c_int64()
        with Context() as context:
            into = pointer_to(rows, ctypes.c_int64)
            arguments = (self.reference, into, len(rows), ctypes.byref(count))
            context.run(library.das_model_suspects, *arguments)
        return rows

    def partial_to_bytes(self) -> bytes:
        """The file image without the parts that wrap callbacks."""
        return self._image(library.das_model_write_partial)

    @classmethod
    def from_partial(
        cls, image: bytes, detector: DetectorHandle | None, booster: BoosterHandle | None
    ) -> ModelHandle:
        """The model of such an image and the parts that it lacks."""
        handle = cls(keepalive=tuple(part and part.keepalive for part in (detector, booster)))
        source = np.frombuffer(image, dtype=np.uint8)
        references = (part and part.reference for part in (detector, booster))
        with Context() as context:
            into = pointer_to(source, ctypes.c_uint8)
            arguments = (into, len(image), *references, handle.target)
            context.run(library.das_model_read_partial, *arguments)
        return handle


_KINDS: dict[int, type[SavedHandle]] = {
    abi.DAS_FILE_DETECTOR: DetectorHandle,
    abi.DAS_FILE_BOOSTER: BoosterHandle,
    abi.DAS_FILE_MODEL: ModelHandle,
}


def handle_from(image: bytes) -> SavedHandle:
    """The object in a file image, which need not be trusted."""
    kind = ctypes.c_int32()
    source = np.frombuffer(image, dtype=np.uint8)
    with Context() as context:
        arguments = (pointer_to(source, ctypes.c_uint8), len(image), ctypes.byref(kind))
        context.run(library.das_file_kind, *arguments)
    return _KINDS[kind.value].from_bytes(image)
