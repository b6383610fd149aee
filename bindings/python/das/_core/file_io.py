"""Reading and atomic writing of whole files, for models and the program store.

Sources/DASCore/ModelFiles/Files does the same for C; each removes what the other left behind.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import stat
from collections.abc import Iterator
from typing import Any, NamedTuple

from .errors import BadFormatError, FileError, InvalidArgumentError, file_error

_CLOSED = os.O_CLOEXEC | os.O_NOCTTY
_KINDS = {
    stat.S_IFDIR: "a folder",
    stat.S_IFIFO: "a pipe",
    stat.S_IFSOCK: "a socket",
    stat.S_IFLNK: "a symbolic link",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
}


def read(path: Any, *, inside: int | None = None, largest: int | None = None) -> bytes:
    """The bytes of a regular file; nothing else is opened.

    Parameters
    ----------
    path : str, bytes or path-like
        Messages show it as it is.
    inside : int, optional
        A descriptor of the folder of `path`; then symbolic links are not followed.
    largest : int, optional
        The maximum size.

    Raises
    ------
    FileError
        Where there is no regular file, or the system refuses. The exception is also the built-in
        one, ``FileNotFoundError`` for example.
    BadFormatError
        Where it has more than `largest` bytes.
    """
    given = _checked(path)
    follow = inside is None
    with _translated_errors("read", path):
        _check_kind(os.stat(given, dir_fd=inside, follow_symlinks=follow), "read", path)
        # Without O_NONBLOCK, a pipe that has taken the file's place would block the open.
        flags = os.O_RDONLY | os.O_NONBLOCK | _CLOSED | (0 if follow else os.O_NOFOLLOW)
        with open(os.open(given, flags, dir_fd=inside), "rb", buffering=0) as file:
            status = os.fstat(file.fileno())
            _check_kind(status, "read", path)
            if largest is not None and status.st_size > largest:
                raise BadFormatError(f"{path} has more than {largest} bytes")
            return _read_all(file, status.st_size, path)


def write(
    path: Any, content: bytes, *, inside: int | None = None, permissions: int = 0o666
) -> None:
    """Writes a file atomically: a temporary one in the same folder is synced and renamed.

    A reader finds the old file or the whole new one. Symbolic links are followed; a replaced file
    passes on its mode, owner and group. Temporary files of killed processes are removed.

    Parameters
    ----------
    path : str, bytes or path-like
    content : bytes
    inside : int, optional
        A descriptor of the folder of `path`; then symbolic links are not followed.
    permissions : int
        The mode of a new file, before the umask.

    Raises
    ------
    FileError
        As in :func:`read`. Nothing is left behind.
    """
    given = _checked(path)
    with _translated_errors("write", path), _target(given, inside, path) as target:
        name, descriptor = _temporary(target, permissions)
        try:
            _remove_others(target, name)
            _take_attributes(descriptor, target, path)
            with open(descriptor, "wb", closefd=False) as file:
                file.write(content)
            os.fsync(descriptor)
            os.replace(name, target.name, src_dir_fd=target.folder, dst_dir_fd=target.folder)
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(name, dir_fd=target.folder)
            raise
        finally:
            os.close(descriptor)
        _sync(target.folder)


def _checked(path: Any) -> bytes:
    given = os.fsencode(path)
    if b"\0" in given:
        raise InvalidArgumentError(f"path {os.fspath(path)!r} holds a NUL character")
    if not given:
        raise file_error(errno.ENOENT, "the path is empty", path)
    return given


@contextlib.contextmanager
def _translated_errors(what: str, path: Any) -> Iterator[None]:
    """Turns system errors into FileError, with the caller's path instead of a temporary name."""
    try:
        yield
    except FileError:
        raise
    except OSError as error:
        reason = error.strerror or str(error)
        raise file_error(error.errno, f"cannot {what} it: {reason}", path) from None


def _check_kind(status: os.stat_result, what: str, path: Any) -> None:
    """Refuses anything but a regular file before it is opened; opening a device may act on it."""
    kind = stat.S_IFMT(status.st_mode)
    if kind != stat.S_IFREG:
        number = {stat.S_IFDIR: errno.EISDIR, stat.S_IFLNK: errno.ELOOP}.get(kind, errno.EINVAL)
        why = f"cannot {what} it: it is no regular file but {_KINDS.get(kind, 'something else')}"
        raise file_error(number, why, path)


def _read_all(file: Any, size: int, path: Any) -> bytes:
    content = bytearray(size)
    offset = 0
    with memoryview(content) as view:
        while offset < size:
            count = file.readinto(view[offset:])
            if not count:
                raise file_error(errno.EIO, "cannot read it: it became shorter", path)
            offset += count
    return bytes(content)


# MARK: the target


class _Target(NamedTuple):
    """A name in an open folder, and the status of the regular file of that name, if any."""

    folder: int
    name: bytes
    old: os.stat_result | None


