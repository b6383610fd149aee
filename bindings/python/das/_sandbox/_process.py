"""A helper process, started without a fork of the caller and ended with the call."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
from types import TracebackType

from ._channel import Channel, MalformedError
from ._command import bubblewrap, environment, worker_command, wrapped
from ._interpreter import interpreter
from ._signals import with_signals_afresh
from ._worker import wire

_START_SECONDS = 30.0
_KILL_TIMEOUT = 5.0


class StartError(Exception):
    """A worker could not start; the message says why."""


class Worker:
    """A worker that has locked itself down and waits for its job; a context manager.

    Parameters
    ----------
    mode : "isolate" or "limit"
    memory, seconds : int
        Limits that the worker sets for itself.
    in_bubblewrap : bool
    """

    def __init__(self, mode: str, memory: int, seconds: int, in_bubblewrap: bool) -> None:
        self.channel = Channel()
        self._inner: int | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self.locks = 0
        try:
            self._start(mode, memory, seconds, in_bubblewrap)
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Worker:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def _start(self, mode: str, memory: int, seconds: int, in_bubblewrap: bool) -> None:
        command = worker_command(interpreter(), mode, memory, seconds)
        reading, writing = os.pipe()
        try:
            if in_bubblewrap:
                bwrap = bubblewrap()
                if bwrap is None:
                    raise StartError("bwrap is not there any more")
                command = wrapped(bwrap, interpreter(), command, writing)
            command = with_signals_afresh(command, interpreter())
            self._process = self._spawned(command, (writing,) if in_bubblewrap else ())
            self.channel.worker_end.close()
            self.channel.allow(_START_SECONDS)
            self.locks = self._greeting()
            self._inner = _process_inside(reading) if in_bubblewrap else None
        finally:
            os.close(reading)
            os.close(writing)

    def _spawned(self, command: list[str], inherited: tuple[int, ...]) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            command,
            stdin=self.channel.worker_end.fileno(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            close_fds=True,
            pass_fds=inherited,
            cwd="/",
            env=environment(interpreter()),
            start_new_session=True,
        )

    def _greeting(self) -> int:
        kind, first, second = self.channel.receive_header()
        if kind == wire.FAILURE:
            raise StartError(self.channel.receive(min(second, wire.TEXT_BYTES)).decode())
        if kind != wire.READY:
            raise MalformedError(f"a frame of kind {kind} at its start")
        if first != sys.version_info[0] << 8 | sys.version_info[1]:
            version = f"{first >> 8}.{first & 255}"
            raise StartError(f"{interpreter().executable} is Python {version}, not this one")
        return second

    def status(self) -> int | None:
        """The exit status as a shell gives it: 128 + the number for a signal.

        None for a worker that does not end soon after closing its channel.
        """
        if self._process is None:
            return None
        with contextlib.suppress(subprocess.TimeoutExpired):
            code = self._process.wait(1.0)
            return 128 - code if code < 0 else code
        return None

    def close(self) -> None:
        """Kills the process, waits for its end and closes all descriptors."""
        self.channel.close()
        process, inner = self._process, self._inner
        self._process = self._inner = None
        try:
            if process is not None:
                _end(process, inner)
        finally:
            if inner is not None:
                os.close(inner)


def _end(process: subprocess.Popen[bytes], inner: int | None) -> None:
    try:
        if inner is not None:
            # The first process in bubblewrap's namespace: all others die with it, and so does
            # bubblewrap, which waits for it. The system's init inherits no process.
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(inner, signal.SIGKILL)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(_KILL_TIMEOUT)
    finally:
        if process.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _process_inside(pipe: int) -> int | None:
    """A descriptor of the process that bubblewrap reported, in JSON, before the worker ran."""
    os.set_blocking(pipe, False)
    try:
        found = re.search(rb'"child-pid": (\d+)', os.read(pipe, 4096))
        return None if found is None else os.pidfd_open(int(found[1]))
    except OSError:
        return None
