"""The package and the library inside it belong together."""

from __future__ import annotations

import ctypes
from pathlib import Path

import das
from das import _abi


def test_the_library_beside_the_package_has_the_version_of_the_package() -> None:
    library = ctypes.CDLL(str(Path(das.__file__).with_name("libdas.so")))
    _abi.bind(library)
    assert library.das_version() == _abi.VERSION_NUMBER
    assert das.__version__ == _abi.VERSION
