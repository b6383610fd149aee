"""Whole files: reading and replacing them, other things at the path, and errors in Python.

Python and the model files of the C interface share one implementation.
"""

from __future__ import annotations

import ctypes
import errno
import fcntl
import multiprocessing
import os
import resource
import signal
import socket
import stat
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import das
import pytest
from das._core import file_io
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.data import Matrix
from support.running import on_threads


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


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[int]:
    descriptor = os.open(tmp_path, os.O_RDONLY)
    yield descriptor
    os.close(descriptor)


def kinds(folder: Path) -> dict[str, Path]:
    """One of each kind but regular files; a device of our own, like /dev/zero."""
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


def left(folder: Path) -> list[Path]:
    return [folder / name for name in os.listdir(folder) if name.startswith(".")]


# MARK: errors


def test_file_errors_are_builtin_exceptions_too(tmp_path: Path, model: das.LLMDAS) -> None:
    with pytest.raises(FileNotFoundError) as caught:
        das.load(tmp_path / "nothing")
    assert caught.value.errno == errno.ENOENT
    assert caught.value.filename == str(tmp_path / "nothing")
    with pytest.raises(IsADirectoryError):
        das.save(model, tmp_path)
    (tmp_path / "file").touch()
    with pytest.raises(NotADirectoryError):
        das.load(tmp_path / "file" / "x")
    with pytest.raises(das.InvalidArgumentError, match="NUL"):
        das.save(model, "a\0b")


# MARK: kinds of files


@pytest.mark.parametrize("use", [file_io.read, partial(file_io.write, content=b"new")])
def test_only_regular_files_are_read_and_replaced(use: Any, tmp_path: Path) -> None:
    for name, path in kinds(tmp_path).items():
        before = os.lstat(path)
        with pytest.raises(das.FileError, match="regular file but a") as caught:
            use(path)
        assert str(path) in str(caught.value), name
        assert os.path.samestat(before, os.lstat(path))
    assert not left(tmp_path)


def test_larger_files_are_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"12345")
    assert file_io.read(tmp_path / "file", max_size=5) == b"12345"
    with pytest.raises(das.BadFormatError, match="has more than 4 bytes"):
        file_io.read(tmp_path / "file", max_size=4)
    (tmp_path / "file").write_bytes(b"")
    assert file_io.read(tmp_path / "file", max_size=0) == b""


# MARK: links


def test_symbolic_links_are_followed_and_kept(tmp_path: Path) -> None:
    (tmp_path / "versions").mkdir()
    target = tmp_path / "versions" / "v3.das"
    (tmp_path / "second").symlink_to("versions/v3.das")
    (tmp_path / "first").symlink_to(tmp_path / "second")
    (tmp_path / "folder").symlink_to("versions")
    for path in ("first", "second", "folder/v3.das"):
        file_io.write(tmp_path / path, path.encode())  # the link dangles at first
        assert (tmp_path / "first").is_symlink()
        assert (tmp_path / "second").is_symlink()
        assert stat.S_ISREG(os.lstat(target).st_mode)
        assert file_io.read(tmp_path / path) == path.encode()
    assert os.listdir(target.parent) == ["v3.das"]
    assert not left(tmp_path)


def test_circular_links_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    with pytest.raises(das.FileError, match="symbolic links"):
        file_io.write(tmp_path / "a", b"new")
    assert sorted(os.listdir(tmp_path)) == ["a", "b"]


def test_links_in_proc_lead_to_files_that_have_names(tmp_path: Path) -> None:
    with open(tmp_path / "file", "w") as file:
        link = f"/proc/self/fd/{file.fileno()}"
        file_io.write(link, b"new")
        assert (tmp_path / "file").read_bytes() == b"new"
        os.unlink(tmp_path / "file")
        with pytest.raises(das.FileError):
            file_io.write(link, b"new")
    assert os.listdir(tmp_path) == []


# MARK: names in an open folder


def test_names_in_an_open_folder(opened: int, tmp_path: Path) -> None:
    file_io.write("file", b"old", inside=opened, mode=0o604)
    file_io.write("file", b"new", inside=opened)
    assert file_io.read("file", inside=opened) == b"new"
    assert stat.S_IMODE((tmp_path / "file").stat().st_mode) == 0o604
    with pytest.raises(FileNotFoundError):
        file_io.read("nothing", inside=opened)
    assert os.listdir(tmp_path) == ["file"]


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("link", "a symbolic link"),
        ("dangling", "a symbolic link"),
        ("folder/file", "slash"),
        ("../file", "slash"),
        ("", "empty"),
        ("..", "a folder"),
    ],
)
def test_nothing_outside_of_an_open_folder_is_used(
    name: str, why: str, opened: int, tmp_path: Path
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "file").write_text("old")
    (tmp_path / "link").symlink_to("folder/file")
    (tmp_path / "dangling").symlink_to("folder/new")
    with pytest.raises(das.DASError, match=why):
        file_io.read(name, inside=opened)
    with pytest.raises(das.DASError, match=why):
        file_io.write(name, b"new", inside=opened)
    assert (tmp_path / "folder" / "file").read_text() == "old"
    assert os.listdir(tmp_path / "folder") == ["file"]
    assert not left(tmp_path)


