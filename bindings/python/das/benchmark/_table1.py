"""Table 1: the gain of each detector, and comparisons of F with other results."""

from __future__ import annotations

from ._baseline import KNN
from ._markdown import Lines, area, chance, interval, names_with, percent, signed, table, wins
from ._reference import Reference
from ._results import METRICS, Results
from ._statistics import Comparison, compare, losses
from ._variants import ABLATED, DETECTOR, NAIVE

FUSED = "F"
LOSS = 0.08
"""The loss above which a dataset is named."""


def table_1(results: Results) -> Lines:
    """F against the same detector's f."""
    rows = []
    for detector in _with(results, FUSED):
        found = results.compare((detector, DETECTOR), (detector, FUSED))
        booster = results.compare((detector, DETECTOR), (detector, "booster"))
        rows.append([*_gain(detector, found), area(booster.mean_b)])
    if not rows:
        return []
    head = ["detector", "f", "F", "gain", "95 % interval", "relative", "wins", "p", "f~ alone"]
    return [f"### Table 1, {METRICS[results.metric]}", *table(head, rows), *_losses(results)]


def against_neighbors(results: Results) -> Lines:
    """F against the k-nearest-neighbour baseline of the same runs."""
    detectors = _with(results, FUSED)
    if not detectors or not results.has(KNN, DETECTOR):
        return []
    found = {name: results.compare((KNN, DETECTOR), (name, FUSED)) for name in detectors}
    head = ["detector", "KNN", "F", "F - KNN", "95 % interval", "relative", "wins", "p"]
    title = (
        f"### Against k nearest neighbours (k 5, distance to the 5th), {METRICS[results.metric]}"
    )
    return [title, *table(head, [_gain(name, value) for name, value in found.items()])]


def against_reference(results: Results, reference: Reference) -> Lines:
    """F, and variants of no other table, against reference results."""
    rows, lost = [], []
    for detector in results.detectors:
        known = reference.means(results.split, detector, results.metric)
        for variant in [FUSED, *others(results, detector)]:
            means = results.means((detector, variant))
            if known.keys() & means.keys():
                name = detector if variant == FUSED else f"{detector} {variant}"
                rows.append(_gain(name, compare(known, means)))
                lost.append(f"{name}: {names_with(losses(known, means, LOSS))}")
    if not rows:
        return []
    head = ["detector", "reference", "F", "gain", "95 % interval", "relative", "wins", "p"]
    title = f"### Against `{reference.variant}` of {reference.path.name}, {METRICS[results.metric]}"
    return [title, *table(head, rows), _below(f"`{reference.variant}`", lost), ""]


def other_variants(results: Results) -> Lines:
    """The fused variants of no other table, against f."""
    rows = []
    for detector in results.detectors:
        for variant in others(results, detector):
            found = results.compare((detector, DETECTOR), (detector, variant))
            rows.append(_gain(f"{detector} {variant}", found))
    if not rows:
        return []
    head = ["variant", "f", "F", "gain", "95 % interval", "relative", "wins", "p"]
    return [f"### Other programs and boosters, {METRICS[results.metric]}", *table(head, rows)]


def others(results: Results, detector: str) -> list[str]:
    """The fused variants of a detector that are in none of the tables."""
    known = {FUSED, *(f"F:{name}" for name in [*NAIVE, *ABLATED, *results.detectors])}
    found = results.variants(detector)
    return [name for name in found if name.startswith("F") and name not in known]


def _gain(name: str, found: Comparison) -> list[str]:
    means = [area(found.mean_a), area(found.mean_b), signed(found.gain)]
    rest = [interval(found.low, found.high), percent(found.relative), wins(found), chance(found.p)]
    return [name, *means, *rest]


def _losses(results: Results) -> Lines:
    lost = []
    for detector in _with(results, FUSED):
        f, fused = results.aligned([(detector, DETECTOR), (detector, FUSED)])
        lost.append(f"{detector}: {names_with(losses(f, fused, LOSS))}")
    return [_below("f", lost), ""]


def _below(what: str, lost: list[str]) -> str:
    return f"Datasets where F is more than {area(LOSS)} below {what}: {'; '.join(lost)}."


def _with(results: Results, variant: str) -> list[str]:
    return [name for name in results.detectors if results.has(name, variant)]
