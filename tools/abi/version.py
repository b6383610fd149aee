"""The library's version, from the file VERSION."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .errors import AbiError


@dataclass(frozen=True)
class Version:
    major: int
    minor: int
    patch: int

    @property
    def number(self) -> int:
        """What das_version() returns."""
        return self.major * 10000 + self.minor * 100 + self.patch

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}.{self.patch}"


def parse(text: str) -> Version:
    match = re.fullmatch(r"(\d+)\.(\d{1,2})\.(\d{1,2})\n?", text)
    if not match:
        raise AbiError(f"VERSION is not 'major.minor.patch': {text!r}")
    return Version(*map(int, match.groups()))
