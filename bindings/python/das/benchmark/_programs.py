"""Synthesis programs by the names of the benchmark, and the ablations of a detector's own."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from .. import Program
from .._core.errors import DASError
from ._errors import BenchmarkError

Body = dict[str, Any]


def matched(detector: str) -> str:
    """The name of the library's default program for a detector."""
    return detector if detector in Program.builtin_names() else "mixture"


def has_published(detector: str) -> bool:
    """Whether the library has an equivalent of the program published for a detector."""
    return f"published_{detector}" in Program.builtin_names()


def without_score(program: Program) -> Program:
    """The ablation "simple": the program without scores of the detector.

    Seeds chosen by score become all rows, and no candidate is dropped for its score.
    """

    def blind(body: Body) -> None:
        for component in body["mixture"]:
            if component.get("seeds", {}).get("by") == "score":
                del component["seeds"]
        body.get("keep", {}).pop("score_below", None)

    return _changed(program, blind)


def with_random_seeds(program: Program) -> Program:
    """The ablation "random": every choice of seeds becomes all rows."""

    def any_seed(body: Body) -> None:
        for component in body["mixture"]:
            component.pop("seeds", None)

    return _changed(program, any_seed)


ABLATIONS: dict[str, Callable[[Program], Program]] = {
    "simple": without_score,
    "random": with_random_seeds,
}


def named_program(name: str, detector: str) -> Program:
    """The program of a name for a detector.

    "" is the detector's own, "simple" and "random" are its ablations, "published" is equivalent to
    the program that the paper published for it; else a built-in program or the path of a JSON file.
    """
    if name == "":
        return Program(matched(detector))
    if name in ABLATIONS:
        return ABLATIONS[name](Program(matched(detector)))
    if name == "published":
        name = f"published_{detector}"
    if name.endswith(".json"):
        return _from_file(Path(name))
    if name not in Program.builtin_names():
        raise BenchmarkError(
            f"there is no program '{name}'; there are simple, random, published, "
            f"{', '.join(Program.builtin_names())}, or a path that ends in .json"
        )
    return Program(name)


def fingerprint(program: Program) -> str:
    """A text that is equal for programs that differ in names and comments only."""
    body = json.loads(program.to_json())
    for comment in ("name", "detector", "policy", "explanation"):
        body.pop(comment, None)
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()[:16]


def fingerprints(names: Iterable[str]) -> dict[str, str]:
    """Name and fingerprint of the programs that come from files.

    The file's name without its ending names the program in the results, and must be unique.
    """
    found: dict[str, str] = {}
    for path in (Path(name) for name in names if name.endswith(".json")):
        if path.stem in [*found, *ABLATIONS, "published", *Program.builtin_names()]:
            raise BenchmarkError(
                f"the program {path} needs another file name: {path.stem} is taken"
            )
        found[path.stem] = fingerprint(_from_file(path))
    return found


def _from_file(path: Path) -> Program:
    try:
        return Program.from_json(path.read_bytes())
    except (OSError, DASError) as error:
        raise BenchmarkError(f"the program {path} cannot be read: {error}") from error


def _changed(program: Program, change: Callable[[Body], None]) -> Program:
    body = json.loads(program.to_json())
    change(body)
    return Program.from_json(json.dumps(body))
