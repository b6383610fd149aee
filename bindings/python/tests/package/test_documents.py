"""Code in the documents runs, and the names in them exist."""

from __future__ import annotations

import re
import shlex
import subprocess
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import das
import das.llm
import pytest
from das._cli.main import _parser
from das._cli.program_arguments import parser_of
from das._sandbox import isolation
from support.answers import steps
from support.data import REPOSITORY

DOCUMENTS = sorted(
    path
    for pattern in ("*.md", "docs/**/*.md", "bindings/python/*.md")
    for path in REPOSITORY.glob(pattern)
)
NAMES = [str(path.relative_to(REPOSITORY)) for path in DOCUMENTS]
LIBRARY = REPOSITORY / "build" / "lib"
PACKAGE = REPOSITORY / "bindings/python/das"


def blocks(document: Path, language: str) -> list[str]:
    """The blocks of code of a document that are not part of an indented example."""
    fenced = rf"^```{language}\n(.*?)^```$"
    return re.findall(fenced, document.read_text(), flags=re.MULTILINE | re.DOTALL)


def commands(document: Path) -> Iterator[list[str]]:
    """The command lines of a document: its indented lines and its code spans."""
    text = document.read_text()
    for line in (*re.findall(r"^    (\S.*)$", text, flags=re.M), *re.findall(r"`([^`\n]+)`", text)):
        try:
            yield shlex.split(line, comments=True)
        except ValueError:  # prose, or code of another kind
            continue


def answer(prompt: str) -> str:
    """A language model that knows one program."""
    return f"```json\n{steps()}\n```"


