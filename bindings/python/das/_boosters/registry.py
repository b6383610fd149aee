"""Conversion of any booster, or its name, to one of the library."""

from __future__ import annotations

from typing import Any

import numpy as np

from .._adapters.booster import BoosterAdapter
from .._adapters.fitted import is_fitted
from .._base.base_detector import BaseDetector
from .._core.arrays import Table
from .._core.context import Context
from .._core.errors import InvalidArgumentError, UnknownNameError, not_fitted
from .._core.handles import BoosterHandle
from .base import Booster
from .decision_tree import DecisionTree
from .extra_trees import ExtraTrees
from .mlp import MLP
from .random_forest import RandomForest
from .voting import Voting

BOOSTERS: dict[str, type[Booster]] = {
    "random_forest": RandomForest,
    "extra_trees": ExtraTrees,
    "decision_tree": DecisionTree,
    "mlp": MLP,
    "voting": Voting,
}


def named_booster(booster: Any) -> Any:
    """The booster of a name; any other object is returned as it is."""
    if isinstance(booster, type):
        raise InvalidArgumentError(f"booster is the class {booster.__name__}; give an instance")
    if isinstance(booster, BaseDetector):
        raise InvalidArgumentError(f"booster is {booster!r}, a detector; it takes a classifier")
    if not isinstance(booster, str):
        return booster
    if booster not in BOOSTERS:
        raise UnknownNameError(f"there is no booster '{booster}'; there are {', '.join(BOOSTERS)}")
    return BOOSTERS[booster]()


def fitted_booster(booster: Any, table: Table, context: Context) -> BoosterHandle:
    """A handle of a fitted booster; NotFittedError where it is not fitted."""
    booster = named_booster(booster)
    if isinstance(booster, Booster):
        booster._check_fitted()
        return booster._handle
    host = BoosterAdapter(booster, schema=table.schema)
    if is_fitted(booster, host.attempt_on(table.array)) is False:
        raise not_fitted(booster)
    return host.wrapped(context)


def adopt_booster(booster: Booster, handle: BoosterHandle, table: Table) -> Booster:
    """`booster` as the fitted estimator of a model's handle."""
    booster._adopt(handle, table, np.array([0, 1]))
    return booster
