"""The check of names and widths finds what it is for, and nothing else."""

from __future__ import annotations

from pathlib import Path

import check_words
import pytest

REPOSITORY = Path(__file__).resolve().parents[2]


def faults(folder: Path, name: str, text: str) -> list[str]:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    for file in ("Makefile", "Package.swift"):
        (folder / file).touch()
    return list(check_words.faults(folder))


def test_the_project_keeps_to_its_words_and_width() -> None:
    assert list(check_words.faults(REPOSITORY)) == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Sources/a.swift", "let firstPlace = 1"),
        ("Sources/a.swift", "struct Crowns {}"),
        ("Sources/a.swift", "let x = 1 // a\nfunc judge() {}"),
        ("Sources/a.c", "int libdas_party_size;"),
        ("tools/a.py", "MOST_ROWS = 3"),
        ("tools/a.py", "class FusionRecipe: ..."),
        ("tools/recipe.py", ""),
    ],
)
def test_a_private_word_in_a_name_is_found(tmp_path: Path, name: str, text: str) -> None:
    (fault,) = faults(tmp_path, name, text)
    assert "the field's word" in fault


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Sources/a.swift", "// the first place\nlet heldOut = f(atMost: 2) /* a party */"),
        ("Sources/a.swift", 'let text = "a place"\nlet more = """\n  a share\n  """'),
        ("Sources/a.swift", "let x = Double.leastNonzeroMagnitude"),
        ("tools/a.py", "counter.most_common(3)  # most\nshared, replaced, almost = 'least', 2, 3"),
        ("docs/a.md", "the least place"),
    ],
)
def test_idioms_comments_and_texts_are_free(tmp_path: Path, name: str, text: str) -> None:
    assert faults(tmp_path, name, text) == []


def test_the_line_of_a_fault_is_named_behind_texts_of_several_lines(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, "tools/a.py", '"""One\n\ntwo."""\n\nplace = 1\n')
    assert fault.startswith("tools/a.py:5:")


@pytest.mark.parametrize(
    ("name", "line", "count"),
    [
        ("docs/a.md", "word " * 19 + "words", 0),
        ("docs/a.md", "word " * 20 + "w", 1),
        ("Sources/a.swift", "/// " + "word " * 20, 1),
        ("docs/a.md", "| " + "word " * 30 + "|", 0),
        ("docs/a.md", "* https://" + "a" * 120, 0),
    ],
)
def test_wide_lines_are_found(tmp_path: Path, name: str, line: str, count: int) -> None:
    assert len(faults(tmp_path, name, line)) == count


def test_the_words_that_are_offered_are_not_private() -> None:
    offered = {word for text in check_words.PRIVATE.values() for word in text.split(", ")}
    assert not offered & set(check_words.PRIVATE)
