"""The command lines of helper processes."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from ._interpreter import Interpreter

_HERE = Path(__file__).resolve().parent
# Not -I, which would ignore PYTHONHASHSEED: the environment is set by us, and the working folder is
# removed from the path.
_BOOT = (
    "import sys; sys.path = [*filter(None, sys.path), *sys.argv[1:3]]; "
    "from _worker.main import main; "
    "main(sys.argv[3], int(sys.argv[4]), int(sys.argv[5]))"
)
# Folders of programs and libraries on Linux; missing ones are skipped.
_SYSTEM = ("/usr", "/lib", "/lib64", "/lib32", "/bin", "/etc/ld.so.cache", "/etc/alternatives")
_NAMESPACES = ("--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts")
# Root needs no user namespace, in which it would remain root: the worker becomes nobody itself,
# after it has read the interpreter's files.
_AS_ROOT = (*_NAMESPACES, "--unshare-cgroup-try", "--cap-drop", "ALL")
_KEPT_FOR_THE_WORKER = ("CAP_SETUID", "CAP_SETGID", "CAP_SETPCAP", "CAP_DAC_READ_SEARCH")


def worker_command(python: Interpreter, mode: str, memory: int, seconds: int) -> list[str]:
    """The command of the worker; `mode` as in ``_worker/main.py``."""
    options = ["-s", "-S", "-B", "-W", "ignore", "-c", _BOOT]
    arguments = [str(_HERE), python.numpy_folder, mode, str(memory), str(seconds)]
    return [python.executable, *options, *arguments]


def bubblewrap() -> str | None:
    """The path of bwrap, if there is one."""
    return shutil.which("bwrap")


def wrapped(bwrap: str, python: Interpreter, command: list[str], info: int) -> list[str]:
    """A command inside bubblewrap, which writes the process's id to descriptor `info`."""
    wrapper = [bwrap, "--die-with-parent", "--new-session", "--clearenv"]
    if os.geteuid() == 0:
        wrapper += _AS_ROOT
        for capability in _KEPT_FOR_THE_WORKER:
            wrapper += ["--cap-add", capability]
    else:
        wrapper += ["--unshare-all", "--cap-drop", "ALL"]
    for path in dict.fromkeys((*_SYSTEM, *python.read, str(_HERE / "_worker"))):
        wrapper += ["--ro-bind-try", path, path]
    for name, value in environment(python).items():
        wrapper += ["--setenv", name, value]
    return [*wrapper, "--remount-ro", "/", "--chdir", "/", "--info-fd", str(info), "--", *command]


def environment(python: Interpreter) -> dict[str, str]:
    """The worker's environment, with nothing of the caller's but library paths."""
    threads = ("OPENBLAS", "OMP", "MKL", "BLIS", "VECLIB", "NUMEXPR", "GOTO")
    values = {f"{name}_NUM_THREADS": "1" for name in threads}
    values["PYTHONHASHSEED"] = "0"
    values["LC_ALL"] = "C.UTF-8"
    if python.library_path:
        values["LD_LIBRARY_PATH"] = python.library_path
    return values
