"""The report of a folder of results, in Markdown."""

from __future__ import annotations

import datetime
from pathlib import Path

from ._datasets_table import per_dataset
from ._figure4 import FIGURES, figure_4
from ._folder import Folder, Record
from ._markdown import Lines, wrapped
from ._plots import can_plot
from ._reference import Reference
from ._results import METRICS, Results
from ._splits import about, in_order
from ._statistics import has_student_t
from ._store import Result, read_results
from ._table1 import against_neighbors, against_reference, other_variants, table_1
from ._table2 import table_2
from ._table_c import table_c
from ._table_published import published_tables
from ._time import time_and_quality

_INTRODUCTION = """\
f is the detector alone, f~ the booster alone, F = f and f~ fused. Each number is a mean over
datasets of the mean over seeds. Gains are paired by dataset: p is of the one-tailed t-test, the
interval covers the mean gain with 95 %, `relative` is the mean of each dataset's gain over its
baseline, wins are datasets with a gain."""


def write_report(folder: Folder, known: Reference | None, published: Path | None) -> Path:
    """Writes ``report.md``, and plots if matplotlib is installed; returns its path."""
    results = list(read_results(folder.results).values())
    lines = ["# Benchmark", "", _INTRODUCTION, "", *_settings(folder.record, results)]
    if not has_student_t():
        lines += [
            "There are no p-values and no intervals: they need SciPy (`pip install scipy`).",
            "",
        ]
    if not can_plot():
        lines += ["There are no plots: they need matplotlib (`pip install matplotlib`).", ""]
    for split in in_order(result.run.split for result in results):
        lines += _of_split(folder, results, split, known, published)
    lines += _failures(folder.record)
    folder.report.write_text("\n".join(wrapped(lines)).rstrip() + "\n", encoding="utf-8")
    return folder.report


def _of_split(
    folder: Folder,
    all_results: list[Result],
    split: str,
    known: Reference | None,
    published: Path | None,
) -> Lines:
    same = folder.record.get("same", {})
    pr, roc = (Results(all_results, split, metric, same) for metric in METRICS)
    lines = [f"## Split: {split}", "", about(split), "", *_extent(pr)]
    if split == "fixed":
        lines += table_c(pr, folder.path) + table_c(roc, folder.path)
    else:
        lines += table_1(pr)
    lines += against_neighbors(pr)
    lines += against_reference(pr, known) if known else []
    lines += table_2(pr)
    for figure in FIGURES:
        lines += figure_4(pr, figure, folder.path)
    lines += other_variants(pr)
    lines += table_1(roc) if split != "fixed" else []
    lines += published_tables(pr, published, folder.path)
    lines += published_tables(roc, published, folder.path) if published else []
    lines += time_and_quality(pr, folder.path)
    return lines + per_dataset(pr)


def _extent(results: Results) -> Lines:
    """Numbers of datasets and seeds, and of missing runs."""
    counts = [(len(results.datasets), "dataset"), (len(results.seeds), "seed")]
    summary = ", ".join(f"{count} {what}{'s' if count != 1 else ''}" for count, what in counts)
    lacking = results.lacking()
    if lacking:
        missing = ", ".join(f"{name} ({count})" for name, count in lacking.items())
        summary += (
            f". Incomplete, runs are missing: {missing}. Comparisons use what both sides have"
        )
    return [f"{summary}.", ""]


def _settings(record: Record, results: list[Result]) -> Lines:
    sessions = [each for each in record.get("sessions", []) if each["runs"]]
    seconds = datetime.timedelta(seconds=round(sum(each["seconds"] for each in sessions)))
    machines = {f"{each['cpus']} processors, {each['machine']}" for each in sessions}
    lines = [
        f"* library: {record.get('library')}",
        f"* preset: {record.get('preset')}; training rows: {_rows(record.get('max_rows'))}",
        f"* detectors: {_detectors(record)}; contamination: {record.get('contamination', 'auto')}",
        f"* time: {seconds} on {' and '.join(sorted(machines)) or 'unknown machines'}; "
        f"{len(results)} rows of results",
        *(f"* {each['started'][:10]}: `{each['command']}`" for each in sessions),
    ]
    return [*lines, ""]


def _detectors(record: Record) -> str:
    settings = record.get("setting of", {})
    changed = [f"{name} ({words})" for name, words in settings.items() if words != "defaults"]
    return f"defaults, but {', '.join(changed)}" if changed else "defaults"


def _rows(limit: object) -> str:
    return "all" if limit == "all" else f"at most {limit}, evenly spaced"


def _failures(record: Record) -> Lines:
    failed = record["sessions"][-1]["failures"] if record.get("sessions") else []
    if not failed:
        return []
    return ["## Failures", "", *(f"* {name}: {what}: {error}" for name, what, error in failed), ""]
