"""Descriptions of a program's errors for its author."""

from __future__ import annotations

from types import TracebackType

FILE = "<program>"
_FRAMES, _MESSAGE_CHARACTERS, _LINE_CHARACTERS = 6, 1500, 160


def described(error: BaseException, source: str) -> str:
    """The exception's type and message, and its lines in the program."""
    lines = [f"{type(error).__name__}: {_message(error)}"[:_MESSAGE_CHARACTERS]]
    written = source.splitlines()
    for number, function in _frames(error.__traceback__)[-_FRAMES:]:
        text = written[number - 1].strip() if 0 < number <= len(written) else ""
        lines.append(f"  line {number}, in {function}: {text[:_LINE_CHARACTERS]}")
    return "\n".join(lines)


def _message(error: BaseException) -> str:
    if isinstance(error, SyntaxError):
        return f"{error.msg}, line {error.lineno}: {(error.text or '').strip()[:_LINE_CHARACTERS]}"
    try:
        return str(error)
    except BaseException:
        return "(its message cannot be shown)"


def _frames(traceback: TracebackType | None) -> list[tuple[int, str]]:
    frames = []
    while traceback is not None:
        code = traceback.tb_frame.f_code
        if code.co_filename == FILE:
            frames.append((traceback.tb_lineno, code.co_name))
        traceback = traceback.tb_next
    return frames
