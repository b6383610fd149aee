"""What counts as documented."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from check_documentation import main


def symbol(name: str, **more: Any) -> dict[str, Any]:
    return {"identifier": {"precise": f"s:{name}"}, "pathComponents": name.split("."), **more}


def run(tmp_path: Path, *symbols: dict[str, Any]) -> int:
    graph = tmp_path / "graph.json"
    graph.write_text(json.dumps({"module": {"name": "Any"}, "symbols": symbols}))
    return main(str(graph))


def test_a_declaration_without_a_comment_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    comment = {"lines": [{"text": "What it is."}]}
    known = symbol("A", location={}, docComment=comment)
    assert run(tmp_path, known) == 0
    assert run(tmp_path, known, symbol("A.b", location={})) == 1
    assert "no comment: A.b\nAny: 2 public declarations, 1 undocumented" in capsys.readouterr().out


def test_what_the_compiler_derives_needs_no_comment(tmp_path: Path) -> None:
    derived = symbol("A.==")
    inherited = symbol("s:x::SYNTHESIZED::s:A.f", location={})
    assert run(tmp_path, derived, inherited) == 0
