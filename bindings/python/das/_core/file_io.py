"""Whole files, read and atomically written by the C library."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Callable
from typing import Any

from .context import Context
from .errors import FileError, InvalidArgumentError
from .handles import Handle
from .library import library


class _File(Handle, noun="file"):
    """The content of a file."""


def read(path: Any, *, inside: int = -1, max_size: int = 1 << 40) -> bytes:
    """The bytes of a regular file; nothing else is opened.

    Parameters
    ----------
    path : str, bytes or path-like
    inside : int
        A descriptor of the folder of `path`; then symbolic links are not followed.
    max_size : int
        The maximum size.

    Raises
    ------
    FileError
        Where there is no regular file, or the system refuses. The exception is also the built-in
        one, ``FileNotFoundError`` for example.
    BadFormatError
        Where the file has more than `max_size` bytes.
    """
    file, size = _File(), ctypes.c_int64()
    _run(library.das_file_read, inside, path, max_size, file.target)
    return ctypes.string_at(library.das_file_bytes(file.reference, ctypes.byref(size)), size.value)


def write(path: Any, content: bytes, *, inside: int = -1, mode: int = 0o666) -> None:
    """Writes a file atomically, as ``das_file_write`` of the C interface describes.

    Parameters
    ----------
    path : str, bytes or path-like
    content : bytes
    inside : int
        A descriptor of the folder of `path`; then symbolic links are not followed.
    mode : int
        The permissions of a new file, before the umask.

    Raises
    ------
    FileError
        As in :func:`read`. Nothing is left behind.
    """
    start = ctypes.cast(ctypes.c_char_p(content), ctypes.POINTER(ctypes.c_uint8))
    _run(library.das_file_write, inside, path, start, len(content), mode)


def _run(function: Callable[..., int], inside: int, path: Any, *arguments: Any) -> None:
    encoded = os.fsencode(path)
    if b"\0" in encoded:
        raise InvalidArgumentError(f"path {os.fspath(path)!r} holds a NUL character")
    with Context() as context:
        try:
            context.run(function, inside, encoded, *arguments)
        except FileError as error:
            error.filename = os.fspath(path)
            raise
