"""Programs in Python from the answers of language models."""

from __future__ import annotations

import ast
import json
import re
from typing import NamedTuple

from .fences import blocks_of, without_blocks
from .parsing import parse

FUNCTION = "generate_hard_anomalies"

# The length up to which answers are read.
MAX_NOTE_LENGTH = 250_000
_MAX_TRIES = 20

_DEFINITION = re.compile(rf"^def\s+{FUNCTION}\b", re.M)
_SOURCE_START = re.compile(rf"^(?:import\s|from\s+\S+\s+import\s|def\s+{FUNCTION}\b)", re.M)
_HEADING = re.compile(
    r"^[ \t#*_\d.()]*(policy|program|code|explanation)[*_ \t]*(?::[*_]*|$)[ \t]*", re.I | re.M
)


class Answer(NamedTuple):
    """The paper's Code = {policy, program, explanation}."""

    policy: str
    source: str
    explanation: str


def read_answer(text: str) -> Answer | None:
    """The parts of an answer; None where it does not define ``generate_hard_anomalies``.

    The program is the last fenced block that defines the function, and compiles if there are
    several; without fences, the lines from the first import on. Policy and explanation are the text
    below headings of that name, else the text before and after the program.
    """
    text = text[:MAX_NOTE_LENGTH].replace("\r\n", "\n")
    return _from_json(text) or _from_fences(text) or _from_bare_source(text)


def _from_json(text: str) -> Answer | None:
    blocks = [text, *(block.content for block in blocks_of(text))]
    for block in blocks:
        if not block.lstrip().startswith("{"):
            continue
        try:
            parts = json.loads(block, strict=False)
        except (ValueError, RecursionError):
            continue
        source = parts.get("program") or parts.get("code")
        if isinstance(source, str):
            inner = _from_fences(source)
            source = inner.source if inner else _tidy(source)
            return Answer(_text(parts, "policy"), source, _text(parts, "explanation"))
    return None


def _text(parts: dict[str, object], name: str) -> str:
    value = parts.get(name, "")
    return value.strip() if isinstance(value, str) else json.dumps(value)


def _from_fences(text: str) -> Answer | None:
    blocks = [block for block in blocks_of(text) if _DEFINITION.search(block.content)]
    if not blocks:
        return None
    whole = (block for block in reversed(blocks[-_MAX_TRIES:]) if _compiles(block.content))
    block = next(whole, blocks[-1])
    return _around(text[: block.start], block.content, text[block.end :])


def _from_bare_source(text: str) -> Answer | None:
    if not _DEFINITION.search(text):
        return None
    start = min(match.start() for match in _SOURCE_START.finditer(text))
    headings = (heading for heading in _HEADING.finditer(text, start))
    ends = (heading.start() for heading in headings if heading[1].lower() == "explanation")
    end = next(ends, len(text))
    source = _program_of(text[start:end].rstrip())
    return _around(text[:start], source, text[start + len(source) :])


def _program_of(text: str) -> str:
    """The lines before the first that is no Python; prose may follow without a heading."""
    lines = text.split("\n")
    for _ in range(_MAX_TRIES):
        source = "\n".join(lines)
        wrong = _wrong_line(source)
        if wrong is None:
            return source if _DEFINITION.search(source) else text
        lines = lines[: min(wrong, len(lines)) - 1]
    return text


def _around(before: str, source: str, after: str) -> Answer:
    source = _tidy(source)
    sections = _sections(before) | _sections(after)
    policy = sections.get("policy") or _prose(before) or _docstring(source)
    explanation = sections.get("explanation") or _prose(after)
    return Answer(policy, source, explanation)


def _sections(text: str) -> dict[str, str]:
    headings = list(_HEADING.finditer(text))
    ends = [heading.start() for heading in headings[1:]] + [len(text)]
    return {
        heading[1].lower(): _prose(text[heading.end() : end])
        for heading, end in zip(headings, ends)
    }


def _prose(text: str) -> str:
    return _HEADING.sub("", without_blocks(text)).strip()


def _tidy(source: str) -> str:
    return source.strip("\n").rstrip() + "\n"


def _compiles(source: str) -> bool:
    return _wrong_line(source) is None


def _wrong_line(source: str) -> int | None:
    """The line, from 1, with the first syntax error; None where there is none."""
    try:
        parse(source)
    except SyntaxError as error:
        return max(error.lineno or 1, 1)
    return None


def _docstring(source: str) -> str:
    if not _compiles(source):
        return ""
    tree = parse(source)
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    texts = [ast.get_docstring(tree)]
    texts += [ast.get_docstring(node) for node in functions if node.name == FUNCTION]
    return next((text for text in texts if text), "")
