"""das.llm against servers that mean harm: bounds of time and size, numbers, secrets."""

from __future__ import annotations

import base64
import contextlib
import json
import logging
import resource
import threading
import time
import traceback
import zlib
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

import das
import das.llm
import pytest
from das._llm.secrets import redacted
from hypothesis import given
from hypothesis import strategies as st
from support.byte_server import ByteServer, Send
from support.llm_server import wait_for

pytest.importorskip("openai")
KEY = "sk-Canary/8c1F27e0+b6"
TIMEOUT = 0.5


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)


def model(server: ByteServer, **options: Any) -> das.llm.OpenAI:
    defaults = {"max_retries": 0, "timeout": TIMEOUT, "backoff": 0.0}
    return das.llm.OpenAI("tiny", base_url=server.url, **{**defaults, **options})


def completion(text: str = "yes", **more: Any) -> bytes:
    answer = {"choices": [{"message": {"content": text}, "finish_reason": "stop"}], **more}
    return json.dumps(answer).encode()


def message(body: bytes, status: str = "200 OK", *headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status}", *headers, f"Content-Length: {len(body)}", "", ""]
    return "\r\n".join(lines).encode("latin-1") + body


# Time

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"


def endless(first: bytes, piece: bytes, pause: float) -> Callable[[bytes, Send], None]:
    def answer(request: bytes, send: Send) -> None:
        send(first)
        while True:
            send(piece)
            time.sleep(pause)

    return answer


NEVER_DONE = {
    "silence": endless(b"", b"", 0.05),
    "interim answers": endless(b"", b"HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n", 0.05),
    "interim answers, at once": endless(b"", b"HTTP/1.1 102 Processing\r\n\r\n" * 1000, 0),
    "bytes of a status line": endless(b"HTTP/1.1 200 ", b"O", 0.05),
    "bytes of a header": endless(HEAD + b"X: ", b"x", 0.05),
    "lines of headers": endless(HEAD, b"x: y\r\n", 0.05),
    "lines of headers, at once": endless(HEAD, b"x: y\r\n" * 1000, 0),
    "a body": endless(HEAD + b"Content-Length: 100000\r\n\r\n", b" ", 0.05),
    "chunks": endless(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n", 0.05),
    "chunks, at once": endless(
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n" * 999, 0
    ),
    "a body without end": endless(HEAD + b"\r\n", b" " * 65536, 0),
    "an error's body": endless(b"HTTP/1.1 500 X\r\n\r\n", b" " * 65536, 0),
    "a redirect's body": endless(b"HTTP/1.1 307 X\r\nLocation: /x\r\n\r\n", b" " * 65536, 0),
    "a redirect's trickle": endless(b"HTTP/1.1 307 X\r\nLocation: /x\r\n\r\n", b" ", 0.05),
}


@pytest.mark.parametrize("kind", NEVER_DONE)
def test_hostile_server_cannot_exceed_time_or_memory(kind: str) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with ByteServer(NEVER_DONE[kind]) as server:
        start = time.monotonic()
        with pytest.raises(das.LLMError):
            model(server)("?")
        assert time.monotonic() - start < TIMEOUT + 1.5
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024 < 150
    assert wait_for(lambda: "das.llm" not in [one.name for one in threading.enumerate()])


def test_server_that_reads_nothing_times_out() -> None:
    with ByteServer(lambda request, send: time.sleep(9)) as server:
        server._serve = lambda connection: time.sleep(5)  # type: ignore[method-assign]
        start = time.monotonic()
        with pytest.raises(das.LLMError, match="no answer within 0.5 s"):
            model(server)("?" * (16 << 20))
        assert time.monotonic() - start < TIMEOUT + 1.5


def test_trickling_tls_times_out() -> None:
    class Trickle(ByteServer):
        def _serve(self, connection: Any) -> None:
            with contextlib.suppress(OSError):
                connection.recv(1)
                endless(b"\x16\x03\x03\x40\x00", b"\x02", 0.05)(b"", connection.send)

    with Trickle(lambda request, send: None) as server:
        start = time.monotonic()
        with pytest.raises(das.LLMError, match="no answer within 0.5 s|cannot be reached"):
            das.llm.OpenAI(
                "tiny", base_url=server.url.replace("http", "https"), max_retries=0, timeout=TIMEOUT
            )("?")
        assert time.monotonic() - start < TIMEOUT + 1.5


# Size


def bomb(mebibytes: int, times: int) -> bytes:
    body = b"".join(packed(iter([b" " * (1 << 20)] * mebibytes)))
    for _ in range(times - 1):
        body = b"".join(packed(iter([body])))
    return body


def packed(pieces: Iterator[bytes]) -> Iterator[bytes]:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    yield from (packer.compress(piece) for piece in pieces)
    yield packer.flush()


@pytest.mark.slow
@pytest.mark.parametrize("status", ["200 OK", "500 X", "307 X"])
@pytest.mark.parametrize("times", [1, 2])
def test_decompression_bomb_is_an_error(status: str, times: int) -> None:
    body = message(bomb(256, times), status, "Content-Encoding: " + ", ".join(["gzip"] * times))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with ByteServer(lambda request, send: send(body)) as server, pytest.raises(das.LLMError):
        model(server, timeout=20)("?")
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024 < 150


@pytest.mark.parametrize("encoding", ["", "identity", "gzip", "deflate"])
def test_compressed_answer_is_accepted(encoding: str) -> None:
    body = completion()
    if encoding == "gzip":
        body = b"".join(packed(iter([body])))
    elif encoding == "deflate":
        body = zlib.compress(body)
    sent = message(body, "200 OK", f"Content-Encoding: {encoding}")
    with ByteServer(lambda request, send: send(sent)) as server:
        assert model(server)("?") == "yes"
    assert b"accept-encoding: identity" in server.received[0].lower()


# Redirects


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308, 304, 300])
def test_no_redirect_is_followed(status: int) -> None:
    target = f"Location: http://me:{KEY}@elsewhere.example/v2?key={KEY}#{KEY}"
    sent = message(b"", f"{status} X", target)
    with ByteServer(lambda request, send: send(sent)) as server:
        with pytest.raises(das.LLMError) as caught:
            model(server, max_retries=3)("?")
        assert len(server.received) == 1
    assert f"HTTP {status}: the server redirects to http://elsewhere.example/v2; no" in str(
        caught.value
    )
    assert KEY.lower() not in str(caught.value).lower()


