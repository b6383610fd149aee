"""The check of layers finds every kind of fault, and none in the tree as it is."""

from __future__ import annotations

from pathlib import Path

import check_layers
import pytest
from layers import python
from layers.rules import Arrow, arrows_up, circles, homeless, picture

REPOSITORY = Path(__file__).resolve().parents[2]
PACKAGE = REPOSITORY / "bindings/python/das"

SOUND = {
    "__init__": "from ._base.estimator import Estimator",
    "__main__": "from ._cli.main import main",
    "_core/abi": "",
    "_core/library": "from . import abi",
    "_base/estimator": "from .._core.library import library",
    "_adapters/detector": "from .._core import library",
    "_sandbox/__init__": "from ._run import run",
    "_sandbox/_run": "import os",
    "_cli/main": "import das",
}


def faults(folder: Path, changes: dict[str, str]) -> list[str]:
    package = folder / "das"
    for module, text in {**SOUND, **changes}.items():
        path = package / f"{module}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return list(python.faults(package))


def test_a_sound_package_has_no_fault(tmp_path: Path) -> None:
    assert faults(tmp_path, {}) == []


@pytest.mark.parametrize(
    ("module", "text", "fault"),
    [
        ("_core/library", "from .._base.estimator import x", "_core/library (_core) uses _base"),
        ("_core/text", "import das._base.estimator", "(_core) uses _base/estimator (_base)"),
        ("_core/text", "from das import x", "_core/text (_core) uses __init__ (das): line 1: x"),
        ("_core/text", "def f():\n from .._cli import main", "uses _cli/main (_cli): line 2"),
        (
            "_core/text",
            "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n from .. import __main__",
            "uses __main__ (_cli): line 3",
        ),
        ("_adapters/detector", "from .._base.estimator import x", "(_adapters) uses _base"),
        ("_base/estimator", "from .._core import abi", "_base/estimator uses _core/abi, which"),
        ("_cli/main", "from .._sandbox import _run", "uses _sandbox/_run, which is private to"),
        ("_unknown/module", "", "_unknown/module belongs to no room"),
    ],
)
def test_each_kind_of_fault_is_found(tmp_path: Path, module: str, text: str, fault: str) -> None:
    found = faults(tmp_path, {module: text})
    assert any(fault in line for line in found), found


def test_a_circle_inside_of_a_room_is_found_whole(tmp_path: Path) -> None:
    circle = {
        "_core/a": "from .b import x",
        "_core/b": "def f():\n from . import c",
        "_core/c": "from .a import y",
        "_core/user": "from .a import x",
    }
    assert faults(tmp_path, circle) == ["circle: _core/a, _core/b, _core/c"]


def test_the_root_takes_five_modules(tmp_path: Path) -> None:
    more = dict.fromkeys(("one", "two", "three", "four"), "")
    assert any("6 modules at the root" in line for line in faults(tmp_path, more))


def test_rules_are_of_files_and_rooms_alone() -> None:
    floors = [{"low": "low*"}, {"left": "left*", "right": "right*"}]
    assert picture(floors) == "low < left, right"
    assert list(homeless(["low1", "else"], floors)) == ["else belongs to no room"]
    arrows = [Arrow("left1", "low1", ""), Arrow("left1", "left2", ""), Arrow("left1", "right", "x")]
    assert list(arrows_up(arrows, floors)) == ["left1 (left) uses right (right): x"]
    assert list(circles(arrows)) == []


def test_the_project_obeys(capsys: pytest.CaptureFixture[str]) -> None:
    assert check_layers.main([str(REPOSITORY)]) == 0
    assert "every arrow goes down" in capsys.readouterr().out


