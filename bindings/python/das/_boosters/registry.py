"""From whatever a caller calls a booster to one of the library."""

from __future__ import annotations

from typing import Any

import numpy as np

from .._adapters.booster import HostBooster
from .._adapters.fitted import is_fitted
from .._base.base_detector import Scoring
from .._core.arrays import Table
from .._core.context import Context
from .._core.errors import InvalidArgumentError, UnknownNameError, not_fitted
from .._core.handles import BoosterHandle
from .base import Booster
from .decision_tree import DecisionTree
from .extra_trees import ExtraTrees
from .random_forest import RandomForest

BOOSTERS: dict[str, type[Booster]] = {
    "random_forest": RandomForest,
    "extra_trees": ExtraTrees,
    "decision_tree": DecisionTree,
}


def named_booster(booster: Any) -> Any:
    """The booster that a name stands for; anything else is given back."""
    if isinstance(booster, type):
        raise InvalidArgumentError(f"booster is the class {booster.__name__}; give an instance")
    if isinstance(booster, Scoring):
        raise InvalidArgumentError(f"booster is {booster!r}, a detector; it takes a classifier")
    if not isinstance(booster, str):
        return booster
    if booster not in BOOSTERS:
        raise UnknownNameError(f"there is no booster '{booster}'; there are {', '.join(BOOSTERS)}")
    return BOOSTERS[booster]()


def fitted_booster(booster: Any, table: Table, context: Context) -> BoosterHandle:
    """The library's form of a fitted booster; NotFittedError for one that is not fitted."""
    booster = named_booster(booster)
    if isinstance(booster, Booster):
        booster._check_fitted()
        return booster._handle
    host = HostBooster(booster, recipe=False)
    if is_fitted(booster, host.attempt_on(table.array)) is False:
        raise not_fitted(booster)
    return host.wrapped(context)


def adopt_booster(booster: Booster, handle: BoosterHandle, table: Table) -> Booster:
    """Makes `booster` the fitted estimator of a handle that a model gave out."""
    booster._adopt(handle, table, np.array([0, 1]))
    return booster
