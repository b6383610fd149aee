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

from ._base.confidence import RejectionStats
from ._base.saving import save
from ._boosters.decision_tree import DecisionTree
from ._boosters.extra_trees import ExtraTrees
from ._boosters.mlp import MLP
from ._boosters.random_forest import RandomForest
from ._boosters.voting import Voting
from ._core.constants import VERSION as __version__
from ._core.errors import (
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
from ._core.progress import ProgressBar
from ._core.public import public
from ._core.settings import Setting, settings_of, stages
from ._detectors.consensus import Consensus
from ._detectors.drl import DRL
from ._detectors.ecod import ECOD
from ._detectors.iforest import IForest
from ._detectors.knn import KNN
from ._detectors.lof import LOF
from ._detectors.ocsvm import OCSVM
from ._detectors.pca import PCA
from ._model.fusion import fuse
from ._model.llmdas import LLMDAS
from ._model.loading import load
from ._model.parts import Parts
from ._model.report import Report
from ._programs.hard_anomalies import generate_hard_anomalies
from ._programs.program import Program
from ._programs.prompts import program_schema, prompt, repair_prompt

if TYPE_CHECKING:
    from . import llm
    from ._programs.provenance import Check, Provenance
    from ._programs.python_program import PythonProgram
    from ._programs.store import ProgramStore
    from ._sandbox import Isolation, Limits, isolation
    from ._writing import check_program, write_program

__all__ = [
    "AnswerError",
    "BadFormatError",
    "CallbackError",
    "CancelledError",
    "Check",
    "Consensus",
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
    "MLP",
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
    "Voting",
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

for _name in __all__:
    if callable(globals().get(_name)):
        public(globals()[_name])

# What most programs never use is loaded when it is first asked for.
_LAZY = {
    "Check": "das._programs.provenance",
    "Isolation": "das._sandbox",
    "Limits": "das._sandbox",
    "ProgramStore": "das._programs.store",
    "Provenance": "das._programs.provenance",
    "PythonProgram": "das._programs.python_program",
    "check_program": "das._writing",
    "isolation": "das._sandbox",
    "llm": "das.llm",
    "write_program": "das._writing",
}


def __getattr__(name: str) -> Any:
    if name not in _LAZY:
        raise AttributeError(f"module 'das' has no attribute {name!r}")
    module = importlib.import_module(_LAZY[name])
    return module if module.__name__ == f"das.{name}" else getattr(module, name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
