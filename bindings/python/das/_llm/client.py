"""Requests to servers with OpenAI's chat completions API, by the ``openai`` client."""

from __future__ import annotations

import functools
import importlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from .._core.errors import LibraryError
from .._core.text import escape_line
from .exchange import MAX_REPLY_BYTES, Exchange, TooLargeError
from .logs import without_secrets
from .reply import Failure, Reply, decoded, refusal_of, reply_of
from .secrets import redacted

# A year; sockets accept no longer time-outs.
_MAX_TIMEOUT = 365 * 86_400.0
_MAX_MESSAGE_LENGTH = 1000
# The length of a message that is searched for secrets.
_MAX_SEARCHED_LENGTH = 1 << 20


class Request(NamedTuple):
    """A request and its address."""

    url: str
    key: str | None
    headers: Mapping[str, str]
    body: Mapping[str, Any]
    secrets: Sequence[str]


def openai_module() -> Any:
    """The package ``openai``, which only ``das.llm`` needs."""
    try:
        return importlib.import_module("openai")
    except ImportError as error:
        raise LibraryError(
            "das.llm.OpenAI needs the package openai: pip install 'openai>=1.40'. Without it, any "
            "callable from a prompt (str) to an answer (str) is a language model to das."
        ) from error


def post(request: Request, timeout: float) -> Reply | Failure:
    """Sends one request and reads its answer, within `timeout` seconds and without redirects.

    The server's text is free of `request.secrets`; that of a failure is also safe to display.
    """
    openai = openai_module()
    timeout = min(timeout, _MAX_TIMEOUT)
    exchange = Exchange(timeout)

    def work() -> Reply | Failure:
        try:
            return _sent(request, openai, exchange, timeout)
        except Exception as error:
            return _failure_of(error, openai, timeout)

    try:
        outcome = exchange.run(work)
    except TimeoutError:
        outcome = _late(timeout)
    return _presentable(outcome, request.secrets)


def _sent(request: Request, openai: Any, exchange: Exchange, timeout: float) -> Reply | Failure:
    """A client whose sockets are closed after the request."""

    def watch(sent: Any) -> None:
        sent.extensions["trace"] = exchange.trace

    refuse = functools.partial(_raise_refusal, request.secrets)
    hooks = {"request": [watch], "response": [refuse]}
    with (
        openai.OpenAI(
            base_url=request.url,
            api_key=request.key or "none",
            timeout=timeout,
            max_retries=0,
            default_headers={"Accept-Encoding": "identity", **request.headers},
            http_client=openai.DefaultHttpxClient(event_hooks=hooks, follow_redirects=False),
        ) as client,
        without_secrets(request.secrets),
        client.chat.completions.with_streaming_response.create(**request.body) as response,
    ):
        return reply_of(_body_of(response.http_response))


class _RefusedError(Exception):
    """The server answered with an error or a redirect."""

    def __init__(self, failure: Failure) -> None:
        super().__init__()
        self.failure = failure


def _raise_refusal(secrets: Sequence[str], response: Any) -> None:
    # The client itself would read the body of an error or a redirect without a bound.
    status = response.status_code
    if 200 <= status < 300:
        return
    headers = response.headers
    if status < 400:
        # Secrets first, since splitting a URL may leave a part of one.
        where = _without_user(redacted(headers.get("location", ""), secrets))
        message = f"the server redirects to {where}; no redirect is followed, change base_url"
        raise _RefusedError(Failure(message, status, is_final=True))
    raise _RefusedError(refusal_of(status, _body_of(response), headers.get("retry-after")))


def _without_user(location: str) -> str:
    """A URL without user, password, query and fragment."""
    try:
        parts = urlsplit(location)
        origin = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}" if parts.netloc else ""
    except ValueError:
        return "somewhere else"
    return f"{origin}{parts.path}"[:_MAX_MESSAGE_LENGTH] or "somewhere else"


def _body_of(response: Any) -> bytes:
    return decoded(response.iter_raw(), response.headers.get("content-encoding", ""))


def _late(timeout: float) -> Failure:
    return Failure(f"no answer within {timeout:g} s")


def _failure_of(error: Exception, openai: Any, timeout: float) -> Failure:
    """The failure for an exception of the client, or of the packages below it."""
    cause = error.__cause__ if isinstance(error, openai.APIConnectionError) else error
    if isinstance(cause, _RefusedError):
        return cause.failure
    if any(isinstance(one, (openai.APITimeoutError, TimeoutError)) for one in (error, cause)):
        return _late(timeout)
    if isinstance(cause, TooLargeError):
        return Failure(f"the answer is larger than {MAX_REPLY_BYTES >> 20} MiB", 502)
    if isinstance(error, openai.APIConnectionError):
        return Failure(f"the server cannot be reached: {cause or error}")
    # The client does not translate errors of reading a body.
    if type(error).__module__.startswith(("httpx", "httpcore")):
        if "timeout" in type(error).__name__.lower():
            return _late(timeout)
        return Failure(f"the connection broke: {error}")
    # A request that cannot be made, or an answer that cannot be decompressed.
    return Failure(f"{type(error).__name__}: {error}", is_final=True)


def _presentable(outcome: Reply | Failure, secrets: Sequence[str]) -> Reply | Failure:
    """Text of the server, which may echo the request: without secrets, then cut."""
    if isinstance(outcome, Reply):
        return replace(outcome, text=redacted(outcome.text, secrets))
    message = redacted(outcome.message[:_MAX_SEARCHED_LENGTH], secrets)
    if len(message) > _MAX_MESSAGE_LENGTH:
        message = f"{message[:_MAX_MESSAGE_LENGTH]}... ({len(outcome.message)} characters)"
    return replace(outcome, message=escape_line(message))
