"""Anomaly detection enhanced by synthetic hard anomalies (LLM-DAS, arXiv 2510.03904).

>>> import das, numpy as np
>>> X_train = np.random.default_rng(0).normal(size=(400, 5))
>>> model = das.LLMDAS("iforest", random_state=0).fit(X_train)
>>> model.predict(np.full((1, 5), 6.0))
array([1])

A higher score is more anomalous, everywhere. Messages of the library go to the logger "das".
"""

from ._abi import VERSION as __version__
from ._decision_tree import DecisionTree
from ._drl import DRL
from ._ecod import ECOD
from ._errors import (
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
    NewerVersionError,
    NotFittedError,
    NumericalError,
    OutOfMemoryError,
    OutOfRangeError,
    ShapeMismatchError,
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
from ._random_forest import RandomForest
from ._report import Report
from ._settings import Setting, settings_of, stages
from ._synthesis import generate_hard_anomalies

__all__ = [
    "DRL",
    "ECOD",
    "KNN",
    "LLMDAS",
    "LOF",
    "OCSVM",
    "PCA",
    "BadFormatError",
    "CallbackError",
    "CancelledError",
    "DASError",
    "DecisionTree",
    "ExtraTrees",
    "FileError",
    "FitWarning",
    "IForest",
    "InternalError",
    "InvalidArgumentError",
    "InvalidDataError",
    "LibraryError",
    "NewerVersionError",
    "NotFittedError",
    "NumericalError",
    "OutOfMemoryError",
    "OutOfRangeError",
    "Parts",
    "Program",
    "ProgressBar",
    "RandomForest",
    "Report",
    "Setting",
    "ShapeMismatchError",
    "UnknownNameError",
    "UnsupportedError",
    "__version__",
    "fuse",
    "generate_hard_anomalies",
    "load",
    "save",
    "settings_of",
    "stages",
]
