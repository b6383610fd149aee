"""Table 2: programs of one detector for another."""

from __future__ import annotations

from ._markdown import Lines, area, interval, signed, table
from ._programs import matched
from ._results import METRICS, Means, Results
from ._statistics import compare

_CAPTION = """\
Mean F with the program of each column for the detector of each row. The matched program is bold;
beside the others stands their paired difference to it, with its 95 % interval."""


def table_2(results: Results) -> Lines:
    """F by program and detector."""
    detectors = [name for name in results.detectors if results.has(name, "F")]
    programs = list(dict.fromkeys(matched(name) for name in detectors))
    rows = []
    for detector in detectors:
        columns = _columns(results, detector, programs)
        if len(columns) > 1:
            own = matched(detector)
            rows.append([detector, *(_cell(columns, own, name) for name in programs)])
    if not rows:
        return []
    title = f"### Table 2, {METRICS[results.metric]}"
    return [title, "", _CAPTION, *table(["detector", *programs], rows)]


def _columns(results: Results, detector: str, programs: list[str]) -> dict[str, Means]:
    """The means of F by program, over the runs that all programs have; the matched one first."""
    variants = {matched(detector): "F"}
    variants.update({name: f"F:{name}" for name in programs if name not in variants})
    variants = {name: each for name, each in variants.items() if results.has(detector, each)}
    return dict(zip(variants, results.aligned([(detector, each) for each in variants.values()])))


def _cell(columns: dict[str, Means], own: str, program: str) -> str:
    if program not in columns:
        return "–"
    found = compare(columns[own], columns[program])
    if program == own:
        return f"**{area(found.mean_b)}**"
    return f"{area(found.mean_b)} ({signed(found.gain)}, {interval(found.low, found.high)})"
