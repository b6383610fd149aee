"""Reads the entry points out of the symbol graph that the compiler makes of the module DAS.

The graph spells type aliases as the source does, which C headers and swiftinterfaces lose, so a
`das_model_ref` stays one. What a C caller could not rely on is rejected here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from .comment import documented_parameters
from .ctype import CHAR, VOID, CType, Named, Pointer
from .errors import AbiError

Json = Mapping[str, Any]

SWIFT_SCALARS = {
    "CChar": CHAR,
    "Double": Named("double"),
    "Int32": Named("int32_t"),
    "Int64": Named("int64_t"),
    "UInt8": Named("uint8_t"),
    "UInt64": Named("uint64_t"),
    "UInt": Named("size_t"),
}
"""`Int` is left out: a signed size that depends on the machine has no name in C99."""

HINTS = {
    "OpaquePointer": "it loses the handle's type; use das_..._ref or das_..._const_ref",
    "Int": "use Int64, or UInt for a size_t",
    "Bool": "use Int32",
}


@dataclass(frozen=True)
class Parameter:
    name: str
    type: CType


@dataclass(frozen=True)
class Function:
    """One entry point: its declaration, documentation and location."""

    name: str
    parameters: tuple[Parameter, ...]
    returns: CType
    comment: tuple[str, ...]
    file: str
    line: int


def read(graph: Json, type_names: set[str]) -> list[Function]:
    """The entry points of `graph`, by file and line; every type is C's or among `type_names`."""
    functions = [_Symbol(symbol, type_names).function() for symbol in graph["symbols"]]
    return sorted(functions, key=lambda function: (function.file, function.line))


class _Symbol:
    def __init__(self, symbol: Json, type_names: set[str]) -> None:
        self.symbol = symbol
        self.type_names = type_names
        self.title = str(symbol["names"]["title"]).partition("(")[0]
        location = symbol.get("location", {"uri": "?", "position": {"line": -1}})
        self.file = PurePosixPath(location["uri"]).name
        self.line = int(location["position"]["line"]) + 1

    def fail(self, problem: str) -> AbiError:
        return AbiError(f"{self.file}:{self.line}: {self.title}: {problem}")

    def function(self) -> Function:
        declaration = _spelling(self.symbol["declarationFragments"])
        if self.symbol["kind"]["identifier"] != "swift.func":
            raise self.fail("only functions may be public in DAS")
        if f"@c({self.title})" not in declaration:
            raise self.fail(f"is public but not declared @c({self.title})")
        if not re.fullmatch(r"das_[a-z0-9_]+", self.title):
            raise self.fail("a function of the ABI is named das_<noun>_<verb>")
        signature = self.symbol["functionSignature"]
        parameters = tuple(map(self._parameter, signature.get("parameters", [])))
        returns = _spelling(signature["returns"])
        return Function(
            self.title,
            parameters,
            VOID if returns in ("()", "Void") else self._type(returns, "the result"),
            self._comment({parameter.name for parameter in parameters}),
            self.file,
            self.line,
        )

    def _parameter(self, parameter: Json) -> Parameter:
        name = str(parameter["name"])
        if name in ("", "_"):
            raise self.fail("every parameter needs a name")
        spelling = _spelling(parameter["declarationFragments"]).partition(":")[2].strip()
        return Parameter(name, self._type(spelling, f"parameter '{name}'"))

    def _type(self, spelling: str, role: str) -> CType:
        """The C type of a Swift one. A Swift optional is a C pointer that may be NULL."""
        swift = spelling.removesuffix("?")
        if match := re.fullmatch(r"Unsafe(Mutable)?RawPointer", swift):
            return Pointer(VOID, const=match[1] is None)
        if match := re.fullmatch(r"Unsafe(Mutable)?Pointer<(.+)>", swift):
            return Pointer(self._type(match[2], role), const=match[1] is None)
        if swift in SWIFT_SCALARS:
            return SWIFT_SCALARS[swift]
        if swift in self.type_names:
            return Named(swift)
        hint = HINTS.get(swift, "the header has no such type")
        raise self.fail(f"{role} is of type {swift}: {hint}")

    def _comment(self, parameters: set[str]) -> tuple[str, ...]:
        comment = self.symbol.get("docComment", {"lines": []})
        lines = [str(line["text"]).rstrip() for line in comment["lines"]]
        text = "\n".join(lines)
        if not text.strip():
            raise self.fail("has no doc comment")
        if "*/" in text or "/*" in text:
            raise self.fail("the doc comment would end or begin a C comment")
        if unknown := set(documented_parameters(lines)) - parameters:
            raise self.fail(f"the doc comment describes no parameter of it: {', '.join(unknown)}")
        return tuple(lines)


def _spelling(fragments: list[Json]) -> str:
    return "".join(str(fragment["spelling"]) for fragment in fragments)
