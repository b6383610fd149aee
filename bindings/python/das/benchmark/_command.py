"""``das benchmark``: carries out the missing runs, then writes the report."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from . import _baseline
from ._arguments import parse_report, parse_run
from ._datasets import Dataset, data_folders, dataset_files, inspect
from ._detectors import in_words, parse_settings
from ._errors import BenchmarkError
from ._folder import Folder, Record, library_build
from ._measure import Failure
from ._plan import Grid, Task, missing
from ._programs import fingerprints
from ._progress import Progress
from ._published import published_folder
from ._reference import Reference
from ._report import write_report
from ._splits import split_names
from ._store import ResultFile, read_results
from ._variants import Variant, all_variants, distinct, table_programs
from ._workers import run_tasks


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a benchmark or writes a report, for arguments of the command line.

    Returns
    -------
    The exit status: 0; 1 where a dataset failed; 2 where the request cannot be met;
    130 after Ctrl-C.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        if given[:1] == ["report"]:
            return _report(parse_report(given[1:]))
        return _run(parse_run(given), ["das", "benchmark", *given])
    except (BenchmarkError, OSError) as error:
        print(f"das benchmark: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("\nstopped; the same command goes on from here", file=sys.stderr)
        return 130


def _report(options: argparse.Namespace) -> int:
    folder = Folder(Path(options.output))
    if not folder.results.exists():
        raise BenchmarkError(f"{folder.path} holds no results.csv")
    path = write_report(folder, _reference(options), published_folder(options.published))
    print(f"the report is {path}")
    return 0


def _run(options: argparse.Namespace, command: list[str]) -> int:
    folder = Folder(Path(options.output))
    # A wrong name should not be found after hours of runs.
    known, published = _reference(options), published_folder(options.published)
    datasets, faults = _inspect(options)
    grid, same = _grid(options, datasets)
    if datasets and not grid.tasks():
        raise BenchmarkError(f"no dataset allows the splits {', '.join(grid.splits)}")
    common: Record = {
        "library": library_build(),
        "preset": grid.preset,
        "max_rows": grid.max_rows or "all",
        "contamination": grid.contamination,
        "setting of": {name: in_words(grid.settings.get(name, {})) for name in grid.variants},
        "dataset": {dataset.name: dataset.digest for dataset in datasets},
        "program": fingerprints(options.programs),
    }
    with ResultFile(folder.results) as table:
        folder.join(common, same)
        session = folder.begin(command, options.jobs)
        session["failures"] = [[fault.dataset, fault.what, fault.error] for fault in faults]
        _carry_out(grid, options.jobs, table, folder, session)
    path = write_report(folder, known, published)
    print(f"{session['runs']} runs were done; the report is {path}")
    for failure in session["failures"]:
        print("das benchmark: {}: {}: {}".format(*failure), file=sys.stderr)
    return 1 if session["failures"] else 0


def _reference(options: argparse.Namespace) -> Reference | None:
    given = options.reference
    return Reference(Path(given), options.reference_variant) if given else None


def _inspect(options: argparse.Namespace) -> tuple[list[Dataset], list[Failure]]:
    """The sound datasets, and the faults of the others."""
    sound, faults = [], []
    for path in dataset_files(data_folders(options.data), options.datasets):
        try:
            sound.append(inspect(path))
        except BenchmarkError as error:
            faults.append(Failure(path.stem, "not a dataset", str(error)))
    return sound, faults


def _grid(
    options: argparse.Namespace, datasets: list[Dataset]
) -> tuple[Grid, dict[str, dict[str, str]]]:
    """The grid of runs, and for each detector the variants that equal another."""
    programs = table_programs(options.tables, options.detectors)
    wanted = all_variants(programs, options.programs, options.boosters)
    variants: dict[str, tuple[Variant, ...]] = {}
    same = {}
    for detector in dict.fromkeys(options.detectors):
        distinct_variants, same[detector] = distinct(wanted, detector)
        variants[detector] = tuple(distinct_variants)
    if not options.no_knn and _baseline.is_available():
        variants[_baseline.KNN] = ()
    elif not options.no_knn:
        print("scikit-learn is not installed: no k-nearest-neighbour baseline", file=sys.stderr)
    splits = split_names(options.splits, options.fractions)
    seeds = tuple(range(options.seeds))
    how = (parse_settings(options.set), options.preset, options.max_rows, options.contamination)
    return Grid(tuple(datasets), splits, seeds, variants, *how), same


def _carry_out(grid: Grid, jobs: int, table: ResultFile, folder: Folder, session: Record) -> None:
    """Carries out the runs that the table lacks, and records each as it ends."""
    done = read_results(folder.results)
    tasks = missing(grid.tasks(), done)
    progress = Progress(sum(task.cost for task in tasks))
    start = saved_at = time.monotonic()
    folder.save()
    try:
        for task, message in run_tasks(tasks, jobs):
            if isinstance(message, Failure):
                session["failures"].append([message.dataset, message.what, message.error])
            elif message.run not in done:
                table.append(message)
                session["runs"] += 1
            session["seconds"] = round(time.monotonic() - start, 1)
            progress.advance(*_step(task))
            if time.monotonic() - saved_at > 10:
                saved_at = time.monotonic()
                folder.save()
    finally:
        progress.close()
        folder.save()


def _step(task: Task) -> tuple[float, str]:
    """The cost and the name of a message of a task."""
    return task.cost / len(list(task.runs())), f"{task.dataset.name}, {task.split}, {task.detector}"
