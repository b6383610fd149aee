"""Text that docstrings of several classes share."""

from __future__ import annotations

import inspect
import re
from collections.abc import Mapping

SEED = """\
random_state : int, numpy Generator or RandomState, or None
    The same seed gives the same bits for any `n_jobs`."""

IGNORED_SEED = """\
random_state : ignored
    Nothing is random here; all detectors take the same common parameters."""

COLUMNS = """\
categorical_features : "from_dtype", None, or list of names, positions or booleans
    Columns of categories; all others are numbers. "from_dtype", the default, takes the columns of a
    data frame whose dtype is text or category, and none of an array. A list is complete: a column
    of text that is not in it is an error.
missing : {"auto", "allow", "refuse"}, default "auto"
    Whether cells may be missing: NaN, None or null. "auto" allows it in tables with categories; in
    tables of numbers alone a gap is an error, in training rows and in rows to score."""

RUN = """\
n_jobs : int or None
    Threads; None is 1, -1 is all.
progress : bool or callable(stage, fraction), optional
    True shows a bar while fitting."""

CONTAMINATION = """\
contamination : float in (0, 0.5], default 0.1
    The fraction of the training rows that ``threshold_`` calls anomalies."""

FEATURES = """\
n_features_in_, feature_names_in_
    As in scikit-learn.
categories_ : list
    For each column an array of its categories, in the order of their codes; None for numbers."""

SCORES = """\
decision_scores_, threshold_, labels_
    Score, threshold and labels of the training rows, as in PyOD."""

CLASSES = """\
classes_, oob_scores_
    See :class:`Booster`."""


def with_defaults(block: str, **defaults: object) -> str:
    """A block of parameters in which some have other defaults."""
    for name, value in defaults.items():
        text = f'"{value}"' if isinstance(value, str) else value
        block = re.sub(rf"(?m)^({name} : .*default ).*$", rf"\g<1>{text}", block)
    return block


def fill_doc(kind: type, blocks: Mapping[str, str]) -> None:
    """Puts blocks of text where a class's docstring has their names in braces."""
    if kind.__doc__ is None:
        return
    doc = inspect.cleandoc(kind.__doc__)
    for name, block in blocks.items():
        doc = doc.replace(f"{{{name}}}", block)
    kind.__doc__ = doc
