"""Copies of objects of other libraries, and their fits."""

from __future__ import annotations

import copy
import sys
from collections.abc import Callable
from typing import Any

from .seeding import seeded

Try = Callable[[Any], Any]
"""Scores some rows with an object; raises where it cannot."""


def unfitted_copy(model: Any, seed: int) -> Any:
    """A copy to be fitted, by scikit-learn's rules where the object follows them.

    A ``random_state`` that is None is set, of an object that has none those of its parts, so that
    one seed decides the whole of a fit.
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
    """Fits a copy to `data`, and gives what then scores: the copy, or what its ``fit`` returned.

    Where the object takes no ``random_state``, numpy's global generator is seeded meanwhile.
    """
    made = unfitted_copy(model, seed)
    if hasattr(made, "get_params") and _random_states(made):
        returned = made.fit(*data)
    else:
        with seeded(seed % 2**32):
            returned = made.fit(*data)
    return made if returned is None or returned is made else _scoring(made, returned, attempt)


def _scoring(made: Any, returned: Any, attempt: Try) -> Any:
    """A ``fit`` may leave its object as it was and return a fitted one."""
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
    # Where scikit-learn is not loaded, the object is not scikit-learn's: no need to load it.
    base = sys.modules.get("sklearn.base")
    if base is not None:
        return base.clone(model)
    params = model.get_params(deep=False)
    return type(model)(**{name: copy.deepcopy(value) for name, value in params.items()})
