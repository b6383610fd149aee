"""Whether an object of another library is fitted.

Nothing tells that of every object. What is asked, in this order:

1. An object without ``fit`` has nothing to wait for.
2. Of pipelines and searches, their last or best estimator is asked.
3. PyOD's detectors have ``decision_scores_`` that is not None; others may say so by
   ``__sklearn_is_fitted__``.
4. The object is tried on rows. What raises is not fitted, unless an attribute whose name ends
   in an underscore, as scikit-learn has them, speaks for it.
5. What can score is fitted, unless it has no such attribute and a new object of its class scores
   the same (then it is not) or makes a score up (then it cannot be known).
"""

from __future__ import annotations

import copy
import inspect
from typing import Any

import numpy as np

from .._core.errors import CallbackError
from .copies import Try, clone
from .seeding import seeded


def is_fitted(model: Any, attempt: Try) -> bool | None:
    """Whether an object is fitted; None where that cannot be known, though it scores."""
    if not hasattr(model, "fit"):
        return True
    says = _says(model)
    if says is not None:
        return says
    shows = _shows(innermost(model))
    try:
        scores = attempt(model)
    except CallbackError:
        return True  # it did score, if badly
    except Exception as error:
        return shows and not isinstance(error, AttributeError)
    return True if shows else _differs_from_new(model, scores, attempt)


def innermost(model: Any) -> Any:
    """The estimator that scores inside of scikit-learn's pipelines, searches and frozen ones."""
    while True:
        steps = getattr(model, "steps", None)
        if isinstance(steps, list) and steps and isinstance(steps[-1], tuple):
            model = steps[-1][1]
        elif type(model).__name__.endswith("SearchCV") and hasattr(model, "estimator"):
            model = getattr(model, "best_estimator_", model.estimator)
        elif type(model).__name__ == "FrozenEstimator" and hasattr(model, "estimator"):
            model = model.estimator
        else:
            return model


def is_pyod(model: Any) -> bool:
    """Whether an object is a detector of PyOD, or of a class made from one."""
    return any(kind.__module__.split(".")[0] == "pyod" for kind in type(model).__mro__)


def _says(model: Any) -> bool | None:
    if type(model).__name__.endswith("SearchCV") and not hasattr(model, "best_estimator_"):
        return False
    inner = innermost(model)
    if is_pyod(inner):
        return getattr(inner, "decision_scores_", None) is not None
    said = getattr(inner, "__sklearn_is_fitted__", None)
    return bool(said()) if callable(said) else None


def _shows(model: Any) -> bool:
    """Whether the object itself, not its class, has something by a name such as ``scores_``."""
    slots = [name for kind in type(model).__mro__ for name in _slots(kind)]
    held = {name: getattr(model, name, None) for name in slots}
    held.update(getattr(model, "__dict__", {}))
    return any(
        name.endswith("_") and not name.startswith("_") and not _is_nothing(value)
        for name, value in held.items()
    )


def _slots(kind: type[Any]) -> list[str]:
    slots = kind.__dict__.get("__slots__", ())
    return [slots] if isinstance(slots, str) else list(slots)


def _is_nothing(value: Any) -> bool:
    return value is None or (hasattr(value, "__len__") and len(value) == 0)


def _differs_from_new(model: Any, scores: Any, attempt: Try) -> bool | None:
    """False where a new object scores the same, None where two new ones disagree."""
    try:
        with seeded(0):
            one, other = (attempt(_new(model)) for _ in range(2))
    except Exception:
        return True
    if not np.array_equal(one, other):
        return None
    return not np.array_equal(scores, one)


def _new(model: Any) -> Any:
    """Another object of the class, made with what this one was made with."""
    if hasattr(model, "get_params"):
        return clone(model)
    given = {}
    for name, parameter in inspect.signature(type(model)).parameters.items():
        if parameter.kind in (parameter.POSITIONAL_OR_KEYWORD, parameter.KEYWORD_ONLY):
            held = next((n for n in (name, f"_{name}") if hasattr(model, n)), None)
            if held is not None:
                given[name] = copy.deepcopy(getattr(model, held))
    return type(model)(**given)
