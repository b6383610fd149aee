"""What comments and documents say of names and numbers is what the library's tables say."""

from __future__ import annotations

import ast
import inspect
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import das
import pytest
from das import settings_of, stages
from support.data import REPOSITORY, Matrix

HEADER = REPOSITORY / "include" / "das.h"
WORDS = [
    *sorted(REPOSITORY.glob("*.md")),
    *sorted(REPOSITORY.glob("docs/**/*.md")),
    *sorted((REPOSITORY / "bindings").glob("*/*.md")),
    *sorted((REPOSITORY / "bindings/python/das").rglob("*.py")),
    *sorted((REPOSITORY / "bindings/c-examples").glob("*.c")),
    *sorted((REPOSITORY / "Sources").rglob("*.swift")),
    *sorted((REPOSITORY / "Sources").rglob("*.[ch]")),
]
TEXTS = {"DAS_LIBRARY", "DAS_DATA", "DAS_PUBLISHED", "DAS_ERROR_UNKNOWN"}
"""Variables of the environment, and what das_status_name calls a status that there is not."""

BOOSTERS = {"random_forest", "extra_trees", "decision_tree", "mlp", "voting"}
DETECTORS = set(stages()) - BOOSTERS - {"synthesis", "fusion"}
PROGRAMS = set(das.Program.builtin_names())


def paragraphs(text: str) -> Iterator[str]:
    """Paragraphs of prose, without the marks of comments."""
    bare = re.sub(r"^ *(///?|\*|/\*\*?)(?= |$)", "", text, flags=re.MULTILINE)
    yield from re.split(r"\n\s*\n", bare)


def test_c_names_in_documents_exist() -> None:
    header = HEADER.read_text()
    known = set(re.findall(r"\bDAS_[A-Z0-9_]+\b", re.sub(r"/\*.*?\*/", "", header, flags=re.S)))
    functions = set(re.findall(r"\bdas_[a-z]\w*", header))
    for path in WORDS:
        text = path.read_text()
        words = set(re.findall(r"(?<![A-Z_])DAS_[A-Z0-9_]*[A-Z0-9]\b(?!_?\.\.\.|_)", text))
        # PREFIX_... stands for all names that begin so; DAS_1 is the version of the symbols.
        unknown = {word for word in words - known - TEXTS if not re.fullmatch(r"DAS_\d+", word)}
        calls = set(re.findall(r"\bdas_[a-z]\w*(?=\()|`(das_[a-z]\w*)`", text)) - {""}
        assert not unknown | (calls - functions), path


def test_c_names_in_header_comments_exist() -> None:
    header = HEADER.read_text()
    code = re.sub(r"/\*.*?\*/", "", header, flags=re.S)
    for comment in re.findall(r"/\*.*?\*/", header, flags=re.S):
        words = re.findall(r"\b(?:DAS_[A-Z0-9_]*[A-Z0-9]|das_[a-z]\w*[a-z])\b(?!_)", comment)
        for word in set(words) - TEXTS:
            assert re.search(rf"\b{word}\b", code), word


def test_lists_of_detectors_and_boosters_are_complete() -> None:
    """Where quoted names of one kind follow each other as a list, none is missing."""
    for paragraph in (part for path in [HEADER, *WORDS] for part in paragraphs(path.read_text())):
        for listed in re.findall(r'"\w+"(?:(?:,| or| and)\s+"\w+"){2,}', paragraph):
            names = set(re.findall(r'"(\w+)"', listed))
            for kind in (DETECTORS, BOOSTERS):
                assert not len(names & kind) > 2 or kind <= names, listed


def test_the_program_of_each_detector_has_its_name() -> None:
    assert DETECTORS < PROGRAMS
    text = re.sub(r"\s*\n \* *", " ", HEADER.read_text())
    documented = re.search(r"Creates a built-in program by name(.*?)das_program_at", text)
    assert documented is not None
    others = set(re.findall(r'"(\w+)"', documented[1]))
    assert others <= PROGRAMS
    rest = PROGRAMS - DETECTORS - others
    assert all(name.startswith("published_") for name in rest), rest


# ---- Defaults in docstrings ----

PUBLIC = {name: getattr(das, name) for name in das.__all__ if callable(getattr(das, name))}


def defaults(documented: Any) -> dict[str, str]:
    """The default of each parameter, as its line in the docstring names it."""
    found = re.findall(
        r"^(\w[\w, ]*) : .*?,? default ([^\s`]+)$", inspect.getdoc(documented) or "", flags=re.M
    )
    return {name: value for names, value in found for name in names.split(", ")}


@pytest.mark.parametrize("name", PUBLIC)
def test_defaults_in_docstrings_are_those_of_the_signature(name: str) -> None:
    kind = PUBLIC[name]
    methods = (
        [m for _, m in inspect.getmembers(kind, inspect.isfunction)]
        if isinstance(kind, type)
        else []
    )
    for documented in [kind, *methods]:
        stated = defaults(documented)
        if stated:
            parameters = inspect.signature(documented).parameters
            for parameter, value in stated.items():
                assert ast.literal_eval(value) == parameters[parameter].default, parameter


# ---- The numbers of the presets ----


def presets(text: str) -> dict[str, dict[str, dict[str, str]]]:
    """The settings of each stage of each preset, from the table in a comment."""
    table: dict[str, dict[str, dict[str, str]]] = {}
    found = re.search(r'^[ *]*"default" +synthesis:.*?in_sample$', text, flags=re.M | re.S)
    assert found is not None
    stage: dict[str, str] = {}
    for line in found[0].splitlines():
        parts = re.fullmatch(r'[ *]*(?:"(\w+)")? *(?:(\w+): )?(.*?),?', line)
        assert parts is not None
        if parts[1]:
            preset = table.setdefault(parts[1], {})
        if parts[2]:
            stage = preset.setdefault(parts[2], {})
        stage.update(pair.split(" ") for pair in parts[3].strip().split(", "))
    return table


@pytest.mark.parametrize("preset", ["default", "paper"])
@pytest.mark.parametrize(
    "text", [HEADER.read_text(), das.LLMDAS.__doc__ or ""], ids=["das.h", "LLMDAS"]
)
def test_documented_presets_are_correct(preset: str, text: str, X: Matrix, tmp_path: Path) -> None:
    model = das.LLMDAS("pca", preset=preset, random_state=0).fit(X)
    model.save(tmp_path / "model.das")
    image = (tmp_path / "model.das").read_bytes()
    metadata = json.loads(image[8 : 8 + int.from_bytes(image[:8], "little")])["__metadata__"]
    documented = presets(text)[preset]
    assert len(documented) == 3
    for stage, values in documented.items():
        pairs = metadata[f"provenance.settings.{stage}"].replace("'", "").split(", ")
        used = dict(pair.split("=") for pair in pairs)
        defaults_in_c = {setting.name: str(setting.default) for setting in settings_of(stage)}
        expected = {name: value for name, value in used.items() if value != defaults_in_c[name]}
        assert {name: used[name] for name in values} == values
        assert set(expected) <= set(values)


def test_preset_fractions_are_correct(X: Matrix) -> None:
    for preset, values in presets(HEADER.read_text()).items():
        fraction = float(values["synthesis"]["n_samples"])
        model = das.LLMDAS("pca", preset=preset, random_state=0).fit(X)
        assert model.report().hard_anomalies == round(fraction * len(X))
