"""Files in a folder of the user, read and written without following symbolic links."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import re
from collections.abc import Iterator

from . import file_io
from .errors import BadFormatError, FileError
from .text import quote

MAX_FILE_BYTES = 16 << 20


@contextlib.contextmanager
def open_directory(path: str, *, inside: int | None = None) -> Iterator[int]:
    """An open folder, as a descriptor for the functions below."""
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
def lock(opened: int) -> Iterator[None]:
    """Excludes other processes that lock the folder."""
    fcntl.flock(opened, fcntl.LOCK_EX)
    try:
        yield
    finally:
        fcntl.flock(opened, fcntl.LOCK_UN)


def read(opened: int, name: str) -> str | None:
    """The text of a regular file; None where there is none."""
    try:
        content = file_io.read(name, inside=opened, max_size=MAX_FILE_BYTES)
    except FileNotFoundError:
        return None
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        raise BadFormatError(f"{name} is no text in UTF-8: {error}") from None


def write(opened: int, name: str, text: str) -> None:
    """Writes a file atomically: the old one stays until the new one is complete."""
    content = text.encode(errors="surrogatepass")
    file_io.write(name, content, inside=opened, mode=0o644)


def replace_directory(opened: int, part: str, name: str) -> None:
    """Renames the folder `part` to `name`, and removes a folder that had the name."""
    old = f"{part}.old"
    replaces = name in os.listdir(opened)
    if replaces:
        with open_directory(name, inside=opened):  # raises for a link
            os.rename(name, old, src_dir_fd=opened, dst_dir_fd=opened)
    try:
        os.rename(part, name, src_dir_fd=opened, dst_dir_fd=opened)
    except BaseException:
        if replaces:
            os.rename(old, name, src_dir_fd=opened, dst_dir_fd=opened)
        raise
    if replaces:
        remove_tree(opened, old)


def remove_abandoned(opened: int, name: str) -> None:
    """Removes what a killed process left behind while it saved the folder `name`.

    Where it was killed between its two renames, the old folder is restored. The parent folder has
    to be locked.
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
                remove_tree(opened, entry)


def remove_tree(opened: int, name: str) -> None:
    """Removes a folder and the files in it; a program's folder contains no folders."""
    with open_directory(name, inside=opened) as inner:
        for entry in os.listdir(inner):
            os.unlink(entry, dir_fd=inner)
    os.rmdir(name, dir_fd=opened)


def _refused(error: OSError, name: str) -> FileError:
    link = error.errno in (errno.ELOOP, errno.ENOTDIR)
    why = "it is a symbolic link or no folder" if link else error.strerror
    return FileError(error.errno, f"cannot open {quote(name)}: {why}", name)
