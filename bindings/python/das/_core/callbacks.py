"""Python functions as C callbacks that never raise into ctypes.

Python handles a pending signal when it enters a function, before the function's first ``try``.
ctypes prints and drops what a callback raises there, so a KeyboardInterrupt would be lost. A
generator is resumed where it was suspended, inside its ``try``; so callbacks go through one.
"""

from __future__ import annotations

import ctypes
import functools
from collections.abc import Callable, Generator
from typing import Any

# PyObject_CallFunction(generator.send, "((OOO))", a, b, c) is generator.send((a, b, c)) with no
# Python function entered on the way.
_call = ctypes.PYFUNCTYPE(
    ctypes.py_object,
    ctypes.py_object,
    ctypes.c_char_p,
    ctypes.py_object,
    ctypes.py_object,
    ctypes.py_object,
)(("PyObject_CallFunction", ctypes.pythonapi))

Loop = Generator[Any, tuple[Any, Any, Any], None]


def signal_safe_callback(
    function: Callable[[Any, Any, Any], int | None],
    record: Callable[[BaseException], None],
    failed: int | None,
) -> tuple[Callable[..., Any], Loop]:
    """A callable of three arguments that runs `function` and returns `failed` where that raises.

    The exception goes to `record`. The callable serves one thread at a time. The generator is
    returned as well, to be closed when the callable is no longer needed.
    """
    loop = _loop(function, record, failed)
    next(loop)
    return functools.partial(_call, loop.send, b"((OOO))"), loop


def _loop(
    function: Callable[[Any, Any, Any], int | None],
    record: Callable[[BaseException], None],
    failed: int | None,
) -> Loop:
    result: int | None = 0
    while True:
        try:
            arguments = yield result
            result = function(*arguments)
        except GeneratorExit:
            return
        except BaseException as error:
            result = failed
            record(error)
