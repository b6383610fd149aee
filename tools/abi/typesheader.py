"""Reads das_types.h: the enums, structs, handles and callback types of the ABI.

The file is ours, so this understands the few forms that it is written in, and rejects all others
rather than guess.
"""

from __future__ import annotations

import re
from ast import literal_eval
from dataclasses import dataclass, field
from typing import Union

from .ctype import SCALARS, CType, Named, Pointer
from .errors import AbiError


@dataclass(frozen=True)
class Constant:
    name: str
    value: int | float


@dataclass(frozen=True)
class Alias:
    """`typedef int32_t das_status;`"""

    name: str
    type: CType


@dataclass(frozen=True)
class Handle:
    """`typedef const struct das_model *das_model_const_ref;`"""

    name: str
    struct: str


@dataclass(frozen=True)
class Callback:
    """`typedef int32_t (*das_progress_fn)(void *user, ...);`, or such a member of a struct."""

    name: str
    returns: CType
    parameters: tuple[CType, ...]


@dataclass(frozen=True)
class Struct:
    name: str
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class Member:
    name: str
    type: CType


Field = Union[Member, Callback]
Declaration = Union[Constant, Alias, Handle, Callback, Struct]


@dataclass
class TypesHeader:
    """The declarations of das_types.h, in order."""

    text: str
    declarations: list[Declaration] = field(default_factory=list)

    @property
    def names(self) -> set[str]:
        """The aliases of a type."""
        return {item.name for item in self.declarations if not isinstance(item, Constant)}


_DECLARATION = re.compile(r"[^{};]*(?:\{[^{}]*\}[^{};]*)?;")
_DEFINE = re.compile(r"^#define (DAS_\w+) ([-+.\w]+)$", re.MULTILINE)
_ENUM = re.compile(r"enum \{(.*)\};")
_STRUCT = re.compile(r"typedef struct (\w+) \{(.*)\} \1;")
_HANDLE = re.compile(r"typedef (?:const )?struct (\w+) \*(\w+_ref);")
_FUNCTION = re.compile(r"(.+?)\(\*(\w+)\)\((.*)\);")
_VARIABLE = re.compile(r"(const )?(\w+) ?((?:\*(?:const )?)*)(\w+)")


def parse(text: str) -> TypesHeader:
    """Parses the text of das_types.h; raises AbiError at the first form it does not know.

    Numbers that it #defines come first.
    """
    code = re.sub(r"/\*.*?\*/", " ", text, flags=re.DOTALL)
    header = TypesHeader(
        text, [Constant(name, literal_eval(value)) for name, value in _DEFINE.findall(code)]
    )
    code = re.sub(r"^\s*#.*$", " ", code, flags=re.MULTILINE)
    code = " ".join(code.split())
    end = 0
    for match in _DECLARATION.finditer(code):
        if code[end : match.start()].strip():
            break
        header.declarations += _declarations(match.group().strip(), header)
        end = match.end()
    if code[end:].strip():
        raise AbiError(f"das_types.h: cannot read '{code[end:][:60]}'")
    return header


def _declarations(code: str, header: TypesHeader) -> list[Declaration]:
    if match := _ENUM.fullmatch(code):
        return [_constant(item) for item in match[1].split(",") if item.strip()]
    if match := _STRUCT.fullmatch(code):
        known = header.names | {match[1]}
        return [Struct(match[1], tuple(_members(match[2], known)))]
    if match := _HANDLE.fullmatch(code):
        return [Handle(match[2], match[1])]
    if code.startswith("typedef ") and (match := _FUNCTION.fullmatch(code[len("typedef ") :])):
        return [_callback(match, header.names)]
    if match := re.fullmatch(r"typedef (\w+) (\w+);", code):
        return [Alias(match[2], _named(match[1], header.names))]
    raise AbiError(f"das_types.h: cannot read '{code}'")


def _constant(item: str) -> Constant:
    match = re.fullmatch(r"(DAS_\w+) = (-?\d+)", item.strip())
    if not match:
        raise AbiError(f"das_types.h: an enumerator needs a name in DAS_ and a value: '{item}'")
    return Constant(match[1], int(match[2]))


def _members(code: str, known: set[str]) -> list[Field]:
    members: list[Field] = []
    for item in code.split(";"):
        item = item.strip()
        if not item:
            continue
        if match := _FUNCTION.fullmatch(f"{item};"):
            members.append(_callback(match, known))
            continue
        first, *others = item.split(",")
        kind, name = _variable(first, known)
        members.append(Member(name, kind))
        members += [Member(other.strip(), kind) for other in others]
    return members


def _callback(match: re.Match[str], known: set[str]) -> Callback:
    returns, _ = _variable(f"{match[1].strip()} _", known)
    parameters = [_variable(item, known)[0] for item in match[3].split(",")]
    return Callback(match[2], returns, tuple(parameters))


def _variable(code: str, known: set[str]) -> tuple[CType, str]:
    match = _VARIABLE.fullmatch(code.strip())
    if not match:
        raise AbiError(f"das_types.h: cannot read '{code.strip()}'")
    kind: CType = _named(match[2], known)
    const = match[1] is not None
    for star in re.findall(r"\*(?:const )?", match[3]):
        kind = Pointer(kind, const=const)
        const = star != "*"
    return kind, match[4]


def _named(name: str, known: set[str]) -> Named:
    if name not in known and name not in SCALARS and name != "void":
        raise AbiError(f"das_types.h: unknown type '{name}'")
    return Named(name)
