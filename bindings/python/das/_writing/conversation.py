"""A conversation with a language model."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .._core.errors import AnswerError, CallbackError
from .._core.functions import takes
from ..llm import Usage

LLM = Callable[..., Any]

MAX_TEXT_LENGTH = 16_384


class Conversation:
    """Sends prompts, and records them with the answers.

    Attributes
    ----------
    prompts, answers : list of str
        Of the same length.
    """

    def __init__(self, llm: LLM) -> None:
        self._llm = llm
        self._takes_schema = takes(llm, "schema")
        self._before = _usage_of(llm)
        self.prompts: list[str] = []
        self.answers: list[str] = []

    def ask(self, prompt: str, schema: Any = None) -> str:
        """The model's answer without its reasoning; AnswerError where it is unusable."""
        options = {"schema": schema} if schema is not None and self._takes_schema else {}
        try:
            answer = self._llm(prompt, **options)
        except AnswerError as error:
            self._keep(prompt, _encodable(error.answer))
            raise
        if not isinstance(answer, str):
            raise CallbackError(f"llm returned {type(answer).__name__}; it must return a str")
        answer = _encodable(answer)
        self._keep(prompt, answer)
        reply = without_thoughts(answer)
        if not reply.strip():
            raise AnswerError("the answer was empty", reply)
        return reply

    def _keep(self, prompt: str, answer: str) -> None:
        self.prompts.append(prompt)
        self.answers.append(answer)

    @property
    def model(self) -> str:
        """The model's name, as far as it is known."""
        named = getattr(self._llm, "model", None) or getattr(self._llm, "__qualname__", None)
        return named if isinstance(named, str) else type(self._llm).__qualname__

    @property
    def provider(self) -> str:
        """The server's address, as far as it is known."""
        address = getattr(self._llm, "provider", "")
        return address if isinstance(address, str) else ""

    @property
    def usage(self) -> Usage:
        """The usage of this conversation."""
        now = _usage_of(self._llm)
        if now is None or self._before is None:
            return Usage(calls=len(self.prompts))
        return now.since(self._before)


def without_thoughts(answer: str) -> str:
    """The answer after the reasoning that some servers include."""
    return answer.rpartition("</think>")[2]


def sendable(text: str, longest: int = MAX_TEXT_LENGTH) -> str:
    """Text for a prompt: of bounded length, and encodable in UTF-8."""
    cut = text if len(text) <= longest else text[:longest] + "\n[cut off here]"
    return _encodable(cut.replace("\0", ""))


def _encodable(text: str) -> str:
    """The text without halves of surrogate pairs, which UTF-8 cannot encode."""
    return text.encode(errors="replace").decode()


def _usage_of(llm: LLM) -> Usage | None:
    usage = getattr(llm, "usage", None)
    return usage if isinstance(usage, Usage) else None
