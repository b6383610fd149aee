"""Paths of files: one meaning in Python and in C, whatever stands there.

Each test is of both writers and readers: ``das.save`` and ``das.load``, and the C interface's.
"""

from __future__ import annotations

import errno
import fcntl
import multiprocessing
import os
import resource
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import das
import pytest
from das._core import file_io
from das._core.context import Context
from das._core.handles import ModelHandle
from das._core.library import library
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.data import Matrix

Save = Callable[[das.LLMDAS, Any], None]
Load = Callable[[Any], Any]


def c_save(model: das.LLMDAS, path: Any) -> None:
    with Context() as context:
        context.run(library.das_model_save, model._handle.reference, os.fsencode(path))


def c_load(path: Any) -> Any:
    handle = ModelHandle()
    with Context() as context:
        context.run(library.das_model_load, os.fsencode(path), handle.target)
    return handle


WRITERS = pytest.mark.parametrize("save", [das.save, c_save], ids=["python", "c"])
READERS = pytest.mark.parametrize("load", [das.load, c_load], ids=["python", "c"])
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root may do this")


@pytest.fixture(scope="module")
def model(X: Matrix) -> das.LLMDAS:
    booster = das.RandomForest(20)
    return das.LLMDAS("ecod", booster=booster, n_samples=20, random_state=0).fit(X[:50])


@pytest.fixture(autouse=True)
def impatient() -> Iterator[None]:
    """Nothing here may wait: not for a writer to a pipe, not for the end of a device."""
    signal.alarm(60)
    yield
    signal.alarm(0)


def kinds(folder: Path) -> dict[str, Path]:
    """One of each that is no regular file; a device of our own, like /dev/zero."""
    os.mkfifo(folder / "pipe")
    (folder / "folder").mkdir()
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(os.fspath(folder / "socket"))
    listener.close()
    if os.geteuid() == 0:
        os.mknod(folder / "device", 0o666 | stat.S_IFCHR, os.makedev(1, 5))
    for name in os.listdir(folder):
        (folder / f"{name} link").symlink_to(name)
    return {name: folder / name for name in sorted(os.listdir(folder))}


def left(folder: Path) -> list[str]:
    return [name for name in os.listdir(folder) if name.startswith(".")]


# MARK: what is no regular file


@READERS
def test_nothing_but_a_regular_file_is_opened(load: Load, tmp_path: Path) -> None:
    for name, path in kinds(tmp_path).items():
        with pytest.raises(das.FileError, match="regular file but a") as caught:
            load(path)
        assert str(path) in str(caught.value), name


@WRITERS
def test_nothing_but_a_regular_file_is_replaced(
    save: Save, model: das.LLMDAS, tmp_path: Path
) -> None:
    for name, path in kinds(tmp_path).items():
        before = os.lstat(path)
        with pytest.raises(das.FileError, match="regular file but a") as caught:
            save(model, path)
        assert str(path) in str(caught.value), name
        assert os.path.samestat(before, os.lstat(path))
    assert not left(tmp_path)


# MARK: links


@WRITERS
@READERS
def test_symbolic_links_are_followed_and_kept(
    save: Save, load: Load, model: das.LLMDAS, tmp_path: Path
) -> None:
    (tmp_path / "versions").mkdir()
    target = tmp_path / "versions" / "v3.das"
    (tmp_path / "second").symlink_to("versions/v3.das")
    (tmp_path / "first").symlink_to(tmp_path / "second")
    (tmp_path / "folder").symlink_to("versions")
    for path in ("first", "second", "folder/v3.das"):
        save(model, tmp_path / path)  # the link dangles at first
        assert (tmp_path / "first").is_symlink()
        assert (tmp_path / "second").is_symlink()
        assert stat.S_ISREG(os.lstat(target).st_mode)
        load(tmp_path / path)
    assert os.listdir(target.parent) == ["v3.das"]
    assert not left(tmp_path)


