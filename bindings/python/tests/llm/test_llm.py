"""das.llm against a server that replays answers."""

from __future__ import annotations

import logging
import socket
import sys
import time
from email.utils import formatdate
from typing import Any

import das
import das.llm
import pytest
from support.llm_server import Answer, Server

pytest.importorskip("openai")
KEY = "sk-canary-8c1f27e0b6"


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)


def model(server: Server, **options: Any) -> das.llm.OpenAI:
    return das.llm.OpenAI("tiny", base_url=server.url, **{"backoff": 0.01, **options})


def test_a_prompt_is_answered_and_counted() -> None:
    with Server(["yes"]) as server:
        llm = model(server, price=(2.0, 5.0), temperature=0.5, extra={"seed": 3})
        assert llm("is it?") == "yes"
        assert llm("again?") == "yes"
    assert server.prompts == ["is it?", "again?"]
    assert server.bodies[0]["temperature"] == 0.5
    assert server.bodies[0]["seed"] == 3
    assert server.requests[0][0] == "/v1/chat/completions"
    assert server.requests[0][1]["authorization"] == f"Bearer {KEY}"
    assert llm.usage == das.llm.Usage(2, 200, 20, pytest.approx(2 * 250 / 1e6))


@pytest.mark.parametrize(
    "failures",
    [
        Answer("busy", status=429, headers={"Retry-After": "0.05"}),
        Answer("busy", status=429, headers={"Retry-After": formatdate(time.time(), usegmt=True)}),
        Answer("oops", status=500),
        Answer("oops", status=503),
        Answer(body=b"<html>", status=502),
        Answer(body=b"not json"),
        Answer(body=b"{}"),
        Answer(body=b'{"choices": [{"message": {"content": 3}}]}'),
        Answer(body=b"[" * 100_000),
    ],
)
def test_transient_errors_are_retried(failures: Answer) -> None:
    with Server([failures, "at last"]) as server:
        assert model(server)("?") == "at last"
        assert len(server.requests) == 2


def test_retry_after_is_honoured() -> None:
    with Server([Answer("busy", status=429, headers={"Retry-After": "0.4"}), "yes"]) as server:
        start = time.monotonic()
        model(server, backoff=0.0)("?")
        assert time.monotonic() - start >= 0.4


@pytest.mark.parametrize(
    ("answer", "tries", "message"),
    [
        (Answer("busy", status=429), 3, r"after 3 tries\): HTTP 429: .*busy"),
        (Answer("oops", status=500), 3, "HTTP 500: .*oops"),
        (Answer("busy", status=429, headers={"Retry-After": "86400"}), 1, "HTTP 429"),
        (Answer(f"bad key {KEY}", status=401), 1, r"HTTP 401: .*bad key \*\*\*"),
        (Answer("no such model", status=404), 1, "HTTP 404: .*no such model"),
        (Answer(body=b"not json"), 3, "is no chat completion: 'not json'"),
        (
            Answer(body=b'{"error": {"code": "insufficient_quota", "message": "pay"}}', status=429),
            1,
            "HTTP 429: .*pay",
        ),
    ],
)
def test_persistent_errors_are_raised(answer: Answer, tries: int, message: str) -> None:
    with Server([answer]) as server:
        with pytest.raises(das.LLMError, match=message) as caught:
            model(server, max_retries=2)("?")
        assert len(server.requests) == tries
    assert KEY not in repr(caught.value)
    assert caught.value.__cause__ is caught.value.__context__ is None


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (Answer("def f(", finish_reason="length"), "cut off after 10 tokens"),
        (Answer("", finish_reason="stop"), "was empty"),
        (Answer(" \n"), "was empty"),
        (Answer("I", finish_reason="content_filter"), "content filter"),
    ],
)
def test_unusable_answer_raises_answer_error(answer: Answer, message: str) -> None:
    with Server([answer]) as server:
        llm = model(server)
        with pytest.raises(das.AnswerError, match=message) as caught:
            llm("?")
    assert caught.value.answer == answer.text
    assert llm.usage.calls == len(server.requests) == 1


def test_slow_answer_times_out() -> None:
    with Server([Answer("late", delay=30)]) as server:
        start = time.monotonic()
        with pytest.raises(das.LLMError, match="no answer within 0.3 s"):
            model(server, timeout=0.3, max_retries=1)("?")
        assert time.monotonic() - start < 3
        assert len(server.requests) == 2


def test_unreachable_server_is_an_error() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        llm = das.llm.OpenAI(
            "tiny",
            base_url=f"http://127.0.0.1:{free.getsockname()[1]}",
            backoff=0.01,
            max_retries=1,
        )
        with pytest.raises(das.LLMError, match="cannot be reached"):
            llm("?")


def test_schema_is_dropped_when_the_server_refuses_it() -> None:
    refusal = Answer("response_format is not supported", status=400)
    schema = {"type": "object"}
    with Server([refusal, "{}", "{}"]) as server:
        llm = model(server)
        assert llm("?", schema=schema) == llm("?", schema=schema) == "{}"
    form = server.bodies[0]["response_format"]
    assert form["type"] == "json_schema"
    assert form["json_schema"]["schema"] == schema
    assert ["response_format" in body for body in server.bodies] == [True, False, False]


def test_key_is_never_displayed(
    capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with Server([f"your key is {KEY}"]) as server:
        url = server.url.replace("//", "//me:pass%77ord@")
        llm = das.llm.OpenAI("tiny", base_url=url, api_key_env="OPENAI_API_KEY")
        visible = llm("?") + repr(llm) + llm.provider + repr(vars(llm))
    assert server.requests[0][1]["authorization"] == "Basic bWU6cGFzc3dvcmQ="
    output = capfd.readouterr()
    for text in (visible, caplog.text, output.out, output.err):
        for secret in (KEY, "passw", "pass%77ord", "bWU6cGFzc3dvcmQ="):
            assert secret not in text


def test_a_local_server_needs_no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY")
    with Server(["yes"]) as server:
        assert model(server)("?") == "yes"
    with pytest.raises(das.LLMError, match="set the environment variable OPENAI_API_KEY"):
        das.llm.OpenAI("gpt")("?")


def test_missing_package_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "openai", None)
    with pytest.raises(das.LibraryError, match="pip install 'openai"):
        das.llm.OpenAI("gpt")("?")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"base_url": "ftp://x"}, "base_url is no URL"),
        ({"base_url": "http://x/v1?key=secret"}, "after '[?]'"),
        ({"timeout": 0}, "timeout must be above 0"),
        ({"max_retries": -1}, "at least 0"),
    ],
)
def test_wrong_arguments(arguments: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message) as caught:
        das.llm.OpenAI("gpt", **arguments)
    assert "secret" not in str(caught.value)