@pytest.mark.slow
@pytest.mark.parametrize("name", [n for n in NAMES if blocks(REPOSITORY / n, "python")])
def test_python_runs_from_top_to_bottom(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    found = blocks(REPOSITORY / name, "python")
    if any("PythonProgram" in block for block in found) and not isolation().available:
        pytest.skip(str(isolation()))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LIBDAS_PROGRAMS", str(tmp_path / "programs"))
    monkeypatch.setattr(das.llm, "OpenAI", lambda *_, **__: answer)
    names: dict[str, object] = {}
    for block in found:
        exec(compile(block, name, "exec"), names)


@pytest.mark.parametrize("name", [n for n in NAMES if blocks(REPOSITORY / n, "c")])
@pytest.mark.parametrize("dialect", ["c99", "c++17"])
def test_c_compiles_without_a_warning_and_runs(name: str, dialect: str, tmp_path: Path) -> None:
    for block in blocks(REPOSITORY / name, "c"):
        source = tmp_path / ("score.c" if dialect == "c99" else "score.cc")
        source.write_text(block)
        command = ["cc" if dialect == "c99" else "c++", f"-std={dialect}", "-Wall", "-Wextra"]
        command += ["-pedantic", "-Werror", f"-I{REPOSITORY / 'include'}", str(source)]
        command += [f"-L{LIBRARY}", "-ldas", f"-Wl,-rpath,{LIBRARY}", "-o", str(tmp_path / "score")]
        subprocess.run(command, check=True)
        done = subprocess.run(
            [str(tmp_path / "score")], check=True, stdout=subprocess.PIPE, text=True
        )
        assert done.stdout.startswith("row 0 scores ")


@pytest.mark.parametrize("name", NAMES)
def test_commands_of_das_exist(name: str) -> None:
    known = _parser()._subparsers._group_actions[0].choices  # type: ignore[union-attr]
    programs = parser_of({})._subparsers._group_actions[0].choices  # type: ignore[union-attr]
    for command in commands(REPOSITORY / name):
        if command[:1] == ["das"] and len(command) > 1 and not command[1].startswith("-"):
            assert command[1] in known, command
        if command[:2] == ["das", "program"] and len(command) > 2 and command[2][:1] != "-":
            assert set(command[2].split("|")) <= set(programs), command


@pytest.mark.parametrize("name", NAMES)
def test_targets_of_make_exist(name: str) -> None:
    rules = "\n".join(
        path.read_text() for path in [REPOSITORY / "Makefile", *REPOSITORY.glob("tools/make/*.mk")]
    )
    targets = set(re.findall(r"^([a-z-]+):", rules, flags=re.MULTILINE))
    targets |= {f"check-{step}" for step in re.findall(r"^check-([a-z]+):", rules, flags=re.M)}
    for command in commands(REPOSITORY / name):
        if command[:1] == ["make"]:
            asked = {word for word in command[1:] if re.fullmatch(r"[a-z][a-z-]+", word)}
            assert asked <= targets, command


@pytest.mark.parametrize("name", NAMES)
def test_files_that_are_linked_exist(name: str) -> None:
    document = REPOSITORY / name
    for target in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", document.read_text()):
        assert (document.parent / target).exists(), target


def test_installed_pages_link_to_installed_pages() -> None:
    """`make install` copies docs/reference alone."""
    for document in (REPOSITORY / "docs/reference").glob("*.md"):
        for target in re.findall(r"\]\(([^)#:\s]+)", document.read_text()):
            assert "/" not in target, f"{document.name}: {target}"


@pytest.mark.parametrize("name", NAMES)
def test_paths_that_are_named_exist(name: str) -> None:
    folders = {path.name for path in REPOSITORY.iterdir() if path.is_dir()} - {"build", "dist"}
    text = (REPOSITORY / name).read_text()
    for path in re.findall(r"`([\w.-]+/[\w./-]+)`", text):
        if path.split("/")[0] in folders:
            assert (REPOSITORY / path).exists(), path


PEERS = {"EmpiricalCovariance", "OutlierMixin", "QuantileDMatrix", "StandardScaler"}
"""Types of other projects that design pages name."""


@lru_cache
def words_of_sources() -> set[str]:
    sources = [*REPOSITORY.glob("Sources/**/*.swift"), *PACKAGE.rglob("*.py")]
    rooms = {path.name for path in REPOSITORY.glob("Sources/**/")}
    return rooms | {word for path in sources for word in re.findall(r"\w+", path.read_text())}


@pytest.mark.parametrize("name", [n for n in NAMES if n.startswith("docs/design/")])
def test_types_that_are_named_exist(name: str) -> None:
    for code in re.findall(r"`([^`\n]+)`", (REPOSITORY / name).read_text()):
        types = set(re.findall(r"\b[A-Z][a-z0-9]+[A-Z]\w*", code))
        assert types <= words_of_sources() | PEERS, code


@pytest.mark.parametrize("name", NAMES)
def test_suites_of_swift_tests_exist(name: str) -> None:
    suites = {path.stem for path in (REPOSITORY / "Tests").rglob("*Tests.swift")}
    asked = set(re.findall(r"swift test --filter (\w+)", (REPOSITORY / name).read_text()))
    assert asked <= suites


def test_options_of_commands_exist() -> None:
    parsers = [
        _parser(),
        parser_of({}),
        *parser_of({})._subparsers._group_actions[0].choices.values(),
    ]  # type: ignore[union-attr, attr-defined]
    known = {option for parser in parsers for option in parser._option_string_actions}
    known |= set(re.findall(r'"(--[a-z0-9-]+)"', (PACKAGE / "benchmark/_arguments.py").read_text()))
    for name in ("docs/guide/benchmark.md", "docs/guide/programs.md", "docs/reference/sandbox.md"):
        for line in re.findall(r"^    das .*$|`[^`\n]*`", (REPOSITORY / name).read_text(), re.M):
            assert set(re.findall(r"(?<![\w-])--[a-z][a-z0-9-]*", line)) <= known, line


def test_documented_programs_parse() -> None:
    for block in blocks(REPOSITORY / "docs/reference/program-grammar.md", "jsonc"):
        program = das.Program.from_json(re.sub(r"//.*$", "", block, flags=re.M))
        assert program.name == "example"


def test_grammar_lists_match_the_schema() -> None:
    text = (REPOSITORY / "docs/reference/program-grammar.md").read_text()
    schema = das.program_schema()
    assert rows_of_table(text, "move") == constants(schema, "move")
    assert rows_of_table(text, "by") == constants(schema, "by")
    built_in = text.partition("## Built-in programs")[2].partition("## ")[0]
    assert set(das.Program.builtin_names()) <= set(re.findall(r"`(\w+)`", built_in))


def rows_of_table(text: str, head: str) -> set[str]:
    """The first cells of the table whose first column has that head."""
    table = re.search(rf"^\| {head} \|.*\n\|[-|]+\n((?:\|.*\n)+)", text, flags=re.MULTILINE)
    assert table is not None, head
    return set(re.findall(r"^\| `(\w+)` ", table[1], flags=re.MULTILINE))


def constants(schema: Any, key: str) -> set[str]:
    """The words that a schema allows for a key, wherever it stands."""
    found: set[str] = set()
    if isinstance(schema, dict):
        allowed = schema.get("properties", {}).get(key, {})
        found |= set(allowed.get("enum", [allowed["const"]] if "const" in allowed else []))
    for value in schema.values() if isinstance(schema, dict) else schema:
        if isinstance(value, (dict, list)):
            found |= constants(value, key)
    return found


def test_no_document_promises_a_package_that_is_not_published() -> None:
    sources = [*DOCUMENTS, *PACKAGE.rglob("*.py")]
    for path in sources:
        assert not re.search(r"pip install '?libdas", path.read_text()), path


def test_versions_agree() -> None:
    citation = (REPOSITORY / "CITATION.cff").read_text()
    assert f"version: {das.__version__}\n" in citation


def test_no_default_points_into_the_repository() -> None:
    for path in PACKAGE.rglob("*.py"):
        assert "shared/data" not in path.read_text(), path
