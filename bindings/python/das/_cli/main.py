"""The command ``das``, and ``python -m das``."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from .. import Program, __version__, settings_of, stages
from .._core.library import library


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs a command line and returns the exit status."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given[:1] == ["benchmark"]:
        from ..benchmark import main as benchmark

        return benchmark(given[1:])
    if given[:1] == ["program"]:
        from .program import main as program

        return program(given[1:])
    _parser().parse_args(given)
    try:
        _describe()
        sys.stdout.flush()
    except BrokenPipeError:  # the reader has closed the pipe, as in `das | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="das",
        description="Anomaly detection enhanced by synthetic hard anomalies. Without a command it "
        "prints the version, where the library is, the programs and the table of settings.",
    )
    parser.add_argument("--version", action="version", version=f"libdas {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    # Listed here for --help; their own parsers read the arguments.
    commands.add_parser(
        "benchmark",
        add_help=False,
        help="what the enhancement adds on a folder of datasets (das benchmark --help)",
    )
    commands.add_parser(
        "program",
        add_help=False,
        help="write, review and approve synthesis programs (das program --help)",
    )
    return parser


def _describe() -> None:
    print(f"libdas {__version__}, {library._name}")
    print(f"programs: {', '.join(Program.builtin_names())}")
    for stage in stages():
        print(f"\n{stage}")
        for setting in settings_of(stage):
            print(f"  {setting.name:<22} {setting.default!s:<11} {setting.allowed}")
            print(f"  {'':<22} {'':<11} {setting.help}")
