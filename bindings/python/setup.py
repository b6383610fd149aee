"""Builds the package with the C library inside; all else stands in pyproject.toml.

The library is ctypes', not an extension module: the wheel fits every Python 3 but one platform.
Its sources are the repository that this folder is part of, or, in a source distribution, the folder
`libdas` beside this file.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sysconfig
from pathlib import Path

from setuptools import Distribution, setup
from setuptools.command.bdist_wheel import bdist_wheel
from setuptools.command.build_py import build_py
from setuptools.command.sdist import sdist
from setuptools.errors import ExecError

HERE = Path(__file__).resolve().parent
PACKED = HERE / "libdas"
REPOSITORY = PACKED if PACKED.is_dir() else HERE.parents[1]

SOURCES = (
    *("CHANGELOG.md", "CITATION.cff", "CONTRIBUTING.md", "LICENSE", "NOTICE", "README.md"),
    *("RELEASING.md", "SECURITY.md", "TESTING.md", "VERSION"),
    *("Makefile", "Package.swift", "Sources", "Tests", "bindings/c-examples", "cmake", "docs"),
    *("include", "licenses", "pkgconfig", "tools"),
)
"""What `make build`, `make test` and `make install` need of the repository."""


class BuildWithLibrary(build_py):
    """Copies the library in, after `make build` has seen to it that it is there and current."""

    def run(self) -> None:
        library = os.environ.get("LIBDAS_LIBRARY") or _built_library()
        super().run()
        target = Path(self.build_lib) / "das" / "libdas.so"
        target.unlink(missing_ok=True)
        shutil.copyfile(library, target)


def _built_library() -> str:
    """The library, compiled if it is not current; nothing is installed for that."""
    if not (REPOSITORY / "Package.swift").is_file():
        raise ExecError(f"the sources of the C library are not in {REPOSITORY}: build from a clone")
    make = ["make", "--silent", "INSTALL_PACKAGES=no"]
    _run(["tools/require-swift"], stderr=subprocess.PIPE)
    _run([*make, "build/setup/build-packages"], stderr=subprocess.PIPE)
    print("libdas: compiling the C library with Swift, which takes a minute or two", flush=True)
    _run([*make, "build"])
    return str(REPOSITORY / "build" / "lib" / "libdas.so")


def _run(command: list[str], stderr: int | None = None) -> None:
    """Runs a command in the repository; what it says first on a captured stderr is the error."""
    try:
        subprocess.run(command, cwd=REPOSITORY, check=True, stderr=stderr, text=True)
    except FileNotFoundError as error:
        raise ExecError(f"libdas is built by GNU make, but PATH has no {command[0]}") from error
    except subprocess.CalledProcessError as error:
        said = (error.stderr or "the C library could not be built, for the reason above").strip()
        raise ExecError(said.partition("\n")[0]) from error


class PlatformWheel(bdist_wheel):
    """Tags the wheel py3-none-<platform>."""

    def get_tag(self) -> tuple[str, str, str]:
        platform = sysconfig.get_platform().replace("-", "_").replace(".", "_")
        return "py3", "none", platform


class SourceDistribution(sdist):
    """Packs the sources of the library with those of the package."""

    def make_release_tree(self, base_dir: str, files: list[str]) -> None:
        super().make_release_tree(base_dir, files)
        for name in SOURCES:
            _copy(REPOSITORY / name, Path(base_dir) / PACKED.name / name)


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        ignored = shutil.ignore_patterns("__pycache__", ".*", "*.so*")
        shutil.copytree(source, target, symlinks=True, ignore=ignored, dirs_exist_ok=True)
    else:
        shutil.copyfile(source, target)


class BinaryDistribution(Distribution):
    """Says that the wheel is not for every platform."""

    def has_ext_modules(self) -> bool:
        return True


setup(
    distclass=BinaryDistribution,
    cmdclass={
        "build_py": BuildWithLibrary,
        "bdist_wheel": PlatformWheel,
        "sdist": SourceDistribution,
    },
)
