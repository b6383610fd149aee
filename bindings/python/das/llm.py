"""Language models for :func:`das.write_program`.

Any callable from a prompt (str) to an answer (str) serves as a language model. :class:`OpenAI` is
one for servers with OpenAI's chat completions API: OpenAI, Gemini, vLLM, Ollama, llama.cpp and
others. It needs the package ``openai`` (``pip install 'openai>=1.40'``).
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ._core.errors import AnswerError, InvalidArgumentError, LLMError, OutOfRangeError
from ._llm.client import Request, post
from ._llm.reply import Failure, Reply
from ._llm.secrets import address_of, key_of, proxy_secrets

__all__ = ["OpenAI", "Usage"]

# The longest wait, even if the server asks for more.
MAX_WAIT = 120.0


@dataclass(frozen=True)
class Usage:
    """The usage of a language model; `cost` is None where no price is known."""

    calls: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    cost: float | None = None

    def since(self, before: Usage) -> Usage:
        """The difference to an earlier state."""
        return Usage(
            self.calls - before.calls,
            self.prompt_tokens - before.prompt_tokens,
            self.completion_tokens - before.completion_tokens,
            None if self.cost is None else self.cost - (before.cost or 0.0),
        )


class OpenAI:
    """A model behind a server with OpenAI's chat completions API.

    Calling it with a prompt returns the answer. Any number of threads may call one object.

    Parameters
    ----------
    model : str
        The server's name of the model.
    base_url : str, optional
        The server, such as ``http://localhost:11434/v1`` (Ollama), ``http://localhost:8000/v1``
        (vLLM) or ``https://generativelanguage.googleapis.com/v1beta/openai/`` (Gemini). Default:
        the environment's ``OPENAI_BASE_URL``, else OpenAI.
    api_key_env : str or None, default "OPENAI_API_KEY"
        The environment variable with the key, which is read at each call and never stored. It may
        be unset for a `base_url` that needs no key; None sends none.
    timeout : float, default 120
        Seconds for one answer, from the look-up of the server's name to the last byte. Answers are
        limited to 16 MiB; redirects are not followed.
    max_retries : int, default 4
        Retries after rate limits (429), server errors (5xx), broken connections and time-outs.
    temperature : float, optional
        Default: the server's.
    price : (float, float), optional
        The prices of a million tokens of prompts and of answers, for the cost in `usage`.
    backoff : float, default 1
        Seconds before the first retry, doubled for each further one, times a random factor in
        [0.5, 1]. A server's ``Retry-After`` takes precedence.
    extra : mapping, optional
        Further fields of the request, such as ``{"reasoning_effort": "high"}``.

    Raises
    ------
    LLMError
        By a call without an answer: after the last retry, or at once where a retry is useless. The
        subclass ``AnswerError`` means an unusable answer: empty, cut off at the token limit, or
        refused.
    LibraryError
        By a call without the package ``openai``.

    Examples
    --------
    >>> llm = das.llm.OpenAI("qwen3:8b", base_url="http://localhost:11434/v1")  # doctest: +SKIP
    >>> program = das.write_program("iforest", llm=llm)  # doctest: +SKIP
    """

    def __init__(
        self,
        model: str,
        *,
        base_url: str | None = None,
        api_key_env: str | None = "OPENAI_API_KEY",
        timeout: float = 120.0,
        max_retries: int = 4,
        temperature: float | None = None,
        price: tuple[float, float] | None = None,
        backoff: float = 1.0,
        extra: Mapping[str, Any] | None = None,
    ) -> None:
        if not isinstance(model, str) or not model:
            raise InvalidArgumentError(f"model is {model!r}; it takes a model's name")
        if not timeout > 0 or max_retries < 0 or not backoff >= 0:
            raise OutOfRangeError("timeout must be above 0, max_retries and backoff at least 0")
        self.model = model
        self._address = address_of(base_url)
        self._key_needed = base_url is None
        self._api_key_env = api_key_env
        self._timeout = float(timeout)
        self._max_retries = int(max_retries)
        self._backoff = float(backoff)
        self._price = price
        self._fields = dict(extra or {})
        if temperature is not None:
            self._fields["temperature"] = float(temperature)
        self._takes_schemas = True
        self._lock = threading.Lock()
        self._usage = Usage(cost=None if price is None else 0.0)

    @property
    def provider(self) -> str:
        """The server's address, without user and password."""
        return self._address.url

    @property
    def usage(self) -> Usage:
        """The usage of all calls so far."""
        return self._usage

    def __repr__(self) -> str:
        return f"<das.llm.OpenAI {self.model!r} at {self.provider}>"

    def __call__(self, prompt: str, *, schema: Mapping[str, Any] | None = None) -> str:
        """The model's answer to a prompt.

        Parameters
        ----------
        prompt : str
        schema : JSON Schema, optional
            The schema of the answer; dropped if the server does not support schemas.
        """
        retries = 0
        while True:
            with_schema = schema is not None and self._takes_schemas
            outcome = self._post(prompt, schema if with_schema else None)
            if isinstance(outcome, Reply):
                return self._checked(outcome)
            if with_schema and _refuses_schemas(outcome):
                self._takes_schemas = False
                continue
            wait = self._wait(outcome, retries)
            if wait is None:
                break
            time.sleep(wait)
            retries += 1
        tries = f" (after {retries + 1} tries)" if retries else ""
        status = f"HTTP {outcome.status}: " if outcome.status else ""
        message = f"{self.model} at {self.provider} gave no answer{tries}: {status}"
        raise LLMError(message + outcome.message)

    def _post(self, prompt: str, schema: Mapping[str, Any] | None) -> Reply | Failure:
        """One request. Errors are raised by the caller, whose frame does not contain the key."""
        body: dict[str, Any] = {
            "model": self.model,
            "messages": [{"role": "user", "content": prompt}],
            "extra_body": self._fields,
        }
        if schema is not None:
            form = {"name": "program", "schema": schema}
            body["response_format"] = {"type": "json_schema", "json_schema": form}
        key = key_of(self._api_key_env, self._key_needed)
        secrets = [*self._address.secrets, *([key] if key else []), *proxy_secrets()]
        authorization = self._address.authorization
        headers = {"Authorization": authorization} if authorization else {}
        return post(Request(self._address.url, key, headers, body, secrets), self._timeout)

    def _checked(self, reply: Reply) -> str:
        self._count(reply)
        text = reply.text
        if reply.finish_reason == "length":
            tokens = reply.completion_tokens or "the limit of"
            raise AnswerError(f"the answer was cut off after {tokens} tokens; be shorter", text)
        if reply.finish_reason == "content_filter":
            raise AnswerError("the server's content filter stopped the answer", text)
        if not text.strip():
            raise AnswerError("the answer was empty", text)
        return text

    def _count(self, reply: Reply) -> None:
        with self._lock:
            seen = self._usage
            cost = seen.cost
            if cost is not None and self._price is not None:
                given, made = self._price
                cost += (given * reply.prompt_tokens + made * reply.completion_tokens) / 1e6
            self._usage = Usage(
                seen.calls + 1,
                seen.prompt_tokens + reply.prompt_tokens,
                seen.completion_tokens + reply.completion_tokens,
                cost,
            )

    def _wait(self, failure: Failure, retries: int) -> float | None:
        """Seconds before the next try; None for no further one."""
        if retries >= self._max_retries or not failure.passes:
            return None
        if failure.retry_after is not None:
            return failure.retry_after if failure.retry_after <= MAX_WAIT else None
        return min(self._backoff * 2.0**retries, MAX_WAIT) * random.uniform(0.5, 1.0)


def _refuses_schemas(failure: Failure) -> bool:
    text = failure.message.lower()
    named = any(name in text for name in ("response_format", "json_schema", "schema"))
    return failure.status in (400, 404, 422, 501) and named
