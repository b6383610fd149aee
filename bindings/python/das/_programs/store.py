"""A store of programs as plain files, to read, compare and commit."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from datetime import datetime, timezone
from typing import Any, NamedTuple

from .._core import directories
from .._core.errors import DASError, FileError, UnknownNameError, UnsupportedError
from .._core.public import public
from . import approvals
from .layout import AnyStored, deserialize, serialize
from .program import Program
from .python_program import PythonProgram, checked_name, is_name


class StoredProgram(NamedTuple):
    """An entry in the list of a program store."""

    name: str
    form: str
    detector: str
    sha256: str
    approved: bool
    date: str
    """When a language model wrote it; empty for others."""


@public
class ProgramStore:
    """A folder with a folder for each program, and a list of approvals.

    A program's folder contains ``program.json``, or ``program.py`` and ``about.json``; if a
    language model wrote it, also ``provenance.json``, ``prompt-1.txt``, ``answer-1.txt`` and so on.
    ``approvals.txt`` lists the SHA-256 of programs in Python that may run. All files are plain
    text. Reading them runs nothing, symbolic links in the store are not followed, and saving is
    atomic.

    Parameters
    ----------
    path : str or path-like, optional
        Default: the environment's ``LIBDAS_PROGRAMS``, else ``$XDG_DATA_HOME/libdas/programs``,
        else ``~/.local/share/libdas/programs``. It is created when a program is saved.

    Examples
    --------
    >>> import das, tempfile
    >>> store = das.ProgramStore(tempfile.mkdtemp())
    >>> store.save(das.Program("pca"))
    'pca'
    >>> store.load("pca") == das.Program("pca")
    True
    """

    def __init__(self, path: Any = None) -> None:
        chosen = approvals.default_store() if path is None else path
        self._path = os.path.abspath(os.fsdecode(chosen))

    @property
    def path(self) -> str:
        """The folder of the store."""
        return self._path

    def save(self, program: AnyStored, name: str | None = None, *, overwrite: bool = False) -> str:
        """Saves a program with its provenance; returns the name it is saved under.

        Parameters
        ----------
        program : Program or PythonProgram
        name : str, optional
            Default: the program's own.
        overwrite : bool
            Whether to replace a program of this name. An approval of the old text does not apply
            to the new one.

        Raises
        ------
        FileError
            Where there is a program of this name, or the system refuses.
        """
        if not isinstance(program, (Program, PythonProgram)):
            raise UnsupportedError(f"a program store holds no {type(program).__name__}")
        name = checked_name(program.name if name is None else name)
        os.makedirs(self._path, exist_ok=True)
        part = f".{name}.{os.getpid()}.{os.urandom(4).hex()}.part"
        with directories.open_directory(self._path) as root, directories.lock(root):
            directories.remove_abandoned(root, name)
            if not overwrite and name in os.listdir(root):
                raise FileError(f"there is a program '{name}' in {self._path} already")
            os.mkdir(part, 0o755, dir_fd=root)
            try:
                with directories.open_directory(part, inside=root) as opened:
                    for file, text in serialize(program).items():
                        directories.write(opened, file, text)
                directories.replace_directory(root, part, name)
            except BaseException:
                with contextlib.suppress(OSError):
                    directories.remove_tree(root, part)
                raise
        return name

    def load(self, name: str, *, sandbox: str = "required") -> AnyStored:
        """Loads a program; one in Python runs only if its current text is approved.

        Parameters
        ----------
        name : str
        sandbox : {"required", "none"}
            As for :class:`PythonProgram`; it is not stored with the program.

        Raises
        ------
        UnknownNameError
            Where there is no program of this name.
        BadFormatError
            Where its files are not as :meth:`save` writes them.
        """
        with self._opened(checked_name(name)) as opened:
            program = deserialize(opened, name, sandbox)
        if isinstance(program, PythonProgram):
            program._store = self._path
        return program

    def list(self) -> tuple[StoredProgram, ...]:
        """The programs of the store, by name; other folders are skipped."""
        if not os.path.isdir(self._path):
            return ()
        found = []
        for name in sorted(os.listdir(self._path)):
            if not is_name(name):
                continue
            with contextlib.suppress(DASError):
                found.append(self._line(name))
        return tuple(found)

    def _line(self, name: str) -> StoredProgram:
        program = self.load(name)
        provenance = program.provenance
        form = "python" if isinstance(program, PythonProgram) else "json"
        date = provenance.date if provenance else ""
        return StoredProgram(
            name, form, program.detector, program.sha256, self.is_approved(program), date
        )

    def approve(self, program: AnyStored | str) -> str:
        """Approves a program's text; read it first. Returns its SHA-256.

        Parameters
        ----------
        program : Program, PythonProgram or name
            A name approves what is in the store at this moment; pass the program itself to approve
            exactly what you have read.
        """
        if isinstance(program, str):
            program = self.load(program)
        if isinstance(program, Program):
            return program.sha256  # programs of steps need no approval
        date = datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
        os.makedirs(self._path, exist_ok=True)
        with directories.open_directory(self._path) as root, directories.lock(root):
            text = directories.read(root, approvals.FILE) or approvals.HEADING
            if program.sha256 not in approvals.hashes(text):
                if not text.endswith("\n"):
                    text += "\n"
                directories.write(
                    root, approvals.FILE, f"{text}{program.sha256} {date} {program.name}\n"
                )
        approvals.in_process.add(program.sha256)
        return program.sha256

    def is_approved(self, program: AnyStored | str) -> bool:
        """Whether a program may run; programs of steps always may."""
        if isinstance(program, str):
            program = self.load(program)
        return isinstance(program, Program) or program.sha256 in approvals.listed(self._path)

    def remove(self, name: str) -> None:
        """Removes a program, and the approval of its current text.

        Raises
        ------
        UnknownNameError
            Where there is no program of this name.
        """
        sha256 = ""
        with contextlib.suppress(DASError):
            sha256 = self.load(name).sha256
        with self._opened(checked_name(name)):
            pass
        with directories.open_directory(self._path) as root, directories.lock(root):
            directories.remove_tree(root, name)
            text = directories.read(root, approvals.FILE) or ""
            remaining = [line for line in text.splitlines(True) if line.split()[:1] != [sha256]]
            if "".join(remaining) != text:
                directories.write(root, approvals.FILE, "".join(remaining))
        approvals.in_process.discard(sha256)

    @contextlib.contextmanager
    def _opened(self, name: str) -> Iterator[int]:
        if not os.path.lexists(os.path.join(self._path, name)):
            raise UnknownNameError(f"there is no program '{name}' in {self._path}")
        with (
            directories.open_directory(self._path) as root,
            directories.open_directory(name, inside=root) as opened,
        ):
            yield opened

    def __repr__(self) -> str:
        return f"ProgramStore({self._path!r})"
