"""Numbers and tables in Markdown."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterable, Iterator, Sequence

from ._statistics import Comparison

Lines = list[str]
WIDTH = 100


def wrapped(lines: Iterable[str]) -> Iterator[str]:
    """The lines, with prose and items of lists broken at the width; tables and images stay."""
    for line in lines:
        if len(line) <= WIDTH or line.startswith(("|", "!", "#")):
            yield line
        else:
            indent = "  " if line.startswith("* ") else ""
            yield from textwrap.wrap(
                line,
                WIDTH,
                subsequent_indent=indent,
                break_long_words=False,
                break_on_hyphens=False,
            )


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Lines:
    """A table whose first column is text and whose other columns are numbers."""
    alignment = [":--", *["--:"] * (len(header) - 1)]
    return ["", *(f"| {' | '.join(cells)} |" for cells in (header, alignment, *rows)), ""]


def area(value: float) -> str:
    """An area under a curve, ``.6820``."""
    return _without_zero(f"{value:.4f}")


def signed(value: float) -> str:
    """A difference of areas, ``+.0402``."""
    return _without_zero(f"{value:+.4f}")


def interval(low: float, high: float) -> str:
    return "–" if math.isnan(low) else f"{signed(low)} ... {signed(high)}"


def percent(value: float) -> str:
    return f"{100 * value:+.1f} %" if math.isfinite(value) else "–"


def chance(p: float) -> str:
    """A p-value."""
    if math.isnan(p):
        return "–"
    return _without_zero(f"{p:.4f}") if p >= 0.00005 else f"{p:.0e}"


def wins(comparison: Comparison) -> str:
    return f"{comparison.wins} of {comparison.count}"


def names_with(values: dict[str, float]) -> str:
    """``wine (.0912), glass (.0811)``, or none."""
    return ", ".join(f"{name} ({area(value)})" for name, value in values.items()) or "none"


def _without_zero(text: str) -> str:
    if "nan" in text:
        return "–"
    return text.replace("0.", ".", 1) if text.lstrip("+-").startswith("0.") else text
