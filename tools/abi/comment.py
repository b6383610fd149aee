"""Doc comments: from Swift's markdown fields to the `@param` and `@return` that C tools know."""

from __future__ import annotations

import re
from collections.abc import Iterable

_PARAMETER = re.compile(r"- Parameter (\w+): *(.*)")
_LIST = re.compile(r"- Parameters: *")
_LIST_ITEM = re.compile(r"  - (\w+): *(.*)")
_RETURNS = re.compile(r"- Returns: *(.*)")


def c_lines(lines: Iterable[str]) -> list[str]:
    """The comment as C tools read it; continuation lines of a field are indented by two spaces."""
    result: list[str] = []
    in_list = False
    for line in lines:
        if _LIST.fullmatch(line):
            in_list = True
            continue
        item = _LIST_ITEM.match(line) if in_list else None
        in_list = in_list and line.startswith("  ")
        if match := item or _PARAMETER.match(line):
            result.append(f"@param {match[1]} {match[2]}")
        elif match := _RETURNS.match(line):
            result.append(f"@return {match[1]}")
        elif in_list:
            result.append(f"  {line.strip()}")
        else:
            result.append(line)
    return result


def documented_parameters(lines: Iterable[str]) -> list[str]:
    """The names of the parameters that the comment describes."""
    return [line.split()[1] for line in c_lines(lines) if line.startswith("@param ")]
