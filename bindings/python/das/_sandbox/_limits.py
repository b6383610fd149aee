"""How much a program may take."""

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
        From the moment the program gets its data to the end of its answer, on the wall clock. What
        ``model.predict_score`` takes in the calling process counts: a program that asks for a
        million scores is slow by its own fault. The call itself is not interrupted. Starting the
        helper process does not count (it has half a minute of its own).
    memory : int > 0
        Bytes of address space beyond an idle interpreter with numpy, the training rows (three
        times) and the rows to make (twice).
    score_rows : int >= 0, optional
        How many rows the program may have scored, over all calls. None: 200 for each training row
        and each row to make, and at least 1 000 000; a program scores the training rows once and
        some tens of candidates for each row it makes.
    source_bytes : int > 0
        Length of the source in UTF-8.
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
        """The budget of rows to score, for so many training rows and rows to make."""
        if self.score_rows is not None:
            return self.score_rows
        return max(1_000_000, 200 * (rows + n_samples))
