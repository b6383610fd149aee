"""Models as files: one format for C and Python, without code in it."""

from __future__ import annotations

from typing import Any

from .._core.errors import UnsupportedError
from .estimator import Estimator


def save(model: Any, path: Any) -> None:
    """Saves a fitted model, detector or booster of das as one file.

    The format is safetensors; ``das_model_load`` of the C interface, :func:`load` and the package
    ``safetensors`` read it, whatever the version that wrote it. The file holds what was learnt, the
    scores of training rows, the threshold, the names of features and the parameters, so what is
    loaded labels rows as the saved one does, and its ``clone`` fits as that of the saved one. Of
    parameters that are functions, generators or objects of other libraries it holds only what
    they are; a fit of what is loaded refuses them.

    A temporary file in the same folder is written, synced and renamed, so `path` holds the old file
    or the whole new one; the folder must be writable. Symbolic links are followed, and a file that
    is replaced hands on its mode, owner and group. A ``~`` is not expanded.

    Parameters
    ----------
    model : fitted LLMDAS, detector or booster
    path : str or path-like

    Raises
    ------
    UnsupportedError
        When the model holds an object of Python, which no file can; the message names it.
    NotFittedError
    FileError
        With the system's reason; also ``FileNotFoundError`` and the like.
    """
    if not isinstance(model, Estimator):
        raise UnsupportedError(f"das cannot save a {type(model).__name__}")
    model.save(path)
