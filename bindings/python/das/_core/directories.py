"""Files in a folder of the user's: read and written without following symbolic links."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import re
from collections.abc import Iterator

from . import file_io
from .errors import BadFormatError, FileError

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
        content = file_io.read(name, inside=opened, largest=LARGEST)
    except FileNotFoundError:
        return None
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        raise BadFormatError(f"{name} is no text in UTF-8: {error}") from None


def write(opened: int, name: str, text: str) -> None:
    """Writes a file: the old one stays until the whole new one is there."""
    content = text.encode(errors="surrogatepass")
    file_io.write(name, content, inside=opened, permissions=0o644)


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


def clear_left(opened: int, name: str) -> None:
    """Removes what a killed process has left of saving the folder `name`; for a locked folder.

    Where it was killed with the old folder out of the way and the new one not in its place, the
    old one comes back.
    """
    left = re.compile(rf"\.{re.escape(name)}\.\d+\.[0-9a-f]{{8}}\.part(\.old)?")
    entries = os.listdir(opened)
    for entry in sorted(entries, reverse=True):
        found = left.fullmatch(entry)
        if found and found[1] and name not in entries:
            os.rename(entry, name, src_dir_fd=opened, dst_dir_fd=opened)
            entries.append(name)
        elif found:
            with contextlib.suppress(OSError):
                clear(opened, entry)


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
