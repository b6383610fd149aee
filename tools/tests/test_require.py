"""Missing packages are named in one sentence, and installed only where that is wanted."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

TOOLS = Path(__file__).resolve().parents[1]


def run(
    tool: str, *arguments: str, commands: Path, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Runs a tool with the programs in `commands` before those of the system."""
    path = f"{commands}:/usr/bin:/bin"
    return subprocess.run(
        [str(TOOLS / tool), *arguments],
        env={**os.environ, "PATH": path, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def stand_in(folder: Path, name: str, script: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


@pytest.mark.parametrize(
    ("version", "enough"), [("6.3.1", True), ("6.10", True), ("7.0", True), ("6.2.4", False)]
)
def test_old_compilers_are_refused(version: str, enough: bool, tmp_path: Path) -> None:
    stand_in(tmp_path, "swift", f"echo 'Apple Swift version {version} (swiftlang)'")
    done = run("require-swift", commands=tmp_path)
    assert (done.returncode == 0) is enough
    assert enough or f"PATH has Swift {version.rpartition('.')[0]}" in done.stderr


def test_no_compiler_is_one_sentence(tmp_path: Path) -> None:
    stand_in(tmp_path, "swift", "exit 127")
    done = run("require-swift", commands=tmp_path)
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert "libdas is compiled by Swift 6.3 or newer, but PATH has no swift: install" in done.stderr


def test_packages_are_named_and_not_installed(tmp_path: Path) -> None:
    stand_in(tmp_path, "dpkg-query", 'case "$*" in *here) printf ii;; *) exit 1;; esac')
    for command in ("apt-get", "sudo"):
        stand_in(tmp_path, command, f"echo {command} was run; exit 9")
    wanted = ("here", "one", "two")
    done = run("require-packages", *wanted, commands=tmp_path, INSTALL_PACKAGES="no")
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr == (
        "libdas needs Debian packages that are missing here: apt-get install one two\n"
    )
    installing = run("require-packages", *wanted, commands=tmp_path)
    assert installing.returncode == 9
    assert not run("require-packages", "here", commands=tmp_path).returncode
