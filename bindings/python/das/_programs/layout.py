"""The files of a program in its folder of a program store."""

from __future__ import annotations

import json
from typing import Any, Union

from .._core import directories
from .._core.errors import BadFormatError
from .program import Program
from .provenance import Provenance
from .python_program import PythonProgram

AnyStored = Union[Program, PythonProgram]

_STEPS, _SOURCE, _ABOUT, _ORIGIN = "program.json", "program.py", "about.json", "provenance.json"


def serialize(program: AnyStored) -> dict[str, str]:
    """The files of a program's folder."""
    texts = {}
    if isinstance(program, Program):
        texts[_STEPS] = program.to_json()
    else:
        texts[_SOURCE] = program.source
        about = {key: getattr(program, key) for key in ("detector", "policy", "explanation")}
        texts[_ABOUT] = _json(about)
    if program.provenance is not None:
        value = program.provenance.to_dict()
        for kind in ("prompt", "answer"):
            for number, text in enumerate(value.pop(f"{kind}s"), 1):
                texts[f"{kind}-{number}.txt"] = text
        texts[_ORIGIN] = _json(value)
    return texts


def deserialize(opened: int, name: str, sandbox: str) -> AnyStored:
    """The program in an open folder; BadFormatError unless there is exactly one."""
    steps, source = directories.read(opened, _STEPS), directories.read(opened, _SOURCE)
    if (steps is None) == (source is None):
        raise BadFormatError(f"{name} holds no {_STEPS} or {_SOURCE}, or both")
    program: AnyStored
    if source is None:
        assert steps is not None
        program = Program.from_json(steps)
    else:
        about = _object(opened, _ABOUT)
        program = PythonProgram(
            source,
            name=name,
            detector=str(about.get("detector", "any")),
            policy=str(about.get("policy", "")),
            explanation=str(about.get("explanation", "")),
            sandbox=sandbox,
        )
    program._provenance = _provenance_in(opened, program)
    return program


def _provenance_in(opened: int, program: AnyStored) -> Provenance | None:
    """The provenance, if there is one and the program has not been changed since."""
    value = _object(opened, _ORIGIN)
    if value.get("sha256") != program.sha256:
        return None
    for kind in ("prompt", "answer"):
        value[f"{kind}s"] = _numbered(opened, kind)
    try:
        return Provenance.from_dict(value)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BadFormatError(f"{_ORIGIN} is not as it was written: {error!r}") from None


def _numbered(opened: int, kind: str) -> list[str]:
    texts: list[str] = []
    while (text := directories.read(opened, f"{kind}-{len(texts) + 1}.txt")) is not None:
        texts.append(text)
    return texts


def _json(value: object) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"


def _object(opened: int, name: str) -> dict[str, Any]:
    text = directories.read(opened, name)
    if text is None:
        return {}
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadFormatError(f"{name} is no JSON: {error}") from None
    if not isinstance(value, dict):
        raise BadFormatError(f"{name} holds no object")
    return value