# MARK: names


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(name=st.binary(min_size=1, max_size=255).filter(lambda n: b"/" not in n and b"\0" not in n))
def test_any_valid_file_name_works(tmp_path: Path, name: bytes) -> None:
    """Up to 255 bytes, UTF-8 or not."""
    if name in (b".", b".."):
        return
    path = os.path.join(os.fsencode(tmp_path), name)
    file_io.write(path, name)
    assert file_io.read(path) == name
    assert os.listdir(os.fsencode(tmp_path)) == [name]
    os.unlink(path)


def test_file_name_length_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    file_io.write("m" * 255, b"new")
    file_io.write("ö" * 127, b"new")
    with pytest.raises(das.FileError, match="File name too long"):
        file_io.write("m" * 256, b"new")
    assert sorted(os.listdir(tmp_path)) == ["m" * 255, "ö" * 127]


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
    path: str, why: str, model: das.LLMDAS, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").touch()
    (tmp_path / "folder").mkdir()
    for call in (das.load, partial(das.save, model)):
        with pytest.raises(das.FileError, match=why) as caught:
            call(path)
        assert caught.value.errno != 0
        assert f"'{path}'" in str(caught.value)
        assert ".das-" not in str(caught.value)
    assert sorted(os.listdir(tmp_path)) == ["file", "folder"]


# MARK: killed processes and signals


def _stop_halfway(path: str) -> None:
    """Writes as far as a limit allows, and pauses in the handler of the signal at the limit."""
    c = ctypes.CDLL(None)
    c.signal.argtypes = [ctypes.c_int, ctypes.c_void_p]
    c.signal(signal.SIGXFSZ, ctypes.cast(c.pause, ctypes.c_void_p))
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, resource.RLIM_INFINITY))
    file_io.write(path, b"half" * 500)


def test_only_abandoned_temporary_files_are_removed(tmp_path: Path) -> None:
    path, other = tmp_path / "model.das", tmp_path / "other.das"
    forked = multiprocessing.get_context("fork")
    writers = [
        forked.Process(target=_stop_halfway, args=(str(target),)) for target in (path, path, other)
    ]
    for writer in writers:
        writer.start()
    while [file.stat().st_size for file in left(tmp_path)] != [1000] * 3:
        time.sleep(0.01)

    def kill(writer: Any) -> None:
        writer.kill()
        writer.join()

    file_io.write(path, b"new")
    assert len(left(tmp_path)) == 3, "they are at work"
    kill(writers[0])
    file_io.write(path, b"new")
    assert len(left(tmp_path)) == 2, "one was killed"
    kill(writers[2])
    file_io.write(path, b"new")
    assert len(left(tmp_path)) == 2, "of another file"
    kill(writers[1])
    file_io.write(path, b"new")
    file_io.write(other, b"new")
    assert not left(tmp_path)


def test_a_full_disk_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("old")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
    try:
        with pytest.raises(das.FileError, match="File too large") as caught:
            file_io.write(path, b"new" * 1000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert f"'{path}'" in str(caught.value)
    assert path.read_text() == "old"
    assert os.listdir(tmp_path) == ["file"]


def test_ctrl_c_is_raised_after_the_call(tmp_path: Path) -> None:
    file_io.write(tmp_path / "file", b"old")
    timer = threading.Timer(0.1, os.kill, (os.getpid(), signal.SIGINT))
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        while True:
            file_io.write(tmp_path / "file", b"new")
    timer.join()
    assert (tmp_path / "file").stat().st_size == 3
    assert not left(tmp_path)


# MARK: files that others use


def test_concurrent_writers_never_leave_a_partial_file(model: das.LLMDAS, tmp_path: Path) -> None:
    """Threads that write at one path, and some that read it."""
    path = tmp_path / "model.das"
    das.save(model, path)
    errors: list[BaseException] = []

    def repeat(call: Callable[[], Any]) -> None:
        try:
            for _ in range(40):
                call()
        except BaseException as error:
            errors.append(error)

    on_threads(repeat, [lambda: das.save(model, path), lambda: das.load(path)] * 3)
    assert not errors
    assert os.listdir(tmp_path) == ["model.das"]


def test_file_shorter_than_its_size_is_refused() -> None:
    """As if it had become shorter while it was read; files of sysfs have the size of a page."""
    path = "/sys/devices/system/cpu/online"
    if not os.path.exists(path):
        pytest.skip("sysfs is not mounted")
    with pytest.raises(das.FileError, match="it became shorter") as caught:
        file_io.read(path)
    assert caught.value.errno == errno.EIO


def test_file_longer_than_its_size_is_read_to_its_size() -> None:
    """As if it had become longer while it was read; files of procfs have a size of 0."""
    assert file_io.read("/proc/self/status") == b""


def test_foreign_locks_do_not_block(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.touch()
    with open(path, "rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file_io.write(path, b"new")
        assert file_io.read(path) == b"new"