@WRITERS
def test_circular_links_are_refused(save: Save, model: das.LLMDAS, tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    with pytest.raises(das.FileError, match="symbolic links"):
        save(model, tmp_path / "a")
    assert sorted(os.listdir(tmp_path)) == ["a", "b"]


@WRITERS
def test_unlinked_file_is_not_replaced(save: Save, model: das.LLMDAS, tmp_path: Path) -> None:
    with open(tmp_path / "gone", "w") as file:
        os.unlink(tmp_path / "gone")
        with pytest.raises(das.FileError):
            save(model, f"/proc/self/fd/{file.fileno()}")
    assert os.listdir(tmp_path) == []


# MARK: mode and owner


@WRITERS
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o666, 0o755])
def test_replacing_keeps_the_mode(mode: int, save: Save, model: das.LLMDAS, tmp_path: Path) -> None:
    path = tmp_path / "model.das"
    path.touch()
    path.chmod(mode)
    save(model, path)
    assert stat.S_IMODE(path.stat().st_mode) == mode
    assert path.stat().st_size > 0


@WRITERS
@as_root
def test_replacing_keeps_the_owner(save: Save, model: das.LLMDAS, tmp_path: Path) -> None:
    path = tmp_path / "model.das"
    path.touch(0o600)
    os.chown(path, 1234, 5678)
    save(model, path)
    status = path.stat()
    assert (status.st_uid, status.st_gid) == (1234, 5678)
    assert stat.S_IMODE(status.st_mode) == 0o600


@WRITERS
@pytest.mark.parametrize("mask", [0o022, 0o077, 0o002, 0])
def test_umask_applies_to_a_new_file(
    mask: int, save: Save, model: das.LLMDAS, tmp_path: Path
) -> None:
    before = os.umask(mask)
    try:
        save(model, tmp_path / "model.das")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "model.das").stat().st_mode) == 0o666 & ~mask


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that everybody may enter, which pytest's are not."""
    with tempfile.TemporaryDirectory() as name:
        os.chmod(name, 0o755)
        yield Path(name)