# Numbers

HUGE = "1" + "0" * 400
COUNTS = [
    "-1", "-1e400", HUGE, "9" * 5000, "1e999", "NaN", "Infinity", "1.5", "-0.0", "true", "false",
    "null", '"12"', '"x"', "[]", "[[1]]", "{}", '{"a": {}}', str(10**9 + 1),
]  # fmt: skip


@pytest.mark.parametrize("count", COUNTS)
def test_invalid_token_counts_are_ignored(count: str) -> None:
    usage = f'{{"prompt_tokens": {count}, "completion_tokens": {count}}}'
    body = completion()[:-1] + f', "usage": {usage}}}'.encode()
    with ByteServer(lambda request, send: send(message(body))) as server:
        llm = model(server, price=(2.0, 5.0))
        try:
            assert llm("?") == "yes"
        except das.LLMError:
            assert len(count) > 400  # no number that is read at all
    used = llm.usage
    assert 0 <= used.prompt_tokens < 10 and 0 <= used.completion_tokens < 10
    assert type(used.prompt_tokens) is int and used.cost is not None and 0 <= used.cost < 1


@pytest.mark.parametrize("usage", ["[]", "3", '"x"', "[1]", "true", "null", "{}"])
def test_usage_may_be_anything(usage: str) -> None:
    body = completion()[:-1] + f', "usage": {usage}}}'.encode()
    with ByteServer(lambda request, send: send(message(body))) as server:
        assert model(server)("?") == "yes"


DATE = "Mon, 01 Jan {} 00:00:00 {}"
WAITS = [
    "inf", "-inf", "nan", "1e400", "-5", "1" * 5000, "\xb2", "0x10", ",", " ", "Mon",
    DATE.format("0001", "-0000"), DATE.format("9999", "-2359"), DATE.format("99999", "GMT"),
    DATE.format("0000", "+9999"), DATE.format("2026", "+99999999999999999999"),
]  # fmt: skip


@pytest.mark.parametrize("wait", WAITS)
def test_any_retry_after_value_ends_in_an_error(wait: str) -> None:
    sent = message(b"{}", "429 X", f"Retry-After: {wait}")
    with ByteServer(lambda request, send: send(sent)) as server, pytest.raises(das.LLMError):
        model(server, max_retries=1)("?")