SOUND_PROJECT = {
    "CONTRIBUTING.md": "Layers:\n\n" + check_layers.BEGIN + check_layers.END + "\nMore.\n",
    "Sources/DASCore/Runtime/Buffer.swift": "package final class Buffer<Element> {}",
    "Sources/DASCore/Tables/Matrix.swift": "import CKernels\nstruct Matrix { let x: Buffer<Int> }",
    "Sources/DASCore/Detectors/Detector.swift": "protocol Detector {}",
    "Sources/DASCore/Detectors/PCA/PCA.swift": "struct PCA: Detector { var m: Matrix }",
    "Sources/DASCore/Detectors/ECOD/ECOD.swift": "struct ECOD: Detector {}",
    "Sources/DASCore/Detectors/Detectors.swift": "let all: [any Detector] = [PCA(), ECOD()]",
    "Sources/DASCore/Synthesis/Move.swift": "// sees PCA as a score\nstruct Move {}",
    "Sources/DAS/Model.swift": "internal import CDAS\nfunc score(_ m: Matrix) {}",
    "Sources/CKernels/trees.c": '#include "trees.h"\n#include <stddef.h>',
    "Sources/CKernels/include/trees.h": "#include <stdint.h>",
    "fuzz/model.c": "#include <das.h>\n#include <stdio.h>",
}


def project(folder: Path, changes: dict[str, str]) -> Path:
    for name, text in {**SOUND_PROJECT, **changes}.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    faults(folder / "bindings/python", {})
    return folder


def test_the_drawing_is_that_of_the_tables(tmp_path: Path) -> None:
    repository = project(tmp_path, {})
    assert check_layers.main([str(repository)]) == 1
    assert check_layers.main(["--write", str(repository)]) == 0
    assert check_layers.main([str(repository)]) == 0
    text = (repository / "CONTRIBUTING.md").read_text()
    assert "Runtime < Tables" in text and text.endswith("\nMore.\n")


@pytest.mark.parametrize(
    ("file", "code", "fault"),
    [
        ("DASCore/Runtime/Locks.swift", "let x: Matrix? = nil", "(Runtime) uses DASCore/Tables"),
        ("DASCore/Synthesis/Move.swift", "let f = PCA()", "(Synthesis) uses DASCore/Detectors"),
        ("DASCore/Detectors/ECOD/E.swift", "let f: PCA", "uses another detector, DASCore/Detect"),
        ("DASCore/Tables/M.swift", "extension Move {}", "(Tables) uses DASCore/Synthesis/Move"),
        ("DASCore/Synthesis/Move.swift", "import CKernels", "(Synthesis) imports CKernels, which"),
        ("DASCore/Fusion/F.swift", "internal import func CKernels.exp", "imports CKernels, which"),
        ("DASCore/Tables/M.swift", "@preconcurrency import COpenBLAS", "imports COpenBLAS, which"),
        ("DASCore/Pipeline/Model.swift", "public import CDAS", "(Pipeline) imports CDAS, which"),
        ("DASCore/New/File.swift", "", "DASCore/New/File.swift belongs to no room"),
        ("CKernels/trees.c", "#include <stdio.h>", "CKernels/trees.c may not include stdio.h"),
        ("CKernels/trees.c", '# include "../CHost/include/CHost.h"', "may not include ../CHost"),
        ("CKernels/include/trees.h", '#include "das_types.h"', "may not include das_types.h"),
        ("../fuzz/model.c", '#include "trees.h"', "fuzz/model.c may not include trees.h"),
    ],
)
def test_each_kind_of_fault_of_swift_and_c_is_found(
    tmp_path: Path, file: str, code: str, fault: str
) -> None:
    repository = project(tmp_path, {f"Sources/{file}": code})
    found = [line for line in check_layers.faults(repository) if "CONTRIBUTING" not in line]
    assert len(found) == 1 and fault in found[0], found


def test_comments_and_texts_use_nothing(tmp_path: Path) -> None:
    text = 'let x = "PCA" // PCA\n/* PCA */ let y = """\n  PCA\n  """'
    repository = project(tmp_path, {"Sources/DASCore/Runtime/Words.swift": text})
    assert [line for line in check_layers.faults(repository) if "CONTRIBUTING" not in line] == []


def test_the_command_fails_where_there_is_a_fault(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    repository = project(tmp_path, {"bindings/python/das/_core/text.py": "from .. import __main__"})
    assert check_layers.main(["--write", str(repository)]) == 1
    assert "uses __main__" in capsys.readouterr().out
