"""Small tables and a clean environment for all tests."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from support.data import Matrix


@pytest.fixture(autouse=True)
def local_servers_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """No variable of the environment leads to another server."""
    for name in ("OPENAI_BASE_URL", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session")
def X() -> Matrix:
    """300 normal rows of 4 features of different scales, one of them discrete."""
    rng = np.random.default_rng(7)
    table = rng.normal(size=(300, 4)) * [1, 10, 0.1, 1]
    table[:, 3] = rng.integers(5, size=300)
    table.flags.writeable = False
    return table


@pytest.fixture(scope="session")
def X_new() -> Matrix:
    """120 more such rows, half of them moved away."""
    rng = np.random.default_rng(8)
    table = rng.normal(size=(120, 4)) * [1, 10, 0.1, 1]
    table[:, 3] = rng.integers(5, size=120)
    table[60:] += np.array([4, 40, 0.4, 2]) * rng.normal(size=(60, 4))
    table.flags.writeable = False
    return table


@pytest.fixture(scope="session")
def y() -> npt.NDArray[np.int64]:
    """Labels for the rows of X: the last 100 are of class 1."""
    return np.repeat([0, 1], [200, 100])