JUNK = [
    b"", b"null", b"[]", b"{}", b'{"choices": {}}', b'{"choices": []}', b'{"choices": "abc"}',
    b'{"choices": [null]}', b'{"choices": [{"message": null}]}', b'{"choices": [{"message": []}]}',
    b'{"choices": [{"message": {"content": {}}}]}', b"[" * 10**6, b'{"a":' * 10**5, b"\xff" * 99,
    b'{"choices": [{"message": {"content": [' + b"9" * 10**6 + b"]}}]}", b"-" + b"9" * 10**7,
]  # fmt: skip


@pytest.mark.parametrize("status", ["200 OK", "500 X"])
@pytest.mark.parametrize("body", JUNK, ids=range(len(JUNK)))
def test_junk_answers_are_errors(body: bytes, status: str) -> None:
    start = time.monotonic()
    with (
        ByteServer(lambda request, send: send(message(body, status))) as server,
        pytest.raises(das.LLMError) as caught,
    ):
        model(server, timeout=10)("?")
    assert len(str(caught.value)) < 2000
    assert time.monotonic() - start < 5


def test_messages_are_cut_and_escaped() -> None:
    reason = "\x1b[2K\u202e\u3164\n" + "x" * (1 << 20)
    body = json.dumps({"error": {"message": reason}}).encode()
    with (
        ByteServer(lambda request, send: send(message(body, "400 X"))) as server,
        pytest.raises(das.LLMError) as caught,
    ):
        model(server)("?")
    text = str(caught.value)
    assert "\\x1b[2K\\u202e\\u3164\\nxxx" in text
    assert len(text) < 2000


# Secrets


def spellings(key: str) -> list[str]:
    everything = "".join(f"%{ord(char):02x}" for char in key)
    return [
        key,
        key.lower(),
        key.upper(),
        quote(key, safe=""),
        quote(quote(key, safe=""), safe=""),
        everything,
        "".join(f"\\u{ord(char):04x}" for char in key),
        "".join(f"&#{ord(char)};" for char in key),
        "\u200b".join(key),
        key[:5] + "\r\n " + key[5:],
        "x" * 995 + key,
    ]


@pytest.mark.parametrize("spelling", spellings(KEY))
def test_key_is_redacted_in_every_spelling(spelling: str) -> None:
    clean = redacted(f"a {spelling} b", [KEY])
    assert clean.endswith("*** b") and clean.startswith(("a ***", "a xxx"))


@given(st.text(max_size=40))
def test_text_without_the_key_is_unchanged(text: str) -> None:
    assert redacted(text, [KEY]) == text


@pytest.mark.parametrize("position", ["reason", "header", "location", "body", "error", "scheme"])
@pytest.mark.parametrize("change", [str, str.lower, lambda key: quote(key, safe="")])
def test_echoed_key_is_neither_displayed_nor_logged(
    position: str, change: Callable[[str], str], caplog: pytest.LogCaptureFixture
) -> None:
    echo = change(KEY)
    answers = {
        "reason": message(completion(), f"200 {echo}"),
        "header": message(completion(), "200 OK", f"x-echo: {echo}"),
        "location": message(b"", "307 X", f"location: /got/{echo}"),
        "scheme": message(b"", "307 X", f"location: {echo}://{echo}"),
        "body": message(("x" * 990 + echo).encode()),
        "error": message(json.dumps({"error": {"message": echo}}).encode(), "401 X"),
    }
    caplog.set_level(logging.DEBUG)
    for name in ("openai", "httpx", "httpcore", "httpx2", "httpcore2"):
        caplog.set_level(logging.DEBUG, name)
    seen = ""
    with ByteServer(lambda request, send: send(answers[position])) as server:
        try:
            seen = model(server)("?")
        except das.LLMError as error:
            trace = traceback.TracebackException.from_exception(error, capture_locals=True)
            own = [frame for frame in trace.stack if frame.filename.startswith(das.__path__[0])]
            seen = f"{error!r} {error} {[frame.locals for frame in own]} {vars(error)}"
            assert error.__cause__ is error.__context__ is None
    assert caplog.text
    for text in (seen, caplog.text, *(str(vars(record)) for record in caplog.records)):
        for spelling in (KEY, KEY.lower(), quote(KEY, safe=""), base64.b64encode(KEY.encode())):
            assert str(spelling).lower() not in text.lower()
