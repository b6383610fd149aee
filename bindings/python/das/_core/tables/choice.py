"""Which columns of the training rows have categories, and whether cells may be missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Union

import numpy as np
import numpy.typing as npt

from ..errors import InvalidArgumentError, OutOfRangeError

CategoricalFeatures = Union[str, Sequence[Any], "npt.NDArray[Any]", None]
FROM_DTYPE = "from_dtype"
# Whether "auto" allows gaps in tables of numbers.
GAPS_IN_NUMBERS = False
MISSING = ("auto", "allow", "refuse")
_TAKES = "it takes 'from_dtype', None, or a list of names, positions or booleans"


@dataclass(frozen=True)
class ColumnChoice:
    """The parameters of an estimator that say what the columns of its training rows are."""

    categorical_features: Any = FROM_DTYPE
    missing: Any = "auto"

    @property
    def is_default(self) -> bool:
        """Whether the parameters are as they are without a choice."""
        given = (self.categorical_features, self.missing)
        return all(isinstance(one, str) for one in given) and given == (FROM_DTYPE, "auto")

    def check(self) -> None:
        """Raises InvalidArgumentError for a `missing` that there is not."""
        if not isinstance(self.missing, str) or self.missing not in MISSING:
            raise InvalidArgumentError(
                f"missing is {self.missing!r:.80}; it takes one of "
                f"{', '.join(map(repr, MISSING))}. Missing cells are NaN, None or null"
            )

    def columns(self, names: Any, count: int) -> npt.NDArray[np.bool_] | None:
        """Which columns have categories; None where their dtypes say so.

        Raises
        ------
        InvalidArgumentError
            Where `categorical_features` is none of these; OutOfRangeError for positions.
        """
        given = self.categorical_features
        if isinstance(given, str) and given == FROM_DTYPE:
            return None
        chosen = np.zeros(count, bool)
        if given is None:
            return chosen
        entries = _entries(given)
        if not entries.size:
            return chosen
        if entries.dtype.kind == "b":
            _check_mask(entries, count)
            return entries
        chosen[_positions(entries, names, count)] = True
        return chosen


def _entries(given: Any) -> npt.NDArray[Any]:
    listed = isinstance(given, (list, tuple, np.ndarray)) or hasattr(given, "to_numpy")
    entries = np.asarray(given) if listed else None
    if entries is None or entries.ndim != 1:
        hint = f": [{given!r:.60}]" if isinstance(given, str) else ""
        raise InvalidArgumentError(f"categorical_features is {given!r:.80}; {_TAKES}{hint}")
    words = all(isinstance(entry, str) for entry in entries)
    if entries.size and entries.dtype.kind not in "biu" and not words:
        raise InvalidArgumentError(f"categorical_features is {given!r:.80}; {_TAKES}")
    return entries


def _check_mask(mask: npt.NDArray[Any], count: int) -> None:
    if len(mask) != count:
        raise InvalidArgumentError(
            f"categorical_features has {len(mask)} booleans for {count} columns"
        )


def _positions(entries: Any, names: Any, count: int) -> list[int]:
    if entries.dtype.kind in "iu":
        wrong = [entry for entry in entries.tolist() if not 0 <= entry < count]
        if wrong:
            raise OutOfRangeError(
                f"categorical_features holds the position {wrong[0]}; it takes 0 ... {count - 1}"
            )
        return list(entries.tolist())
    known = [] if names is None else list(names)
    unknown = [entry for entry in entries.tolist() if entry not in known]
    if unknown:
        why = "X has no names of columns" if names is None else f"X has {known!r:.200}"
        raise InvalidArgumentError(f"categorical_features holds {unknown[0]!r:.80}; {why}")
    return [number for number, name in enumerate(known) if name in set(entries.tolist())]
