"""scikit-learn's conventions for parameters, without scikit-learn."""

from __future__ import annotations

import inspect
import numbers
from typing import Any, TypeVar

from .._core.errors import ArgumentTypeError, InvalidArgumentError, OutOfRangeError

P = TypeVar("P", bound="Parameters")


def real(name: str, value: Any) -> float:
    """An argument that is a real number; the library checks its range."""
    if not isinstance(value, numbers.Real) or isinstance(value, bool):
        raise ArgumentTypeError(f"{name} is {value!r:.80}; it takes a real number")
    try:
        return float(value)
    except OverflowError:
        raise OutOfRangeError(f"{name} is {value!r:.80}; it takes a real number") from None


class Parameters:
    """An object whose constructor stores its arguments under their own names and does nothing else.

    ``sklearn.base.clone``, ``GridSearchCV`` and ``Pipeline`` rely on that.
    """

    @classmethod
    def _parameter_names(cls) -> list[str]:
        return sorted(name for name in inspect.signature(cls.__init__).parameters if name != "self")

    def get_params(self, deep: bool = True) -> dict[str, Any]:
        """The parameters by name; with `deep`, also those of parts, as ``part__name``."""
        values = {name: getattr(self, name) for name in self._parameter_names()}
        if deep:
            for name in list(values):
                part = self._part(name)
                if hasattr(part, "get_params") and not isinstance(part, type):
                    parts = part.get_params().items()
                    values.update({f"{name}__{part}": setting for part, setting in parts})
        return values

    def set_params(self: P, **params: Any) -> P:
        """Sets parameters by name, those of parts as ``part__name``; returns the object itself.

        A part that was given by name becomes an object with its defaults otherwise.

        Raises
        ------
        InvalidArgumentError
            For a name that the object does not have.
        """
        known = self._parameter_names()
        nested: dict[str, dict[str, Any]] = {}
        for key, value in params.items():
            name, nests, part = key.partition("__")
            if name not in known:
                raise InvalidArgumentError(
                    f"Invalid parameter {name!r} for estimator {self!r}. "
                    f"Valid parameters are: {known}."
                )
            if nests:
                nested.setdefault(name, {})[part] = value
            else:
                setattr(self, name, value)
        for name, values in nested.items():
            part = self._part(name)
            if not hasattr(part, "set_params") or isinstance(part, type):
                raise InvalidArgumentError(
                    f"{name} is {part!r}, which has no parameter {next(iter(values))!r}"
                )
            setattr(self, name, part.set_params(**values))
        return self

    def _part(self, name: str) -> Any:
        """The object of a parameter: a new one where its value is a name."""
        return getattr(self, name)

    def __repr__(self) -> str:
        defaults = inspect.signature(type(self).__init__).parameters
        values = ((name, getattr(self, name, None)) for name in defaults if name != "self")
        changed = [
            f"{name}={value!r}"
            for name, value in values
            if repr(value) != repr(defaults[name].default)
        ]
        return f"{type(self).__name__}({', '.join(changed)})"
