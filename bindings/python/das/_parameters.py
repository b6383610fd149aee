"""scikit-learn's base rules for estimators, without scikit-learn."""

from __future__ import annotations

import inspect
from typing import Any, TypeVar

from ._errors import InvalidArgumentError

P = TypeVar("P", bound="Parameters")


class Parameters:
    """An object whose constructor only stores its arguments, each under its own name.

    That is what ``sklearn.base.clone``, ``GridSearchCV`` and ``Pipeline`` rely on.
    """

    @classmethod
    def _parameter_names(cls) -> list[str]:
        return sorted(name for name in inspect.signature(cls.__init__).parameters if name != "self")

    def get_params(self, deep: bool = True) -> dict[str, Any]:
        """The parameters by name; with `deep`, also those of parts, as ``part__name``."""
        values = {name: getattr(self, name) for name in self._parameter_names()}
        if deep:
            for name, value in list(values.items()):
                if hasattr(value, "get_params") and not isinstance(value, type):
                    parts = value.get_params().items()
                    values.update({f"{name}__{part}": setting for part, setting in parts})
        return values

    def set_params(self: P, **params: Any) -> P:
        """Sets parameters by name, those of parts as ``part__name``; gives the object itself.

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
            getattr(self, name).set_params(**values)
        return self

    def __repr__(self) -> str:
        defaults = inspect.signature(type(self).__init__).parameters
        values = ((name, getattr(self, name, None)) for name in defaults if name != "self")
        changed = [
            f"{name}={value!r}"
            for name, value in values
            if repr(value) != repr(defaults[name].default)
        ]
        return f"{type(self).__name__}({', '.join(changed)})"
