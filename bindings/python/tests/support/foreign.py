"""Detectors as people write them: each says, or does not say, in its own way that it is fitted."""

from __future__ import annotations

import copy
from typing import Any

import numpy as np
import pytest


def made(name: str, **parameters: Any) -> Any:
    """An object of another library's class; without the library the test is skipped."""
    module, _, kind = name.rpartition(".")
    return getattr(pytest.importorskip(module), kind)(**parameters)


class Plain:
    """The README's: attributes without an underscore."""

    def fit(self, X: Any) -> Any:
        self.mean = X.mean(axis=0)
        return self

    def predict_score(self, X: Any) -> Any:
        return ((X - self.mean) ** 2).sum(axis=1)


class ReturnsNothing(Plain):
    def fit(self, X: Any) -> Any:
        super().fit(X)


class ReturnsANewOne(Plain):
    """Its objects never change."""

    def fit(self, X: Any) -> Any:
        return Plain.fit(copy.copy(self), X)


class FitsAnotherClass:
    """Fitted and unfitted are two types."""

    def fit(self, X: Any) -> Any:
        return Plain().fit(X)


class ReturnsSomethingElse(Plain):
    def fit(self, X: Any) -> Any:
        super().fit(X)
        return {"loss": 0.0}


class SetsNone(Plain):
    def __init__(self) -> None:
        self.mean = None


class SetsNoneWithUnderscore(Plain):
    def __init__(self) -> None:
        self.decision_scores_ = None
        self.history_: list[float] = []
        self.mean = None

    def fit(self, X: Any) -> Any:
        self.decision_scores_ = np.zeros(len(X))
        return super().fit(X)


class Underscored(Plain):
    """A setting by a name that scikit-learn keeps for what is learnt."""

    def __init__(self) -> None:
        self.device_ = "cpu"


class OfTheClass(Plain):
    scores_ = "an attribute of the class, not of what was fitted"


class Slotted:
    __slots__ = ("mean_",)

    def fit(self, X: Any) -> Any:
        self.mean_ = X.mean(axis=0)
        return self

    def predict_score(self, X: Any) -> Any:
        return ((X - self.mean_) ** 2).sum(axis=1)


class Property(Plain):
    """Asks for what it needs by a property that raises an error of its own."""

    @property
    def center_(self) -> Any:
        if "mean" not in self.__dict__:
            raise RuntimeError("call fit first")
        return self.mean

    def predict_score(self, X: Any) -> Any:
        return ((X - self.center_) ** 2).sum(axis=1)


class Flagged(Plain):
    def __init__(self) -> None:
        self.ready = False

    def fit(self, X: Any) -> Any:
        self.ready = True
        return super().fit(X)

    def predict_score(self, X: Any) -> Any:
        if not self.ready:
            raise ValueError("not ready")
        return super().predict_score(X)


class ReportsItsState(Plain):
    """As scikit-learn asks for, and it scores whether fitted or not."""

    def __init__(self) -> None:
        self.mean, self.count = 0.0, 0

    def __sklearn_is_fitted__(self) -> bool:
        return self.count > 0

    def fit(self, X: Any) -> Any:
        self.count += 1
        return super().fit(X)


class StartsAtZero(Plain):
    """It scores before it is fitted, always the same."""

    def __init__(self, start: float = 0.0) -> None:
        self.start = start
        self.mean = start


class Weights:
    """As networks are: drawn in the constructor, and scoring from then on."""

    def __init__(self, size: int = 4) -> None:
        self.weights = np.random.normal(size=size)

    def fit(self, X: Any) -> Any:
        for _ in range(200):
            self.weights += 0.1 * (X.mean(axis=0) - self.weights)
        return self

    def predict_score(self, X: Any) -> Any:
        return np.linalg.norm(X - self.weights, axis=1)


class Random(Plain):
    """Draws from numpy's global generator in its fit."""

    def fit(self, X: Any) -> Any:
        super().fit(X)
        self.mean = self.mean + np.random.normal(size=X.shape[1])
        return self


KINDS = [kind for kind in list(globals().values()) if hasattr(kind, "fit") and kind is not Weights]
"""All of them but the one that makes a score up."""


class Classifier:
    """One as users write it: the side of a plane, and no underscore either."""

    def fit(self, X: Any, y: Any) -> None:
        self.weights = X[y == 1].mean(axis=0) - X[y == 0].mean(axis=0)

    def predict_proba(self, X: Any) -> Any:
        p = 1 / (1 + np.exp(-np.clip(X @ self.weights, -9, 9)))
        return np.column_stack([1 - p, p])
