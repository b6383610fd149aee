"""Processes that carry out tasks, each on one thread, and send results as they come."""

from __future__ import annotations

import contextlib
import multiprocessing
import multiprocessing.connection
import os
import signal
from collections import deque
from collections.abc import Iterable, Iterator
from typing import Any

from ._measure import Message, failure, measure
from ._plan import Task

_SPAWN = multiprocessing.get_context("spawn")
# Read by the libraries of numpy and scikit-learn when they are loaded.
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


def run_tasks(tasks: Iterable[Task], jobs: int) -> Iterator[tuple[Task, Message]]:
    """Carries out tasks, in order, on `jobs` processes.

    A process that dies (for lack of memory, for example) is a failure of its task, and is replaced.
    Closing the iterator early ends the processes.
    """
    waiting = deque(tasks)
    busy = [_Worker(waiting.popleft()) for _ in range(min(jobs, len(waiting)))]
    try:
        while busy:
            ready = multiprocessing.connection.wait([worker.pipe for worker in busy])
            for worker in [worker for worker in busy if worker.pipe in ready]:
                message, at_end = worker.receive()
                if message is not None:
                    yield worker.task, message
                if at_end and waiting:
                    worker.start(waiting.popleft())
                elif at_end:
                    busy.remove(worker)
                    worker.end()
    finally:
        for worker in busy:
            worker.end()


class _Worker:
    """One process and its task."""

    def __init__(self, task: Task) -> None:
        self._spawn()
        self.start(task)

    def start(self, task: Task) -> None:
        """Starts a task, in a new process if the previous one died."""
        self.task = task
        if not self._process.is_alive():
            self.end()
            self._spawn()
        with contextlib.suppress(BrokenPipeError):  # it has just died, which receive() will report
            self.pipe.send(task)

    def receive(self) -> tuple[Message | None, bool]:
        """A message of the process, and whether the task has ended."""
        try:
            message: Message | None = self.pipe.recv()
            return message, message is None
        except (EOFError, ConnectionResetError):
            self._process.join()
            died = f"its process died (exit code {self._process.exitcode})"
            return failure(self.task, self.task.detector, None, died), True

    def end(self) -> None:
        """Kills the process."""
        self._process.terminate()
        self._process.join()
        self.pipe.close()

    def _spawn(self) -> None:
        self.pipe, other = _SPAWN.Pipe()
        self._process = _SPAWN.Process(target=_work, args=(other,), daemon=True)
        with _one_thread_each():
            self._process.start()
        other.close()


def _work(pipe: Any) -> None:
    # Ctrl-C is handled by the parent, which then ends this process.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(EOFError, BrokenPipeError):
        while True:
            for message in measure(pipe.recv()):
                pipe.send(message)
            pipe.send(None)


@contextlib.contextmanager
def _one_thread_each() -> Iterator[None]:
    before = {name: os.environ.get(name) for name in _THREADS}
    os.environ.update(dict.fromkeys(_THREADS, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