_AS_NOBODY = """
import os, sys
sys.path[:0] = {path!r}
import das
from test_file_io import c_save
model = das.load({model!r})
os.setgroups([]); os.setgid(65534); os.setuid(65534)
for save in (das.save, c_save):
    try:
        save(model, {target!r})
    except das.FileError as error:
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
    folder_mode: int, mode: int, owner: int, why: str, model: das.LLMDAS, open_folder: Path
) -> None:
    folder = open_folder
    das.save(model, folder / "model")
    target = folder / "inner" / "target"
    target.parent.mkdir()
    target.write_text("old")
    os.chown(target, owner, owner)
    target.chmod(mode)
    target.parent.chmod(folder_mode)
    code = _AS_NOBODY.format(
        path=[os.path.dirname(__file__), *sys.path], model=str(folder / "model"), target=str(target)
    )
    output = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    lines = output.stdout.splitlines()
    assert len(lines) == 2
    assert all(why in line and str(target) in line for line in lines), lines
    assert target.read_text() == "old"
    assert not left(target.parent)


# MARK: names


@WRITERS
@READERS
@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(name=st.binary(min_size=1, max_size=255).filter(lambda n: b"/" not in n and b"\0" not in n))
def test_any_valid_file_name_works(
    save: Save, load: Load, model: das.LLMDAS, tmp_path: Path, name: bytes
) -> None:
    """Up to 255 bytes, UTF-8 or not."""
    if name in (b".", b".."):
        return
    path = os.path.join(os.fsencode(tmp_path), name)
    save(model, path)
    load(path)
    assert os.listdir(os.fsencode(tmp_path)) == [name]
    os.unlink(path)


@WRITERS
def test_file_name_length_limit(
    save: Save, model: das.LLMDAS, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    save(model, "m" * 255)
    save(model, "ö" * 127)
    with pytest.raises(das.FileError, match="File name too long"):
        save(model, "m" * 256)
    assert sorted(os.listdir(tmp_path)) == ["m" * 255, "ö" * 127]


@WRITERS
@READERS
@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("", "the path is empty"),
        ("~/model.das", "No such file or directory"),
        ("no folder/model.das", "No such file or directory"),
        ("file/model.das", "Not a directory"),
        ("folder/", "folder"),
        (".", "folder"),
    ],
)
def test_messages_show_the_path_as_given(
    path: str,
    why: str,
    save: Save,
    load: Load,
    model: das.LLMDAS,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").touch()
    (tmp_path / "folder").mkdir()
    for call in (lambda: save(model, path), lambda: load(path)):
        with pytest.raises(das.FileError, match=why) as caught:
            call()
        assert f"'{path}'" in str(caught.value)
        assert ".das-" not in str(caught.value)
    assert sorted(os.listdir(tmp_path)) == ["file", "folder"]


def test_file_errors_are_builtin_exceptions_too(tmp_path: Path, model: das.LLMDAS) -> None:
    with pytest.raises(FileNotFoundError) as caught:
        das.load(tmp_path / "nothing")
    assert caught.value.errno == errno.ENOENT
    assert caught.value.filename == str(tmp_path / "nothing")
    with pytest.raises(IsADirectoryError):
        das.save(model, tmp_path)
    with pytest.raises(das.InvalidArgumentError, match="NUL"):
        das.save(model, "a\0b")


# MARK: what killed processes leave


def _unfinished(path: str, ready: Any) -> None:
    sync = os.fsync

    def stop(descriptor: int) -> None:
        ready.set()
        time.sleep(60)
        sync(descriptor)

    os.fsync = stop
    file_io.write(path, b"half")


@WRITERS
def test_only_abandoned_temporary_files_are_removed(
    save: Save, model: das.LLMDAS, tmp_path: Path
) -> None:
    path, other = tmp_path / "model.das", tmp_path / "other.das"
    forked = multiprocessing.get_context("fork")
    writers = []
    for target in (path, path, other):
        ready = forked.Event()
        writer = forked.Process(target=_unfinished, args=(str(target), ready))
        writer.start()
        assert ready.wait(30)
        writers.append(writer)
    assert len(left(tmp_path)) == 3
    save(model, path)
    assert len(left(tmp_path)) == 3, "they are at work"
    writers[0].kill()
    writers[0].join()
    save(model, path)
    assert len(left(tmp_path)) == 2, "one was killed"
    writers[2].kill()
    writers[2].join()
    save(model, path)
    assert len(left(tmp_path)) == 2, "of another file"
    writers[1].kill()
    writers[1].join()
    save(model, path)
    save(model, other)
    assert not left(tmp_path)


@WRITERS
def test_a_full_disk_leaves_the_old_file(save: Save, model: das.LLMDAS, tmp_path: Path) -> None:
    path = tmp_path / "model.das"
    path.write_text("old")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
    try:
        with pytest.raises(das.FileError, match="File too large") as caught:
            save(model, path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert f"'{path}'" in str(caught.value)
    assert path.read_text() == "old"
    assert os.listdir(tmp_path) == ["model.das"]


def test_concurrent_writers_never_leave_a_partial_file(model: das.LLMDAS, tmp_path: Path) -> None:
    """Threads of both writers at one path, and a reader."""
    path = tmp_path / "model.das"
    das.save(model, path)
    errors: list[BaseException] = []

    def repeat(call: Callable[[], Any]) -> None:
        try:
            for _ in range(40):
                call()
        except BaseException as error:
            errors.append(error)

    calls = [lambda: das.save(model, path), lambda: c_save(model, path), lambda: das.load(path)]
    threads = [threading.Thread(target=repeat, args=(call,)) for call in calls * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors
    assert os.listdir(tmp_path) == ["model.das"]


# MARK: files that change while they are read


@pytest.mark.parametrize("change", [b"", b"more than there was" * 1000])
def test_file_changed_during_a_read_is_refused(
    change: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it has when it is opened bounds what is read; less is an error."""
    path = tmp_path / "file"
    path.write_bytes(b"a" * 1000)
    status = os.fstat

    def change_after(descriptor: int) -> os.stat_result:
        found = status(descriptor)
        path.write_bytes(change)
        return found

    monkeypatch.setattr("das._core.file_io.os.fstat", change_after)
    if change:
        assert file_io.read(path) == change[:1000]
    else:
        with pytest.raises(das.FileError, match="it became shorter"):
            file_io.read(path)


def test_foreign_locks_do_not_block(model: das.LLMDAS, tmp_path: Path) -> None:
    das.save(model, tmp_path / "model.das")
    with open(tmp_path / "model.das", "rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        das.save(model, tmp_path / "model.das")
        das.load(tmp_path / "model.das")
