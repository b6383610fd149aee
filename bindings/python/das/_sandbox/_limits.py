"""Limits of programs."""

from __future__ import annotations

from dataclasses import dataclass

from .._core.errors import OutOfRangeError
from .._core.public import public


@public
@dataclass(frozen=True)
class Limits:
    """Limits of one run of a program.

    Attributes
    ----------
    seconds : float > 0
        Wall time from the arrival of the data to the end of the answer, including
        ``model.predict_score`` in the calling process, which is not interrupted. Starting the
        helper process is not included; it has half a minute of its own.
    memory : int > 0
        Bytes of address space beyond an idle interpreter with numpy, the training rows (three
        times) and the rows to make (twice).
    score_rows : int >= 0, optional
        The number of rows that the program may score, over all calls. None means 200 for each
        training row and each row to make, and at least 1 000 000; typical programs score the
        training rows once and some tens of candidates for each row they make.
    source_bytes : int > 0
        The length of the source in UTF-8.
    """

    seconds: float = 60.0
    memory: int = 2 << 30
    score_rows: int | None = None
    source_bytes: int = 100_000

    def __post_init__(self) -> None:
        for name, minimum, maximum in (
            ("seconds", 1e-3, 1e6),
            ("memory", 1 << 20, 1 << 46),
            ("score_rows", 0, 1 << 62),
            ("source_bytes", 1, 1 << 30),
        ):
            value = getattr(self, name)
            if value is not None and not minimum <= value <= maximum:
                raise OutOfRangeError(
                    f"Limits({name}={value!r}): it takes a number in {minimum} ... {maximum}"
                )

    def score_rows_for(self, rows: int, n_samples: int) -> int:
        """The budget of rows to score, for numbers of training rows and of rows to make."""
        if self.score_rows is not None:
            return self.score_rows
        return max(1_000_000, 200 * (rows + n_samples))
