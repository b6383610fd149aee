"""Times fitting and scoring of each part against its peers, on the same data, in the same run.

    make bench                             everything; a quarter of an hour
    python benchmarks/bench.py ecod pca    some parts
    python benchmarks/bench.py --output bench.md

Every measurement has a process of its own, with as many threads for all libraries as it is to use,
and a first call on few rows that pays for imports. Contenders and numbers of threads take turns,
round after round, so that a machine whose speed drifts treats them alike; who takes longer than
20 seconds has one round. The tables give medians. `das / it` is the median ratio of fit + score
over the rounds, `speed-up` the same of 1 thread over 2, `fit MB` what the fit adds at most to the
memory in use, on 1 thread, and `MB` what fit and score add. PyOD and das score the training rows
inside of fit.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from statistics import median

from contenders import CASES
from das.benchmark._errors import BenchmarkError
from extras import EXTRAS, Lines, machine
from measuring import Run, measured

ROUNDS = 3
LONG = 20.0
THREADS = (1, 2)
HEADER = (
    "|               | threads |  fit s | score s |  sum s "
    "| das / it | speed-up | fit MB |    MB |",
    "|---------------|--------:|-------:|--------:|-------:"
    "|---------:|---------:|-------:|------:|",
)


def rounds(case: str) -> dict[tuple[str, int], list[Run]]:
    """The runs of every contender with every number of threads."""
    runs: dict[tuple[str, int], list[Run]] = {
        (name, threads): [] for name in CASES[case].contenders for threads in THREADS
    }
    for _ in range(ROUNDS):
        for (name, threads), done in runs.items():
            if not done or done[0].sum < LONG:
                done.append(measured(case, name, threads))
    return runs


def ratio(one: list[Run], other: list[Run]) -> float:
    """The median over the rounds that both have."""
    return median(a.sum / b.sum for a, b in zip(one, other))


def report(case: str) -> Lines:
    """The lines of one part."""
    yield f"\n## {case}\n\n{CASES[case].table()}\n"
    yield from HEADER
    runs = rounds(case)
    for threads in THREADS:
        for name in CASES[case].contenders:
            own = runs[name, threads]
            fit, score, whole = (
                median(getattr(run, part) for run in own) for part in ("fit", "score", "sum")
            )
            to_peer = ratio(runs["das", threads], own)
            gain = f"{ratio(runs[name, 1], own):.2f}" if threads > 1 else ""
            fit_memory, memory = (
                f"{median(getattr(run, part) for run in own):.1f}" if threads == 1 else ""
                for part in ("fit_memory", "memory")
            )
            yield (
                f"| {name:<13} | {threads:>7} | {fit:>6.3f} | {score:>7.3f} | {whole:>6.3f} "
                f"| {to_peer:>8.3f} | {gain:>8} | {fit_memory:>6} | {memory:>5} |"
            )


def lines(parts: list[str]) -> Lines:
    """All that is reported; a part whose data are not there says so in one line."""
    yield from machine()
    for part in parts:
        try:
            yield from report(part) if part in CASES else EXTRAS[part]()
        except BenchmarkError as error:
            yield f"\n## {part}\n\nSkipped: {error}"


def main() -> None:
    """Reports the parts that are named, or all."""
    known = [*CASES, *EXTRAS]
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("parts", nargs="*", choices=[*known, []], help="default: all")
    parser.add_argument("--output", type=Path, help="also write the report to this file")
    arguments = parser.parse_args()
    text = ""
    for line in lines(arguments.parts or known):
        print(line, flush=True)
        text += line + "\n"
    if arguments.output:
        arguments.output.write_text("# Speed\n\n" + text)


if __name__ == "__main__":
    main()
