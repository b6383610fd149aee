"""Anomaly detection enhanced by synthetic hard anomalies (LLM-DAS, arXiv 2510.03904).

>>> import das, numpy as np
>>> X_train = np.random.default_rng(0).normal(size=(400, 5))
>>> model = das.LLMDAS("iforest", random_state=0).fit(X_train)
>>> model.predict(np.full((1, 5), 6.0))
array([1])

A higher score is more anomalous, everywhere. Messages of the library go to the logger "das".
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from ._abi import VERSION as __version__
from ._confidence import RejectionStats
from ._decision_tree import DecisionTree
from ._drl import DRL
from ._ecod import ECOD
from ._errors import (
    AnswerError,
    BadFormatError,
    CallbackError,
    CancelledError,
    DASError,
    FileError,
    FitWarning,
    InternalError,
    InvalidArgumentError,
    InvalidDataError,
    LibraryError,
    LLMError,
    NewerVersionError,
    NotFittedError,
    NumericalError,
    OutOfMemoryError,
    OutOfRangeError,
    ProgramWritingError,
    SandboxError,
    SandboxUnavailableError,
    ShapeMismatchError,
    UnapprovedProgramError,
    UnknownMetricError,
    UnknownNameError,
    UnsupportedError,
)
from ._extra_trees import ExtraTrees
from ._fusion import fuse
from ._iforest import IForest
from ._knn import KNN
from ._llmdas import LLMDAS
from ._lof import LOF
from ._model import Parts
from ._ocsvm import OCSVM
from ._pca import PCA
from ._persistence import load, save
from ._program import Program
from ._progress import ProgressBar
from ._prompt import program_schema, prompt, repair_prompt
from ._random_forest import RandomForest
from ._report import Report
from ._settings import Setting, settings_of, stages
from ._synthesis import generate_hard_anomalies

if TYPE_CHECKING:
    from . import llm
    from ._program_python import PythonProgram
    from ._sandbox import Isolation, Limits, isolation
    from ._store import ProgramStore
    from ._writing import Check, Provenance, check_program, write_program

__all__ = [
    "AnswerError",
    "BadFormatError",
    "CallbackError",
    "CancelledError",
    "Check",
    "DASError",
    "DRL",
    "DecisionTree",
    "ECOD",
    "ExtraTrees",
    "FileError",
    "FitWarning",
    "IForest",
    "InternalError",
    "InvalidArgumentError",
    "InvalidDataError",
    "Isolation",
    "KNN",
    "LLMDAS",
    "LLMError",
    "LOF",
    "LibraryError",
    "Limits",
    "NewerVersionError",
    "NotFittedError",
    "NumericalError",
    "OCSVM",
    "OutOfMemoryError",
    "OutOfRangeError",
    "PCA",
    "Parts",
    "Program",
    "ProgramStore",
    "ProgramWritingError",
    "ProgressBar",
    "Provenance",
    "PythonProgram",
    "RandomForest",
    "RejectionStats",
    "Report",
    "SandboxError",
    "SandboxUnavailableError",
    "Setting",
    "ShapeMismatchError",
    "UnapprovedProgramError",
    "UnknownMetricError",
    "UnknownNameError",
    "UnsupportedError",
    "__version__",
    "check_program",
    "fuse",
    "generate_hard_anomalies",
    "isolation",
    "llm",
    "load",
    "program_schema",
    "prompt",
    "repair_prompt",
    "save",
    "settings_of",
    "stages",
    "write_program",
]

# What most programs never use is loaded when it is first asked for.
_LATER = {
    "Check": "das._writing",
    "Isolation": "das._sandbox",
    "Limits": "das._sandbox",
    "ProgramStore": "das._store",
    "Provenance": "das._writing",
    "PythonProgram": "das._program_python",
    "check_program": "das._writing",
    "isolation": "das._sandbox",
    "llm": "das.llm",
    "write_program": "das._writing",
}


def __getattr__(name: str) -> Any:
    if name not in _LATER:
        raise AttributeError(f"module 'das' has no attribute {name!r}")
    module = importlib.import_module(_LATER[name])
    return module if module.__name__ == f"das.{name}" else getattr(module, name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
