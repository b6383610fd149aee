"""A server on 127.0.0.1 that speaks OpenAI's chat completions and replays what it is told."""

from __future__ import annotations

import contextlib
import json
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Answer:
    """One recorded answer."""

    text: str = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    finish_reason: str = "stop"
    body: bytes | None = None
    delay: float = 0.0
    drip: float = 0.0
    """Seconds between single bytes of the body."""

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


class Server:
    """Replays `answers`, one to a request and the last one for ever; keeps what came."""

    def __init__(self, answers: Sequence[str | Answer]) -> None:
        self._answers = [Answer(given) if isinstance(given, str) else given for given in answers]
        self._stopped = threading.Event()
        self.requests: list[tuple[str, dict[str, str], bytes]] = []
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._http.daemon_threads = False
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.01,))
        self.url = f"http://127.0.0.1:{self._http.server_port}/v1"

    def __enter__(self) -> Server:
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._stopped.set()
        self._http.shutdown()
        self._thread.join()
        self._http.server_close()

    @property
    def bodies(self) -> list[dict[str, Any]]:
        return [json.loads(body) for _, _, body in self.requests]

    @property
    def prompts(self) -> list[str]:
        return [body["messages"][-1]["content"] for body in self.bodies]

    def _next(self, body: bytes) -> Answer:
        return self._answers[min(len(self.requests) - 1, len(self._answers) - 1)]

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            timeout = 10

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                headers = {name.lower(): value for name, value in self.headers.items()}
                server.requests.append((self.path, headers, body))
                answer = server._next(body)
                server._stopped.wait(answer.delay)
                with contextlib.suppress(OSError):  # the client may have had enough
                    self._send(answer)

            def _send(self, answer: Answer) -> None:
                self.send_response(answer.status)
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(answer.sent)))
                self.end_headers()
                if not answer.drip:
                    self.wfile.write(answer.sent)
                    return
                for byte in answer.sent:
                    if server._stopped.wait(answer.drip):
                        return
                    self.wfile.write(bytes([byte]))

            def log_message(self, *arguments: object) -> None:
                pass

        return Handler


def wait_for(condition: Any, seconds: float = 5.0) -> bool:
    """Whether a condition comes true in time."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.01)
    return True
