"""Answers of language models for the tests, good and bad."""

from __future__ import annotations

import json

import das

SOURCE = '''\
import numpy as np


def generate_hard_anomalies(n_samples, model, X_train):
    """Features of two rows in one, with noise; of half of them those that score lower are kept."""
    n, d = X_train.shape
    rng = np.random.default_rng(np.random.randint(2**31))
    first, second = rng.integers(n, size=(2, 2 * n_samples))
    rows = np.where(rng.random((2 * n_samples, d)) < 0.5, X_train[first], X_train[second])
    rows = rows + rng.normal(size=rows.shape) * X_train.std(axis=0) * 0.7
    general, special = rows[: n_samples // 2], rows[n_samples // 2 :]
    lowest = np.argsort(model.predict_score(special), kind="stable")
    return np.vstack([general, special[lowest[: n_samples - len(general)]]])
'''

PYTHON = f"""POLICY:
The detector looks at one feature at a time.

PROGRAM:
```python
{SOURCE}```

EXPLANATION:
Values that are common by themselves do not belong together.
"""


def body(*lines: str) -> str:
    """An answer whose program has this body."""
    head = "import numpy as np\n\ndef generate_hard_anomalies(n_samples, model, X_train):\n"
    text = "".join(f"    {line}\n" for line in lines)
    return f"POLICY:\np\n\nPROGRAM:\n```python\n{head}{text}```\n\nEXPLANATION:\ne\n"


def steps(**changes: object) -> str:
    """A program in JSON that passes the checks, with some values changed."""
    value = {**json.loads(das.Program("ecod").to_json()), "name": "mine", **changes}
    return json.dumps(value)
