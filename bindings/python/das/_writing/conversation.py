"""What was asked of a language model, and what it answered."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .._core.errors import AnswerError, CallbackError
from .._core.functions import takes
from ..llm import Usage

LLM = Callable[..., Any]

MAX_TEXT_LENGTH = 16_384


class Conversation:
    """Asks, and keeps prompts and answers.

    Attributes
    ----------
    prompts, answers : list of str
        As many of the one as of the other.
    """

    def __init__(self, llm: LLM) -> None:
        self._llm = llm
        self._takes_schema = takes(llm, "schema")
        self._before = _usage_of(llm)
        self.prompts: list[str] = []
        self.answers: list[str] = []

    def ask(self, prompt: str, schema: Any = None) -> str:
        """The model's answer, without its thoughts; AnswerError where it cannot be used."""
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
        """What is known of the model's name."""
        named = getattr(self._llm, "model", None) or getattr(self._llm, "__qualname__", None)
        return named if isinstance(named, str) else type(self._llm).__qualname__

    @property
    def provider(self) -> str:
        """What is known of where it runs."""
        address = getattr(self._llm, "provider", "")
        return address if isinstance(address, str) else ""

    @property
    def usage(self) -> Usage:
        """Of this conversation."""
        now = _usage_of(self._llm)
        if now is None or self._before is None:
            return Usage(calls=len(self.prompts))
        return now.since(self._before)


def without_thoughts(answer: str) -> str:
    """What follows the thoughts that some servers leave in an answer of a reasoning model."""
    return answer.rpartition("</think>")[2]


def sendable(text: str, longest: int = MAX_TEXT_LENGTH) -> str:
    """Text as a part of a prompt: of bounded length, without what is no text."""
    cut = text if len(text) <= longest else text[:longest] + "\n[cut off here]"
    return _encodable(cut.replace("\0", ""))


def _encodable(text: str) -> str:
    """The text without halves of surrogate pairs, which no file and no request can hold."""
    return text.encode(errors="replace").decode()


def _usage_of(llm: LLM) -> Usage | None:
    usage = getattr(llm, "usage", None)
    return usage if isinstance(usage, Usage) else None
