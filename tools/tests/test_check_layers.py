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


def test_the_package_obeys(capsys: pytest.CaptureFixture[str]) -> None:
    assert check_layers.main([str(REPOSITORY)]) == 0
    assert "every arrow goes down" in capsys.readouterr().out


def test_the_command_fails_where_there_is_a_fault(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    package = tmp_path / "bindings/python"
    package.mkdir(parents=True)
    faults(package, {"_core/text": "from .. import __main__"})
    assert check_layers.main([str(tmp_path)]) == 1
    assert "uses __main__" in capsys.readouterr().out
