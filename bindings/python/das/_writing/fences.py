"""Fenced blocks of Markdown, found in linear time."""

from __future__ import annotations

import re
from typing import NamedTuple

_OPENING = re.compile(r"[ \t]*(`{3,}|~{3,})([^`]*)")


class Block(NamedTuple):
    """A fenced block: ``text[start:end]`` with its fences, `content` without."""

    start: int
    end: int
    content: str


def blocks_of(text: str) -> list[Block]:
    """The fenced blocks, in order; the end of the text closes an open one."""
    blocks: list[Block] = []
    fence, start, content = "", 0, 0
    position = 0
    for line in text.splitlines(keepends=True):
        after = position + len(line)
        bare = line.strip()
        if not fence:
            opening = _OPENING.fullmatch(line.rstrip("\n"))
            if opening:
                fence, start, content = opening[1], position, after
        elif bare == fence[0] * len(bare) and len(bare) >= len(fence):
            blocks.append(Block(start, after, text[content:position]))
            fence = ""
        position = after
    if fence:
        blocks.append(Block(start, position, text[content:]))
    return blocks


def without_blocks(text: str) -> str:
    """The text around the fenced blocks."""
    outside, position = [], 0
    for block in blocks_of(text):
        outside.append(text[position : block.start])
        position = block.end
    return "".join([*outside, text[position:]])
