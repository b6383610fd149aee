"""Files in a folder of the user's: read and written without following symbolic links."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import stat
from collections.abc import Iterator

from ._errors import BadFormatError, FileError

LARGEST = 16 << 20


@contextlib.contextmanager
def folder(path: str, *, inside: int | None = None) -> Iterator[int]:
    """An open folder, as a descriptor that the functions below take."""
    follow = 0 if inside is None else os.O_NOFOLLOW
    try:
        opened = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC | follow, dir_fd=inside)
    except OSError as error:
        raise _refused(error, path) from None
    try:
        yield opened
    finally:
        os.close(opened)


@contextlib.contextmanager
def locked(opened: int) -> Iterator[None]:
    """Keeps out other processes that lock the folder, too."""
    fcntl.flock(opened, fcntl.LOCK_EX)
    try:
        yield
    finally:
        fcntl.flock(opened, fcntl.LOCK_UN)


def read(opened: int, name: str) -> str | None:
    """The text of a regular file; None where there is none."""
    try:
        # Not to wait for whoever writes into a pipe of that name.
        flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
        descriptor = os.open(name, flags, dir_fd=opened)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _refused(error, name) from None
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise FileError(errno.EINVAL, "no regular file", name)
    with open(descriptor, "rb") as file:
        content = file.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise BadFormatError(f"{name} has more than {LARGEST} bytes")
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        raise BadFormatError(f"{name} is no text in UTF-8: {error}") from None


def write(opened: int, name: str, text: str) -> None:
    """Writes a file: the old one stays until the whole new one is there."""
    part = f".{name}.{os.getpid()}.{os.urandom(4).hex()}.part"
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    try:
        with open(os.open(part, flags, 0o644, dir_fd=opened), "wb") as file:
            file.write(text.encode(errors="surrogatepass"))
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, name, src_dir_fd=opened, dst_dir_fd=opened)
    except BaseException as error:
        with contextlib.suppress(OSError):
            os.unlink(part, dir_fd=opened)
        if isinstance(error, OSError):
            raise _refused(error, name) from None
        raise


def put(opened: int, part: str, name: str) -> None:
    """Gives the folder `part` the name of another, if there is one, and removes that."""
    old = f"{part}.old"
    replaces = name in os.listdir(opened)
    if replaces:
        with folder(name, inside=opened):  # a folder, and no link to one
            os.rename(name, old, src_dir_fd=opened, dst_dir_fd=opened)
    try:
        os.rename(part, name, src_dir_fd=opened, dst_dir_fd=opened)
    except BaseException:
        if replaces:
            os.rename(old, name, src_dir_fd=opened, dst_dir_fd=opened)
        raise
    if replaces:
        clear(opened, old)


def clear(opened: int, name: str) -> None:
    """Removes a folder and the files in it; there are no folders in folders of programs."""
    with folder(name, inside=opened) as inner:
        for entry in os.listdir(inner):
            os.unlink(entry, dir_fd=inner)
    os.rmdir(name, dir_fd=opened)


def _refused(error: OSError, name: str) -> FileError:
    link = error.errno in (errno.ELOOP, errno.ENOTDIR)
    why = "a symbolic link or no folder; none is followed" if link else error.strerror
    return FileError(error.errno, why, name)
