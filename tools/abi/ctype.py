"""C types, as both the Swift sources and das_types.h spell them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Union


@dataclass(frozen=True)
class Named:
    """A type with a name: `double`, `das_status`, `das_matrix`, `das_model_ref`."""

    name: str


@dataclass(frozen=True)
class Pointer:
    """A pointer; `const` says that the callee does not write through it."""

    to: CType
    const: bool


CType = Union[Named, Pointer]

VOID = Named("void")
CHAR = Named("char")

SCALARS = ("char", "double", "float", "int32_t", "int64_t", "uint8_t", "uint64_t", "size_t")
"""The types that libdas uses beside its own; their size is the same for C, Swift and ctypes."""


def spelled(kind: CType, name: str = "") -> str:
    """`kind` as C writes it in front of a declared `name`.

    >>> spelled(Pointer(Pointer(CHAR, const=True), const=True), "names")
    'const char *const *names'
    """
    if isinstance(kind, Named):
        return f"{kind.name} {name}".rstrip()
    if isinstance(kind.to, Named):
        return f"{'const ' if kind.const else ''}{kind.to.name} *{name}"
    return spelled(kind.to, f"{'const ' if kind.const else ''}*{name}")
