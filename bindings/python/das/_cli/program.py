"""The command ``das program``: writes, lists, shows, checks, approves and removes programs."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from .._core.errors import DASError, ProgramWritingError, UnknownNameError
from .._core.text import escape, escape_line
from .._programs.layout import AnyStored
from .._programs.program import Program
from .._programs.python_program import PythonProgram
from .._programs.store import ProgramStore
from .program_arguments import parser_of

if TYPE_CHECKING:
    from .._writing import Check


def main(arguments: Sequence[str]) -> int:
    """Runs the command line after ``das program`` and returns the exit status."""
    options = parser_of(_COMMANDS).parse_args(arguments)
    try:
        return int(options.run(options))
    except DASError as error:
        print(f"das program {options.command}: {escape(str(error))}", file=sys.stderr)
        return 1
    except (OSError, EOFError, KeyboardInterrupt) as error:
        print(f"das program {options.command}: {error or 'interrupted'}", file=sys.stderr)
        return 1


def _write(options: argparse.Namespace) -> int:
    from .._writing import write_program
    from ..llm import OpenAI

    file = options.description_file
    try:
        program = write_program(
            options.detector,
            llm=OpenAI(
                options.model,
                base_url=options.base_url,
                api_key_env=options.api_key_env,
                timeout=options.timeout,
                temperature=options.temperature,
            ),
            form=options.form,
            attempts=options.attempts,
            description=Path(file).read_text(encoding="utf-8") if file else None,
            name=options.name,
            sandbox=options.sandbox,
            progress=not options.quiet,
        )
    except ProgramWritingError as error:
        print(f"das program write: {escape(str(error))}", file=sys.stderr)
        return 1
    store = ProgramStore(options.store)
    name = store.save(program, options.name, overwrite=options.overwrite)
    if program.provenance is not None:
        _print_checks(program.provenance.checks)
    print(f"stored as {name} in {store.path}")
    if isinstance(program, PythonProgram):
        print(f"it runs once you have read and approved it: das program approve {name}")
    return 0


def _list(options: argparse.Namespace) -> int:
    rows = [("name", "form", "detector", "approved", "written", "sha256")]
    for line in ProgramStore(options.store).list():
        approved = "not needed" if line.form == "json" else "yes" if line.approved else "no"
        written = line.date or "-"
        rows.append((line.name, line.form, line.detector, approved, written, line.sha256[:12]))
    _print_table(rows)
    return 0


def _show(options: argparse.Namespace) -> int:
    program = _loaded(options)
    print(escape(_text_of(program)))
    for heading, text in (("Policy", program.policy), ("Explanation", program.explanation)):
        if isinstance(program, PythonProgram) and text:
            print(f"{heading}: {escape(text)}\n")
    print(f"SHA-256 {program.sha256}")
    if isinstance(program, PythonProgram):
        print(f"approved: {'yes' if program.approved else 'no'}")
    origin = program.provenance
    if origin is None:
        print("no record of how it was written, or its text has been changed since")
        return 0
    source = f"{origin.model} {origin.provider}".strip()
    print(escape_line(f"written for {origin.detector} by {source}, {origin.date}"))
    usage = origin.usage
    cost = "" if usage.cost is None else f", cost {usage.cost:.4f}"
    tokens = f"{usage.prompt_tokens} + {usage.completion_tokens} tokens"
    print(f"{usage.calls} answers, {tokens}{cost}; libdas {escape_line(origin.version)}")
    _print_checks(origin.checks)
    return 0


def _check(options: argparse.Namespace) -> int:
    from .._writing import check_program

    checks = check_program(_loaded(options), options.detector)
    _print_checks(checks)
    return 0 if all(check.passed for check in checks) else 1


def _approve(options: argparse.Namespace) -> int:
    program = _loaded(options)
    if not isinstance(program, PythonProgram):
        print(f"{options.name} is data, which needs no approval")
        return 0
    print(escape(program.source))
    print(f"SHA-256 {program.sha256}")
    if options.sha256 is not None and options.sha256.lower() != program.sha256:
        print("das program approve: this is not the text of that SHA-256", file=sys.stderr)
        return 1
    if options.sha256 is None and not options.yes:
        if not sys.stdin.isatty():
            print("das program approve: give --yes or --sha256 to approve it", file=sys.stderr)
            return 1
        if input("Let this program run in the sandbox? [y/N] ").strip().lower() not in ("y", "yes"):
            print("not approved")
            return 1
    ProgramStore(options.store).approve(program)
    print("approved")
    return 0


def _remove(options: argparse.Namespace) -> int:
    ProgramStore(options.store).remove(options.name)
    return 0


def _loaded(options: argparse.Namespace) -> AnyStored:
    """A stored program, else a built-in one."""
    store = ProgramStore(options.store)
    try:
        return store.load(options.name)
    except UnknownNameError:
        if options.name not in Program.builtin_names():
            raise
        return Program(options.name)


def _text_of(program: AnyStored) -> str:
    return program.source if isinstance(program, PythonProgram) else program.to_json()


def _print_checks(checks: Sequence[Check]) -> None:
    rows = [(c.name, "passed" if c.passed else "FAILED", c.reason or c.measured) for c in checks]
    _print_table(rows)


def _print_table(rows: Sequence[tuple[str, ...]]) -> None:
    visible = [tuple(map(escape_line, row)) for row in rows]
    widths = [max(len(cell) for cell in column) for column in zip(*visible)]
    for row in visible:
        cells = (f"{cell:<{width}}" for cell, width in zip(row, widths))
        print("  ".join(cells).rstrip())


_COMMANDS = {
    "write": _write,
    "list": _list,
    "show": _show,
    "check": _check,
    "approve": _approve,
    "remove": _remove,
}
