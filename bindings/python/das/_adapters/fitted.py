"""Whether an object of another library is fitted.

There is no general protocol; these rules apply in order:

1. An object without ``fit`` counts as fitted.
2. Pipelines and searches are represented by their last or best estimator.
3. PyOD's detectors are fitted if ``decision_scores_`` is not None; others may implement
   ``__sklearn_is_fitted__``.
4. The object scores a few rows. If that raises, it is not fitted, unless it has an attribute whose
   name ends in an underscore, as in scikit-learn.
5. An object that scores is fitted, unless it has no such attribute and a new object of its class
   gives the same scores (then it is not) or random ones (then it cannot be known).
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
    """Whether an object is fitted; None where it scores but this cannot be known."""
    if not hasattr(model, "fit"):
        return True
    reported = _reported(model)
    if reported is not None:
        return reported
    has_attributes = _has_fitted_attributes(innermost(model))
    try:
        scores = attempt(model)
    except CallbackError:
        return True  # it did score, though not validly
    except Exception as error:
        return has_attributes and not isinstance(error, AttributeError)
    return True if has_attributes else _differs_from_new(model, scores, attempt)


def innermost(model: Any) -> Any:
    """The scoring estimator inside scikit-learn's pipelines, searches and frozen estimators."""
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
    """Whether an object is a detector of PyOD, or of a subclass."""
    return any(kind.__module__.split(".")[0] == "pyod" for kind in type(model).__mro__)


def _reported(model: Any) -> bool | None:
    if type(model).__name__.endswith("SearchCV") and not hasattr(model, "best_estimator_"):
        return False
    inner = innermost(model)
    if is_pyod(inner):
        return getattr(inner, "decision_scores_", None) is not None
    is_fitted_method = getattr(inner, "__sklearn_is_fitted__", None)
    return bool(is_fitted_method()) if callable(is_fitted_method) else None


def _has_fitted_attributes(model: Any) -> bool:
    """Whether the object itself, not its class, has a non-empty attribute such as ``scores_``."""
    slots = [name for kind in type(model).__mro__ for name in _slots(kind)]
    attributes = {name: getattr(model, name, None) for name in slots}
    attributes.update(getattr(model, "__dict__", {}))
    return any(
        name.endswith("_") and not name.startswith("_") and not _is_nothing(value)
        for name, value in attributes.items()
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
    """Another object of the class, constructed with the same arguments."""
    if hasattr(model, "get_params"):
        return clone(model)
    given = {}
    for name, parameter in inspect.signature(type(model)).parameters.items():
        if parameter.kind in (parameter.POSITIONAL_OR_KEYWORD, parameter.KEYWORD_ONLY):
            attributes = next((n for n in (name, f"_{name}") if hasattr(model, n)), None)
            if attributes is not None:
                given[name] = copy.deepcopy(getattr(model, attributes))
    return type(model)(**given)
