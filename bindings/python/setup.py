"""Builds the package with the C library inside; all else stands in pyproject.toml.

The library is ctypes', not an extension module: the wheel fits every Python 3 but one platform.
"""

from __future__ import annotations

import shutil
import subprocess
import sysconfig
from pathlib import Path

from setuptools import Distribution, setup
from setuptools.command.bdist_wheel import bdist_wheel
from setuptools.command.build_py import build_py

REPOSITORY = Path(__file__).resolve().parents[2]
LIBRARY = REPOSITORY / "build" / "lib" / "libdas.so"


class BuildWithLibrary(build_py):
    """Copies the library in, after `make build` has seen to it that it is there and current."""

    def run(self) -> None:
        super().run()
        subprocess.run(["make", "-C", str(REPOSITORY), "build"], check=True)
        target = Path(self.build_lib) / "das" / "libdas.so"
        target.unlink(missing_ok=True)
        shutil.copyfile(LIBRARY, target)


class PlatformWheel(bdist_wheel):
    """Tags the wheel py3-none-<platform>."""

    def get_tag(self) -> tuple[str, str, str]:
        platform = sysconfig.get_platform().replace("-", "_").replace(".", "_")
        return "py3", "none", platform


class BinaryDistribution(Distribution):
    """Says that the wheel is not for every platform."""

    def has_ext_modules(self) -> bool:
        return True


setup(
    distclass=BinaryDistribution,
    cmdclass={"build_py": BuildWithLibrary, "bdist_wheel": PlatformWheel},
)
