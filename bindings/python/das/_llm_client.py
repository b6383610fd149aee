"""One request to a server that speaks OpenAI's chat completions, through the ``openai`` client."""

from __future__ import annotations

import functools
import importlib
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any

from ._errors import LibraryError

# Far more than any program needs; a server that sends without end is cut off.
LARGEST_REPLY = 16 << 20


@dataclass(frozen=True)
class Reply:
    """What a server answered."""

    text: str
    finish_reason: str
    prompt_tokens: int
    completion_tokens: int


@dataclass(frozen=True)
class Failure:
    """Why no answer came. `status` is None where the server was not reached."""

    message: str
    status: int | None = None
    retry_after: float | None = None
    quota: bool = False

    @property
    def passes(self) -> bool:
        """Whether to try again may help."""
        if self.status is None:
            return True
        return self.status in (408, 409, 425, 429, *range(500, 600)) and not self.quota


def openai_module() -> Any:
    """The package ``openai``, which only `das.llm` needs."""
    try:
        return importlib.import_module("openai")
    except ImportError as error:
        raise LibraryError(
            "das.llm.OpenAI needs the package openai: pip install 'libdas[llm]'. Without it, any "
            "callable from a prompt (str) to an answer (str) is a language model to das."
        ) from error


def post(
    url: str, key: str | None, headers: Mapping[str, str], body: Mapping[str, Any], timeout: float
) -> Reply | Failure:
    """Sends one request; the client with its sockets lives as long as the request."""
    openai = openai_module()
    deadline = time.monotonic() + timeout
    try:
        with (
            openai.OpenAI(
                base_url=url,
                api_key=key or "none",
                timeout=timeout,
                max_retries=0,
                default_headers=dict(headers),
                http_client=openai.DefaultHttpxClient(
                    event_hooks={"response": [functools.partial(_raise_refusal, deadline)]}
                ),
            ) as client,
            client.chat.completions.with_streaming_response.create(**body) as response,
        ):
            return _reply(_received(response, deadline))
    except Exception as error:
        return _failure_of(error, openai, timeout)


class _RefusedError(Exception):
    """The server answered with an error."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.message)
        self.failure = failure


def _raise_refusal(deadline: float, response: Any) -> None:
    # The client itself would read the body of an error for as long as there comes something.
    if response.status_code < 400:
        return
    text = _received(response, deadline).decode(errors="replace")
    try:
        told = json.loads(text)["error"]
        message, code = str(told["message"]), told.get("code")
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        message, code = text[:1000], None
    after = _seconds(response.headers.get("retry-after"))
    quota = code == "insufficient_quota"
    raise _RefusedError(Failure(message, response.status_code, after, quota))


def _received(response: Any, deadline: float) -> bytes:
    # The client's own time-out begins anew with every piece that comes.
    received = bytearray()
    for piece in response.iter_bytes():
        received += piece
        if time.monotonic() > deadline:
            raise TimeoutError
        if len(received) > LARGEST_REPLY:
            break
    return bytes(received)


def _failure_of(error: Exception, openai: Any, timeout: float) -> Failure:
    """What an exception of the client, or of what it rests on, means; raises any other."""
    cause = error.__cause__ if isinstance(error, openai.APIConnectionError) else error
    if isinstance(cause, _RefusedError):
        return cause.failure
    if any(isinstance(one, (openai.APITimeoutError, TimeoutError)) for one in (error, cause)):
        return Failure(f"no answer within {timeout:g} s")
    if isinstance(error, openai.APIConnectionError):
        return Failure(f"the server cannot be reached: {cause or error}")
    # The client does not translate what goes wrong while a body is read.
    if not type(error).__module__.startswith(("httpx", "httpcore")):
        raise error
    if "timeout" in type(error).__name__.lower():
        return Failure(f"no answer within {timeout:g} s")
    return Failure(f"the connection broke: {error}")


def _reply(received: bytes) -> Reply | Failure:
    try:
        answer = json.loads(received)
        choice = answer["choices"][0]
        text = choice["message"].get("content") or ""
        usage = answer.get("usage") or {}
        if not isinstance(text, str):
            raise TypeError
        return Reply(
            text,
            str(choice.get("finish_reason") or "stop"),
            int(usage.get("prompt_tokens") or 0),
            int(usage.get("completion_tokens") or 0),
        )
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        start = received[:200].decode(errors="replace")
        return Failure(f"the server's answer is no chat completion: {start!r}", 502)


def _seconds(retry_after: str | None) -> float | None:
    """What a Retry-After header asks for: seconds, or a date."""
    if not retry_after:
        return None
    try:
        return max(0.0, float(retry_after))
    except ValueError:
        pass
    try:
        return max(0.0, parsedate_to_datetime(retry_after).timestamp() - time.time())
    except (ValueError, TypeError):
        return None
