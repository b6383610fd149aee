"""Names of cells in messages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True)
class CellLocation:
    """Names the cells of a table in messages.

    `argument` is the caller's name of the table, `names` are those of its columns, `labels` those
    of its rows, and `rows` their numbers in the caller's table, of which it may be a part.
    """

    argument: str = "X"
    names: Sequence[Any] | None = None
    labels: Any = None
    rows: npt.NDArray[np.intp] | None = None

    def cell(self, row: int, column: int) -> str:
        """``X[3, 1]``, with names where there are any: ``X[3, 1] (column 'mass', index 'e7')``."""
        row = row if self.rows is None else int(self.rows[row])
        known = []
        if self.names is not None and not _same(self.names[column], column):
            known.append(f"column {_quoted(self.names[column])}")
        if self.labels is not None and not _same(self.labels[row], row):
            known.append(f"index {_quoted(self.labels[row])}")
        return f"{self.argument}[{row}, {column}]" + (f" ({', '.join(known)})" if known else "")

    def column(self, column: int) -> str:
        """``column 'mass' of X``, or its number where it has no name."""
        named = self.names is not None and not _same(self.names[column], column)
        label = _quoted(self.names[column]) if named and self.names is not None else str(column)
        return f"column {label} of {self.argument}"

    def part(self, rows: npt.NDArray[np.intp]) -> CellLocation:
        """The locations in a table of these rows alone."""
        return replace(self, rows=rows)


def _same(label: Any, position: int) -> bool:
    return isinstance(label, (int, np.integer)) and int(label) == position


def _quoted(label: Any) -> str:
    text = repr(label.item() if isinstance(label, np.generic) else label)
    return text if len(text) <= 80 else text[:77] + "..."
