"""A server on 127.0.0.1 that speaks OpenAI's chat completions and replays what it is told."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from support.byte_server import ByteServer, Send


@dataclass
class Answer:
    """One recorded answer."""

    text: str = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    finish_reason: str = "stop"
    body: bytes | None = None
    delay: float = 0.0

    @property
    def sent(self) -> bytes:
        if self.body is not None:
            return self.body
        if self.status != 200:
            return json.dumps({"error": {"message": self.text}}).encode()
        message = {"role": "assistant", "content": self.text}
        choice = {"index": 0, "message": message, "finish_reason": self.finish_reason}
        usage = {"prompt_tokens": 100, "completion_tokens": 10, "total_tokens": 110}
        return json.dumps({"id": "x", "choices": [choice], "usage": usage}).encode()


class Server(ByteServer):
    """Replays `answers`, one to a request and the last one for ever; keeps what came."""

    def __init__(self, answers: Sequence[str | Answer]) -> None:
        super().__init__(self._replay)
        self._answers = [Answer(given) if isinstance(given, str) else given for given in answers]
        self._stopped = threading.Event()

    def __exit__(self, *error: object) -> None:
        self._stopped.set()
        super().__exit__(*error)

    @property
    def requests(self) -> list[tuple[str, dict[str, str], bytes]]:
        """Path, headers and body of each request."""
        return [_parts(request) for request in self.received]

    @property
    def bodies(self) -> list[dict[str, Any]]:
        return [json.loads(body) for _, _, body in self.requests]

    @property
    def prompts(self) -> list[str]:
        return [body["messages"][-1]["content"] for body in self.bodies]

    def _replay(self, request: bytes, send: Send) -> None:
        answer = self._answers[min(len(self.received), len(self._answers)) - 1]
        self._stopped.wait(answer.delay)
        lines = [f"HTTP/1.1 {answer.status} X", *map(": ".join, answer.headers.items())]
        lines += [f"Content-Length: {len(answer.sent)}", "", ""]
        send("\r\n".join(lines).encode() + answer.sent)


def _parts(request: bytes) -> tuple[str, dict[str, str], bytes]:
    head, _, body = request.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    fields = (line.split(": ", 1) for line in lines)
    return first.split()[1], {name.lower(): value for name, value in fields}, body


def wait_for(condition: Any, seconds: float = 5.0) -> bool:
    """Whether a condition comes true in time."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.01)
    return True