@contextlib.contextmanager
def _target(given: bytes, inside: int | None, path: Any) -> Iterator[_Target]:
    if inside is not None:
        yield _Target(inside, given, _status(given, path, inside))
        return
    found = _status(given, path)
    folder, name = os.path.split(_followed(given))
    if name in (b"", b".", b".."):
        raise file_error(errno.EISDIR, "cannot write it: it names a folder", path)
    opened = os.open(folder or b".", os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        old = _status(name, path, opened)
        # A link in /proc may lead to a file without a name, which cannot be replaced. The second
        # look excludes files that others have just made or removed.
        if found and not old and _status(given, path) and not _status(name, path, opened):
            raise file_error(errno.EINVAL, "cannot write it: it has no name in a folder", path)
        target = _Target(opened, name, old)
        _check_permission(target)
        yield target
    finally:
        os.close(opened)


def _status(name: bytes, path: Any, inside: int | None = None) -> os.stat_result | None:
    """The status of a path, or of a name in a folder, where links are not followed."""
    try:
        status = os.stat(name, dir_fd=inside, follow_symlinks=inside is None)
    except FileNotFoundError:
        return None
    _check_kind(status, "write", path)
    return status


def _followed(given: bytes) -> bytes:
    """The target of a chain of links, which need not exist."""
    for _ in range(40):
        try:
            given = os.path.join(os.path.dirname(given), os.readlink(given))
        except OSError:
            return given
    raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))


def _check_permission(target: _Target) -> None:
    """Checks the file's own permissions; a rename needs only those of the folder."""
    if target.old and not os.access(target.name, os.W_OK, dir_fd=target.folder, effective_ids=True):
        raise OSError(errno.EACCES, os.strerror(errno.EACCES))


# MARK: temporary files


def _prefix(name: bytes) -> str:
    """The prefix of all temporary files of one target, of fixed length."""
    hashed = 0xCBF29CE484222325  # FNV-1a
    for byte in name:
        hashed = (hashed ^ byte) * 0x100000001B3 % 2**64
    return f".das-{hashed:016x}-"


def _temporary(target: _Target, permissions: int) -> tuple[str, int]:
    """A new temporary file, locked while it is open, which abandoned ones are not."""
    # The contents of a private file must not be readable meanwhile.
    mode = permissions if target.old is None else 0o600
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    while True:
        name = f"{_prefix(target.name)}{os.urandom(4).hex()}.tmp"
        try:
            descriptor = os.open(name, flags, mode, dir_fd=target.folder)
        except FileExistsError:
            continue
        except PermissionError as error:
            why = f"no file can be made in its folder: {error.strerror}"
            raise OSError(error.errno, why) from None
        if _lock_new_file(descriptor):
            return name, descriptor
        os.close(descriptor)


def _lock_new_file(descriptor: int) -> bool:
    """Locks a new file; False where another process removed it as abandoned just before."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        pass  # a file system without locks, on which no process removes abandoned files
    return os.fstat(descriptor).st_nlink > 0


def _remove_others(target: _Target, own: str) -> None:
    """Removes abandoned temporary files of the same target."""
    prefix = _prefix(target.name)
    with contextlib.suppress(OSError), _listable(target.folder) as folder:
        for name in os.listdir(folder):
            if name.startswith(prefix) and name.endswith(".tmp") and name != own:
                with contextlib.suppress(OSError):
                    _remove_if_abandoned(name, folder)


def _remove_if_abandoned(name: str, folder: int) -> None:
    flags = os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC
    descriptor = os.open(name, flags, dir_fd=folder)
    try:
        if stat.S_ISREG(os.fstat(descriptor).st_mode):
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            os.unlink(name, dir_fd=folder)
    finally:
        os.close(descriptor)


def _take_attributes(descriptor: int, target: _Target, path: Any) -> None:
    """Copies owner, group and mode of the replaced file."""
    old, own = target.old, os.fstat(descriptor)
    if old is None:
        return
    if (own.st_uid, own.st_gid) != (old.st_uid, old.st_gid):
        try:
            os.fchown(descriptor, old.st_uid, old.st_gid)
        except OSError as error:
            why = f"its owner {old.st_uid} and group {old.st_gid} cannot be kept: {error.strerror}"
            raise OSError(error.errno, why) from None
    os.fchmod(descriptor, stat.S_IMODE(old.st_mode))


@contextlib.contextmanager
def _listable(folder: int) -> Iterator[int]:
    """The same folder, open for reading."""
    opened = os.open(".", os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC, dir_fd=folder)
    try:
        yield opened
    finally:
        os.close(opened)


def _sync(folder: int) -> None:
    """Makes a rename durable, where the file system supports that."""
    with contextlib.suppress(OSError), _listable(folder) as opened:
        os.fsync(opened)
