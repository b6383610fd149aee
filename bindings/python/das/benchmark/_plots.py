"""Plots as SVG files; matplotlib is loaded when one is drawn."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from ._statistics import Comparison

Point = tuple[float, float]


class Bar(NamedTuple):
    """A bar of a group."""

    group: str
    kind: str
    found: Comparison


def can_plot() -> bool:
    """Whether matplotlib is installed."""
    return importlib.util.find_spec("matplotlib") is not None


def save_bars(path: Path, bars: Sequence[Bar], label: str) -> bool:
    """Draws gains in groups, with their intervals; False where matplotlib is missing."""
    groups, kinds = (list(dict.fromkeys(names)) for names in list(zip(*bars))[:2])

    def draw(figure: Any, axes: Any) -> None:
        for index, kind in enumerate(kinds):
            _draw(axes, index / (len(kinds) + 1), kind, groups, bars, 1 / (len(kinds) + 1))
        axes.axhline(0, color="black", linewidth=0.8)
        axes.set_xticks([at + (len(kinds) - 1) / (2 * len(kinds) + 2) for at in range(len(groups))])
        axes.set_xticklabels(groups)
        axes.set_ylabel(label)
        figure.legend(loc="outside upper center", ncols=len(kinds), frameon=False)

    return _save(path, (2 + 1.8 * len(groups), 4), draw)


def save_ranking(path: Path, values: Mapping[str, float], ours: set[str], label: str) -> bool:
    """Draws horizontal bars from the top down, ours in another colour; False as above."""

    def draw(figure: Any, axes: Any) -> None:
        colors = ["C1" if name in ours else "C0" for name in values]
        axes.barh(list(values), list(values.values()), color=colors)
        axes.invert_yaxis()
        axes.set_xlabel(label)

    return _save(path, (6, 1 + len(values) / 5), draw)


def save_points(path: Path, points: Mapping[str, Point], x_label: str, y_label: str) -> bool:
    """Draws named points, with a logarithmic x axis; False as above."""

    def draw(figure: Any, axes: Any) -> None:
        for name, point in points.items():
            axes.plot(*point, "o", color="C1" if name.startswith("F") else "C0")
            axes.annotate(name, point, xytext=(4, 4), textcoords="offset points")
        axes.set_xscale("log")
        axes.margins(x=0.15)
        axes.set_xlabel(x_label)
        axes.set_ylabel(y_label)

    return _save(path, (7, 5), draw)


def _save(path: Path, size: Point, draw: Callable[[Any, Any], None]) -> bool:
    if not can_plot():
        return False
    matplotlib: Any = importlib.import_module("matplotlib")
    figures: Any = importlib.import_module("matplotlib.figure")
    # Text as text, and reproducible files.
    with matplotlib.rc_context({"svg.fonttype": "none", "svg.hashsalt": "das"}):
        figure = figures.Figure(figsize=size, layout="constrained")
        draw(figure, figure.subplots())
        figure.savefig(path, format="svg", metadata={"Date": None})
    return True


def _draw(
    axes: Any, offset: float, kind: str, groups: list[str], bars: Sequence[Bar], width: float
) -> None:
    found = {bar.group: bar.found for bar in bars if bar.kind == kind}
    at = [groups.index(group) + offset for group in found]
    gains = [each.gain for each in found.values()]
    below = [each.gain - each.low for each in found.values()]
    above = [each.high - each.gain for each in found.values()]
    axes.bar(
        at, gains, width, label=kind, yerr=[below, above], capsize=2, error_kw={"linewidth": 0.8}
    )
