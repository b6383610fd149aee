"""Models as files: one format for C and Python, without code in it."""

from __future__ import annotations

from typing import Any

from .._core.errors import UnsupportedError
from .estimator import Estimator


def save(model: Any, path: Any) -> None:
    """Saves a fitted model, detector or booster of das as one file.

    The format is safetensors; ``das_model_load`` of the C interface, :func:`load` and the package
    ``safetensors`` read it. The file contains what was learnt, the training scores, the threshold,
    the names of features and the parameters: the loaded estimator labels rows as the saved one
    does, and its ``clone`` fits as a clone of the saved one. Parameters that are functions,
    generators or objects of other libraries are only described; a fit that needs one raises.

    The write is atomic: a temporary file in the same folder, which must be writable, is synced and
    renamed. Symbolic links are followed; a replaced file passes on its mode, owner and group. A
    ``~`` is not expanded.

    Parameters
    ----------
    model : fitted LLMDAS, detector or booster
    path : str or path-like

    Raises
    ------
    UnsupportedError
        Where the model contains a Python object of another library; the message names it.
    NotFittedError
    FileError
        With the system's reason; it is also ``FileNotFoundError`` and the like.
    """
    if not isinstance(model, Estimator):
        raise UnsupportedError(f"das cannot save a {type(model).__name__}")
    model.save(path)
