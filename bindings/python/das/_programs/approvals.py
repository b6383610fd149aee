"""Which programs in Python may run: those approved in this process or listed in a store."""

from __future__ import annotations

import os

from .._core import directories

FILE = "approvals.txt"
HEADING = "# Programs of Python that may run: SHA-256, date of approval, name.\n"

in_process: set[str] = set()
"""The SHA-256 of programs approved in this process."""


def default_store() -> str:
    """The user's folder of programs."""
    given = os.environ.get("LIBDAS_PROGRAMS")
    if given:
        return given
    data = os.environ.get("XDG_DATA_HOME", "")
    if not os.path.isabs(data):  # as the XDG specification says
        data = os.path.expanduser("~/.local/share")
    return os.path.join(data, "libdas", "programs")


def listed(store: str) -> set[str]:
    """The SHA-256 of the programs that a store's file approves."""
    if not os.path.isdir(store):
        return set()
    with directories.open_directory(store) as root:
        return hashes(directories.read(root, FILE) or "")


def hashes(text: str) -> set[str]:
    """The SHA-256 in the text of an approvals file."""
    return {line.split()[0] for line in text.splitlines() if line.split() and line[0] != "#"}
