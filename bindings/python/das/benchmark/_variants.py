"""Variants: the fused F and the booster f~ of several settings.

The name of a variant shows the differences to the library's defaults: ``F`` (the default program
for the detector), ``F:mixture`` (another program), ``F@random_forest`` (another booster), and both,
``F:mixture@random_forest``. ``booster`` with the same endings is f~ alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ._programs import fingerprint, has_published, matched, named_program

DETECTOR = "f"
"""The name of the detector's own scores."""
TABLES = ("table1", "table2", "fig4a", "fig4b")
NAIVE = ("gaussian", "uniform", "smote", "mixture")
"""The programs of Fig. 4a that do not use the detector."""
ABLATED = ("mixture", "simple", "random")
"""The ablations of Fig. 4b; the first is its "generic"."""


@dataclass(frozen=True)
class Variant:
    """A synthesis program and a booster; the empty name is the default."""

    program: str = ""
    booster: str = ""

    @property
    def ending(self) -> str:
        stem = Path(self.program).stem if self.program.endswith(".json") else self.program
        return (stem and f":{stem}") + (self.booster and f"@{self.booster}")

    @property
    def fused(self) -> str:
        return "F" + self.ending

    @property
    def boosted(self) -> str:
        return "booster" + self.ending


def table_programs(tables: Iterable[str], detectors: Iterable[str]) -> list[str]:
    """The programs of the tables; all but Table 1 compare with the default, ""."""
    wanted = {
        "table1": [""],
        "table2": ["", *map(matched, detectors)],
        "fig4a": [*NAIVE, ""],
        "fig4b": [*ABLATED, ""],
    }
    return list(dict.fromkeys(name for table in tables for name in wanted[table]))


def all_variants(
    programs: Iterable[str], more: Iterable[str], boosters: Iterable[str]
) -> list[Variant]:
    """The variants of the tables' `programs`, of `more` programs, and of other boosters.

    Other boosters go with the default program and with the user's own, not with the tables'.
    """
    more = list(more)
    found = [Variant(program) for program in [*programs, *more]]
    found += [Variant(program, booster) for booster in boosters for program in ["", *more]]
    return list(dict.fromkeys(found))


def distinct(variants: Iterable[Variant], detector: str) -> tuple[list[Variant], dict[str, str]]:
    """The distinct variants of a detector, and those that equal one of them.

    Returns
    -------
    The variants to run, and for each of the others its name and that of its equal.
    """
    first_by_results: dict[tuple[str, str], Variant] = {}
    same: dict[str, str] = {}
    for variant in sorted(variants, key=lambda variant: variant.program != ""):
        if variant.program == "published" and not has_published(detector):
            continue
        what = (fingerprint(named_program(variant.program, detector)), variant.booster)
        first = first_by_results.setdefault(what, variant)
        if first is not variant:
            same[variant.fused], same[variant.boosted] = first.fused, first.boosted
    return list(first_by_results.values()), same
