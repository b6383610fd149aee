#!/usr/bin/env python3
"""Checks that names in code are the field's words, and that lines are at most 100 columns wide.

    tools/check_words.py [REPOSITORY]

Prints each name with a private word and each line that is too wide; the exit status is 1 if there
is one. docs/design/glossary.md defines the words that are the project's own.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

WIDTH = 100
FOLDERS = "Sources Tests benchmarks bindings cmake docs fuzz pkgconfig tools .github"
CODE = (".swift", ".c", ".h", ".py")
TEXT = (*CODE, ".md", ".mk", ".toml", ".txt", ".yml", ".in")
SKIPPED = ("/Tests/golden/", "/Tests/pyod/", "/corpus/", "/build/", ".egg-info/", "/__pycache__/")

PRIVATE = {
    "anew": "again",
    "coded": "quantized",
    "crown": "top levels",
    "fewest": "min",
    "held": "clamped, kept",
    "judge": "filter, evaluate",
    "judged": "evaluated",
    "knot": "segment",
    "least": "min",
    "lend": "allocate",
    "most": "max",
    "party": "group",
    "place": "index, position, offset",
    "recipe": "options, settings, unfitted",
    "rib": "light subtree",
    "share": "fraction",
    "shown": "escaped, displayed",
    "spine": "heavy path",
    "stretch": "segment",
    "tally": "histogram, count",
    "told": "described, reported",
    "turn": "lock, order",
    "weigher": "weight network",
}
"""Words that mean something here alone, and what the field says instead."""

STANDARD = re.compile(
    r"held_?out|at_?most|at_?least|in_?place|least(nonzeromagnitude|normalmagnitude)"
    r"|most_common|shares_memory",
    re.IGNORECASE,
)
"""Idioms, and names of others, that a private word is part of."""

_COMMENT = {
    ".py": r"#[^\n]*",
    "": r"//[^\n]*|/\*[\s\S]*?\*/",
}
_TEXT_LITERAL = r'#"[^\n]*?"#|"""[\s\S]*?"""|"(?:\\.|[^"\\\n])*"|'
_PART = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")


def files(repository: Path) -> Iterator[Path]:
    """The project's own files of text."""
    for folder in FOLDERS.split():
        for path in sorted((repository / folder).rglob("*")):
            name = path.relative_to(repository).as_posix()
            skipped = any(part in f"/{name}" for part in SKIPPED)
            if path.suffix in TEXT and path.is_file() and not skipped:
                yield path
    yield from sorted(repository.glob("*.md"))
    yield from (
        path for name in ("Makefile", "Package.swift") if (path := repository / name).exists()
    )


def code(path: Path) -> str:
    """A file without comments and texts; lines stay where they are."""
    comment = _COMMENT.get(path.suffix, _COMMENT[""])
    quoted = r"|'(?:\\.|[^'\\\n])*'" if path.suffix in (".py", ".c", ".h") else ""
    pattern = re.compile(_TEXT_LITERAL + comment + quoted)
    return pattern.sub(lambda match: "\n" * match[0].count("\n"), path.read_text())


def private_words(path: Path) -> Iterator[tuple[int, str]]:
    """Names with a word that is not the field's, with their lines; 0 is the name of the file."""
    for number, line in enumerate([path.stem, *code(path).split("\n")]):
        for name in sorted(set(re.findall(r"[A-Za-z_]\w*", line))):
            for part in _PART.findall(STANDARD.sub("", name)):
                word = part.lower()
                word = word if word in PRIVATE else word.removesuffix("s")
                if word in PRIVATE:
                    yield number, f"'{word}' in {name}; the field's word: {PRIVATE[word]}"


def wide_lines(path: Path) -> Iterator[tuple[int, str]]:
    """Lines over the width, but rows of Markdown tables and what has no blank to break it at."""
    for number, line in enumerate(path.read_text().split("\n"), 1):
        width = len(line.expandtabs(4))
        is_table = path.suffix == ".md" and line.lstrip().startswith("|")
        if width > WIDTH and not is_table and len(line.split()) > 2:
            yield number, f"{width} columns; at most {WIDTH}"


def faults(repository: Path) -> Iterator[str]:
    """Everything that breaks a rule, as file, line and what."""
    for path in files(repository):
        rules = [wide_lines, *([private_words] if path.suffix in CODE else [])]
        for rule in rules:
            for number, what in rule(path):
                yield f"{path.relative_to(repository)}:{number}: {what}"


def main(arguments: list[str]) -> int:
    repository = Path(arguments[0]) if arguments else Path(__file__).resolve().parents[1]
    found = list(faults(repository))
    print(
        "\n".join(found) or f"{len(list(files(repository)))} files: no private word, no wide line"
    )
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
