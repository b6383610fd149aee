"""Weights of the two classes of a booster."""

from __future__ import annotations

import math
import numbers
from collections.abc import Mapping
from typing import Any, Union

import numpy.typing as npt

from .._core.errors import InvalidArgumentError, OutOfRangeError

ClassWeight = Union[str, Mapping[Any, float], None]
"""A rule for class weights, or the weight of each label."""


def weight_ratio(weights: Mapping[Any, float], classes: npt.NDArray[Any]) -> float:
    """The weight of a row of the second class relative to one of the first.

    Raises
    ------
    InvalidArgumentError, OutOfRangeError
        For a label that does not occur, and for a weight that is not positive.
    """
    labels = classes.tolist()
    strange = [label for label in weights if label not in labels]
    if strange:
        raise InvalidArgumentError(
            f"class_weight has the label {strange[0]!r}, but the labels are {labels}"
        )
    for label, weight in weights.items():
        if not isinstance(weight, numbers.Real) or not 0 < weight < math.inf:
            raise OutOfRangeError(f"class_weight[{label!r}] is {weight!r}; it takes a real above 0")
    first, second = (float(weights.get(label, 1.0)) for label in labels)
    return second / first
