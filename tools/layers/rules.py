"""Floors of rooms, the arrows between files, and what is wrong with an arrow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fnmatch import fnmatchcase
from typing import NamedTuple

Floors = list[dict[str, str]]
"""From the ground up; each floor maps its rooms to patterns of files, separated by blanks.

A file uses files of its own room and of lower floors. Rooms of one floor do not know each other.
"""


class Arrow(NamedTuple):
    """One file uses another."""

    file: str
    target: str
    what: str
    """The name that is used and where, for messages."""


class Room(NamedTuple):
    """Where a file belongs."""

    name: str
    floor: int


def room_of(file: str, floors: Floors) -> Room | None:
    """The room of a file; the first whose patterns match."""
    for floor, rooms in enumerate(floors):
        for name, patterns in rooms.items():
            if any(fnmatchcase(file, pattern) for pattern in patterns.split()):
                return Room(name, floor)
    return None


def homeless(files: Iterable[str], floors: Floors) -> Iterator[str]:
    """Files that no room has."""
    for file in files:
        if room_of(file, floors) is None:
            yield f"{file} belongs to no room"


def arrows_up(arrows: Iterable[Arrow], floors: Floors) -> Iterator[str]:
    """Uses of a file on a higher floor, or in another room of the same floor."""
    for file, target, what in arrows:
        user, used = room_of(file, floors), room_of(target, floors)
        if user and used and user != used and used.floor >= user.floor:
            yield f"{file} ({user.name}) uses {target} ({used.name}): {what}"


def circles(arrows: Iterable[Arrow]) -> Iterator[str]:
    """Files that use each other, directly or by way of others: one line for all of them."""
    uses: dict[str, set[str]] = {}
    for file, target, _ in arrows:
        if file != target:
            uses.setdefault(file, set()).add(target)
            uses.setdefault(target, set())
    rest = _without_ends(_without_ends(uses))
    if rest:
        yield f"circle: {', '.join(sorted(rest))}"


def _without_ends(uses: dict[str, set[str]]) -> dict[str, set[str]]:
    """The graph without files that use nothing of it, and turned round."""
    while ends := {file for file, targets in uses.items() if not targets}:
        uses = {file: targets - ends for file, targets in uses.items() if file not in ends}
    turned: dict[str, set[str]] = {file: set() for file in uses}
    for file, targets in uses.items():
        for target in targets:
            turned[target].add(file)
    return turned


def picture(floors: Floors) -> str:
    """The order in one line, from the ground up."""
    return " < ".join(", ".join(rooms) for rooms in floors)
