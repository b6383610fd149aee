"""Figure 4: the detector's program against naive strategies (a) and its ablations (b)."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ._markdown import Lines, area, chance, interval, signed, table, wins
from ._plots import Bar, save_bars
from ._results import METRICS, Results
from ._statistics import Comparison, compare
from ._variants import DETECTOR

OURS = "ours"


@dataclass(frozen=True)
class Figure:
    """A comparison of programs; `labels` are the names of variants in the figure."""

    name: str
    title: str
    caption: str
    labels: dict[str, str]


FIGURES = (
    Figure(
        "fig4a",
        "Figure 4a",
        "Naive strategies, the plain mixture that knows no detector, and the detector's program.",
        {
            "F:gaussian": "gaussian",
            "F:uniform": "uniform",
            "F:smote": "SMOTE",
            "F:mixture": "mixture",
            "F": OURS,
        },
    ),
    Figure(
        "fig4b",
        "Figure 4b",
        "Ablations: generic is the plain mixture that knows no detector, simple the detector's "
        "program without the detector's score, random the program with any row as a seed.",
        {"F:mixture": "generic", "F:simple": "simple", "F:random": "random", "F": OURS},
    ),
)


@dataclass(frozen=True)
class _Line:
    """One program for one detector."""

    detector: str
    label: str
    same_as: str
    over_f: Comparison
    ours_over: Comparison
    """Our program against this one."""


def figure_4(results: Results, figure: Figure, folder: Path) -> Lines:
    """A table and a plot; empty without runs."""
    lines = [line for name in results.detectors for line in _lines(results, figure, name)]
    if all(line.label == OURS or line.same_as for line in lines):
        return []
    head = ["detector, program", "F", "gain over f", "95 % interval", "ours - it", "95 % interval"]
    head += ["wins of ours", "p"]
    found = [f"### {figure.title}, {METRICS[results.metric]}", "", figure.caption]
    found += table(head, [_cells(line) for line in lines])
    path = folder / f"{figure.name}-{results.split}.svg"
    bars = [Bar(line.detector, line.label, line.over_f) for line in lines]
    if save_bars(path, bars, f"gain in {METRICS[results.metric]} over f"):
        found += [f"![{figure.title}: gains over f with 95 % intervals]({path.name})", ""]
    return found


def _lines(results: Results, figure: Figure, detector: str) -> list[_Line]:
    variants = [name for name in figure.labels if results.has(detector, name)]
    if "F" not in variants or not any(name in _own(figure) for name in variants):
        return []
    columns = [(detector, name) for name in [DETECTOR, *variants]]
    f, *means = results.aligned(columns)
    lines = []
    for variant, values in zip(variants, means):
        equal = results.equal(detector, variant)
        same_as = figure.labels.get(equal, equal) if equal != variant else ""
        over_f, ours_over = compare(f, values), compare(values, means[-1])
        lines.append(_Line(detector, figure.labels[variant], same_as, over_f, ours_over))
    return lines


def _own(figure: Figure) -> set[str]:
    """The variants that belong to this figure only; the mixture is in both."""
    return figure.labels.keys() - {"F", "F:mixture"}


def _cells(line: _Line) -> list[str]:
    over_f, ours_over = line.over_f, line.ours_over
    cells = [f"{line.detector}, {line.label}", area(over_f.mean_b), signed(over_f.gain)]
    cells.append(interval(over_f.low, over_f.high))
    if line.label == OURS:
        return [*cells, "", "", "", ""]
    if line.same_as:
        return [*cells, f"same as {line.same_as}", "", "", ""]
    rest = [
        interval(ours_over.low, ours_over.high),
        wins(ours_over),
        chance(ours_over.p),
    ]
    return [*cells, signed(ours_over.gain), *rest]
