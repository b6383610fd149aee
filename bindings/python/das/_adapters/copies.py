"""Unfitted and fitted copies of objects of other libraries."""

from __future__ import annotations

import copy
import sys
from collections.abc import Callable
from typing import Any

from .seeding import seeded

Try = Callable[[Any], Any]
"""Scores some rows with an object; raises where that fails."""


def unfitted_copy(model: Any, seed: int) -> Any:
    """An unfitted copy, by scikit-learn's rules where the object follows them.

    A ``random_state`` of None is set to the seed; so are those of the parts of an object that has
    none itself, such as a pipeline.
    """
    if not hasattr(model, "get_params"):
        return copy.deepcopy(model)
    made = clone(model)
    params = made.get_params()
    unset = [name for name in _random_states(made) if params[name] is None]
    if unset:
        made.set_params(**dict.fromkeys(unset, seed % 2**32))
    return made


def fitted_copy(model: Any, seed: int, attempt: Try, *data: Any) -> Any:
    """A copy fitted to `data`, or what its ``fit`` returned, whichever can score.

    For an object without ``random_state``, the global generators are seeded during the fit.
    """
    made = unfitted_copy(model, seed)
    if hasattr(made, "get_params") and _random_states(made):
        returned = made.fit(*data)
    else:
        with seeded(seed % 2**32):
            returned = made.fit(*data)
    return made if returned is None or returned is made else _scoring(made, returned, attempt)


def _scoring(made: Any, returned: Any, attempt: Try) -> Any:
    """The fitted object, where ``fit`` returns another one than it was called on."""
    for one in (made, returned):
        try:
            attempt(one)
            return one
        except Exception:
            continue
    return made


def _random_states(model: Any) -> list[str]:
    names = model.get_params()
    if "random_state" in names:
        return ["random_state"]
    return [name for name in names if name.endswith("__random_state")]


def clone(model: Any) -> Any:
    """A new object with the parameters of one that follows scikit-learn's rules."""
    # If scikit-learn is not loaded, the object is not one of its estimators.
    base = sys.modules.get("sklearn.base")
    if base is not None:
        return base.clone(model)
    params = model.get_params(deep=False)
    return type(model)(**{name: copy.deepcopy(value) for name, value in params.items()})
