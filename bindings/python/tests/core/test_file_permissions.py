"""Modes and owners of files that are written, and the permissions of who writes."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from das._core import file_io
from support.running import python

as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root may do this")


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o666, 0o755])
def test_replacing_keeps_the_mode(mode: int, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.touch()
    path.chmod(mode)
    file_io.write(path, b"new")
    assert stat.S_IMODE(path.stat().st_mode) == mode
    assert path.read_bytes() == b"new"


@as_root
def test_replacing_keeps_the_owner(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.touch(0o600)
    os.chown(path, 1234, 5678)
    before = path.stat()
    file_io.write(path, b"new")
    for name in ("st_uid", "st_gid", "st_mode"):
        assert getattr(path.stat(), name) == getattr(before, name)


@pytest.mark.parametrize("mask", [0o022, 0o077, 0o002, 0])
def test_umask_applies_to_a_new_file(mask: int, tmp_path: Path) -> None:
    before = os.umask(mask)
    try:
        file_io.write(tmp_path / "file", b"new")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "file").stat().st_mode) == 0o666 & ~mask


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that everybody may enter, which pytest's are not."""
    with tempfile.TemporaryDirectory() as name:
        os.chmod(name, 0o755)
        yield Path(name)


_AS_NOBODY = """
import os
from das._core import errors, file_io
os.setgroups([]); os.setgid(65534); os.setuid(65534)
try:
    file_io.write({target!r}, b"new")
except errors.FileError as error:
    print(error)
"""


@as_root
@pytest.mark.parametrize(
    ("folder_mode", "mode", "owner", "why"),
    [
        (0o755, 0o666, 0, "no file can be made in its folder"),  # although the file is writable
        (0o777, 0o644, 0, "Permission denied"),  # although the folder is
        (0o777, 0o666, 0, "owner 0 and group 0 cannot be kept"),
        (0o777, 0o400, 65534, "Permission denied"),
    ],
)
def test_permissions_of_an_ordinary_user_are_respected(
    folder_mode: int, mode: int, owner: int, why: str, open_folder: Path
) -> None:
    target = open_folder / "inner" / "target"
    target.parent.mkdir()
    target.write_text("old")
    os.chown(target, owner, owner)
    target.chmod(mode)
    target.parent.chmod(folder_mode)
    output = python("-c", _AS_NOBODY.format(target=str(target))).stdout
    assert why in output and str(target) in output
    assert target.read_text() == "old"
    assert os.listdir(target.parent) == [target.name]
