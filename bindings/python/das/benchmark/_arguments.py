"""The command line of ``das benchmark``."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence

from .._boosters.registry import BOOSTERS
from .._detectors.registry import DETECTORS
from ._splits import MODES, SPLITS
from ._variants import TABLES

_DESCRIPTION = """\
Fits each detector to half of the normal rows of every dataset, enhances it, and scores the detector
alone (f), the booster alone (f~) and both fused (F) on the other half and the anomalies; or by the
other protocols below. Writes one line for each run to OUTPUT/results.csv and a report to
OUTPUT/report.md.

A run that is in the table already is not done again: after an interruption, the same command goes
on, and more seeds, detectors or tables can be added to the same folder later."""

_EPILOG = """\
das benchmark report OUTPUT [--reference FILE] [--published FOLDER]   writes the report again

Splits: first-half trains on the first half of the normal rows in the file's order; random, on a
half drawn for each seed; contaminated, on such a half with a fraction of anomalies in it, which
are not tested; unsupervised fits and scores all rows; fixed is the split of files with train, test
and test_labels. A dataset takes part in the splits that its file allows.

Tables: table1 compares F with f and with neighbours; table2, the programs of all detectors on all
detectors; fig4a, the detector's own program with gaussian, uniform, SMOTE and the plain mixture;
fig4b, with ablations of itself."""


def parse_run(arguments: Sequence[str]) -> argparse.Namespace:
    """The arguments of a benchmark."""
    parser = argparse.ArgumentParser(
        prog="das benchmark",
        usage="das benchmark [DATA ...] [options]",
        description=_DESCRIPTION,
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    _add_what(parser)
    _add_how(parser)
    _add_reference(parser)
    return parser.parse_args(arguments)


def parse_report(arguments: Sequence[str]) -> argparse.Namespace:
    """The arguments of a report."""
    parser = argparse.ArgumentParser(
        prog="das benchmark report",
        description="Writes report.md and its plots from the results in a folder.",
    )
    parser.add_argument("output", metavar="OUTPUT", help="a folder that das benchmark has filled")
    _add_reference(parser)
    return parser.parse_args(arguments)


def _add_what(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add(
        "data",
        metavar="DATA",
        nargs="*",
        help="folders of NAME.npz files with X (rows x features) and y (1 = anomaly, 0 = normal), "
        "or with train, test and test_labels; default: what the variable DAS_DATA names",
    )
    add("--datasets", nargs="+", metavar="NAME", help="only these datasets of the folders")
    add(
        "--detectors",
        nargs="+",
        choices=list(DETECTORS),
        default=list(DETECTORS),
        help="default: all built-in ones",
    )
    add(
        "--splits",
        nargs="+",
        choices=SPLITS,
        default=["first-half", "random", "fixed"],
        help="which rows train and which are tested, see below; default: first-half random fixed",
    )
    add(
        "--fractions",
        nargs="+",
        type=_fraction,
        default=[0.01, 0.05],
        metavar="FRACTION",
        help="of anomalies among the training rows of contaminated; default: 0.01 0.05",
    )
    add("--seeds", type=_positive, default=5, metavar="N", help="seeds 0 ... N-1; default: 5")
    add(
        "--tables",
        nargs="*",
        choices=TABLES,
        default=["table1"],
        help="the comparisons whose runs are done, see below; default: table1",
    )
    add(
        "--programs",
        nargs="+",
        default=[],
        metavar="PROGRAM",
        help="also these synthesis programs for every detector: built-in names, the JSON form of "
        "one as a path that ends in .json, or published (what the paper's code does)",
    )
    add(
        "--boosters",
        nargs="+",
        choices=list(BOOSTERS),
        default=[],
        help="also these boosters, with their own defaults, in place of the preset's",
    )


def _add_how(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add(
        "--preset",
        default="default",
        choices=["default", "paper"],
        help="of synthesis, booster and fusion; default: default",
    )
    add(
        "--set",
        nargs="+",
        default=[],
        metavar="DETECTOR.NAME=VALUE",
        help="settings of detectors, such as ocsvm.standardize=0; das prints what there is",
    )
    add(
        "--max-rows",
        type=_positive,
        metavar="N",
        help="at most so many training rows, evenly spaced, for a quick look; default: all",
    )
    add(
        "--contamination",
        choices=MODES,
        default="auto",
        help="what models know of their training rows: auto, that they are clean where they are; "
        "known, also the fraction of anomalies where they are not; unknown, nothing; default: auto",
    )
    add("--no-knn", action="store_true", help="leave out the k-nearest-neighbour baseline")
    add(
        "--jobs",
        type=_positive,
        default=os.cpu_count() or 1,
        metavar="N",
        help="processes, each on one thread; default: one for each core",
    )
    add(
        "--output",
        default="das-benchmark",
        metavar="OUTPUT",
        help="folder of the results; default: das-benchmark",
    )


def _add_reference(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--reference",
        metavar="FILE",
        help="CSV of known results (columns split, dataset, detector, variant, auc_pr, auc_roc) "
        "that F is compared with",
    )
    parser.add_argument(
        "--reference-variant",
        default="source",
        metavar="NAME",
        help="the variant in that file; default: source",
    )
    parser.add_argument(
        "--published",
        metavar="FOLDER",
        help="folder of published results, for Tables A and B; default: what the variable "
        "DAS_PUBLISHED names",
    )


def _fraction(text: str) -> float:
    value = float(text)
    if not 0 < value <= 0.5:
        raise argparse.ArgumentTypeError(f"{text} is not in (0, 0.5]")
    return value


def _positive(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError(f"{text} is less than 1")
    return value
