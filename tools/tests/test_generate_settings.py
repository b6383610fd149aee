"""The table of settings describes the values of each."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import generate_settings
import pytest

STRUCTS = SimpleNamespace(
    DAS_TAKES_INTEGER=1, DAS_TAKES_REAL=2, DAS_TAKES_TEXT=4, DAS_TAKES_MATRIX=8, DAS_OK=0
)


def info(**changes: Any) -> SimpleNamespace:
    usual = {
        "name": b"max_samples",
        "takes": 1,
        "min_integer": 1,
        "max_integer": 9,
        "min_real": 0.5,
        "max_real": 1e6,
        "choices": b"",
        "default_value": b"auto",
        "help": b"Rows | shares.",
    }
    return SimpleNamespace(**{**usual, **changes})


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "integer 1 ... 9"),
        ({"takes": 2}, "real 0.5 ... 1e+06"),
        ({"takes": 12, "choices": b"training"}, "square matrix, `training`"),
        (
            {"takes": 7, "choices": b"auto|all"},
            "integer 1 ... 9, real 0.5 ... 1e+06, `auto`, `all`",
        ),
    ],
)
def test_what_a_setting_takes(changes: dict[str, Any], words: str) -> None:
    assert generate_settings.takes(info(**changes), STRUCTS) == words


def test_a_row_has_four_cells() -> None:
    row = generate_settings.row(info(), STRUCTS)
    assert row == "| `max_samples` | auto | integer 1 ... 9 | Rows / shares. |"
