"""Objects of Python that the tests hand to das."""

from __future__ import annotations

import threading
from typing import Any

import numpy as np


class Distance:
    """A fitted detector of the paper's interface: the distance to a centre."""

    def __init__(self, centre: float = 0.0) -> None:
        self.centre = centre
        self.threads: set[int] = set()

    def predict_score(self, X: Any) -> Any:
        self.threads.add(threading.get_ident())
        return np.linalg.norm(np.asarray(X) - self.centre, axis=1)


class Fails:
    """A detector whose scores are whatever `give` makes of the rows."""

    def __init__(self, give: Any) -> None:
        self.give = give

    def predict_score(self, X: Any) -> Any:
        return self.give(X)


class ExpectedError(Exception):
    pass


def raise_expected(*arguments: Any) -> Any:
    raise ExpectedError("as planned")
