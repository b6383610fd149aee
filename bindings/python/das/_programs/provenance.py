"""How a program was written, and the checks that it passed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple

from .._core.public import public
from ..llm import Usage


@public
class Check(NamedTuple):
    """A requirement of programs, and whether one meets it.

    Attributes
    ----------
    name : str
    passed : bool
    measured : str
        The measurements, in words.
    reason : str
        The fault, as it is sent to the language model; empty where the check passed.
    """

    name: str
    passed: bool
    measured: str
    reason: str = ""


@public
@dataclass(frozen=True)
class Provenance:
    """How a language model wrote a program. It contains neither data nor a key.

    Attributes
    ----------
    detector : str
        The detector that the program was written for.
    form : {"json", "python"}
    model, provider : str
        The language model and the address of its server, as far as they are known.
    prompts, answers : tuple of str
        In chronological order.
    sha256 : str
        The SHA-256 of the program's text: its JSON form or its source, in UTF-8.
    checks : tuple of Check
        The checks that it passed, with measurements.
    usage : Usage
        Calls, tokens and cost of all attempts.
    date : str
        UTC, ISO 8601.
    version : str
        The version of libdas.
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
        """The content as plain values, for ``provenance.json``."""
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
