"""Where a program comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple

from .._core.public import public
from ..llm import Usage


@public
class Check(NamedTuple):
    """One thing that a program must be, and whether this one is.

    Attributes
    ----------
    name : str
    passed : bool
    measured : str
        What was found, with numbers.
    reason : str
        What is wrong, as it is sent to the language model; empty where it passed.
    """

    name: str
    passed: bool
    measured: str
    reason: str = ""


@public
@dataclass(frozen=True)
class Provenance:
    """How a language model wrote a program. No data are in it, and no key.

    Attributes
    ----------
    detector : str
        What the program was written for.
    form : {"json", "python"}
    model, provider : str
        The language model and the address of its server, as far as they are known.
    prompts, answers : tuple of str
        In the order in which they were sent and came.
    sha256 : str
        Of the program's text: its JSON form or its source, in UTF-8.
    checks : tuple of Check
        What it passed, with what was measured.
    usage : Usage
        Calls, tokens and cost of all attempts.
    date : str
        UTC, ISO 8601.
    version : str
        Of libdas.
    """

    detector: str
    form: str
    model: str
    provider: str
    prompts: tuple[str, ...]
    answers: tuple[str, ...]
    sha256: str
    checks: tuple[Check, ...]
    usage: Usage
    date: str
    version: str

    def to_dict(self) -> dict[str, Any]:
        """Plain values, as they are stored in ``provenance.json``."""
        return {**asdict(self), "checks": [check._asdict() for check in self.checks]}

    @classmethod
    def from_dict(cls, value: Mapping[str, Any]) -> Provenance:
        """The inverse of :meth:`to_dict`.

        Raises
        ------
        KeyError, TypeError, ValueError
            Where the value is not of this form.
        """
        texts = {name: str(value[name]) for name in _TEXTS}
        return cls(
            **texts,
            prompts=tuple(map(str, value["prompts"])),
            answers=tuple(map(str, value["answers"])),
            checks=tuple(_check(**check) for check in value["checks"]),
            usage=_usage(**value["usage"]),
        )


_TEXTS = ("detector", "form", "model", "provider", "sha256", "date", "version")


def _check(name: Any, passed: Any, measured: Any, reason: Any = "") -> Check:
    return Check(str(name), bool(passed), str(measured), str(reason))


def _usage(calls: Any, prompt_tokens: Any, completion_tokens: Any, cost: Any = None) -> Usage:
    counts = (calls, prompt_tokens, completion_tokens)
    if not all(type(count) is int and 0 <= count < 1 << 53 for count in counts):
        raise ValueError("usage holds no counts")
    if cost is not None and not (type(cost) in (int, float) and 0 <= cost < 1e15):
        raise ValueError("usage holds no cost")
    return Usage(*counts, cost)
