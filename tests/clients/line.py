"""The line between a merchant and the post, which breaks as a test wants it to."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

KEPT = ("Authorization", "Content-Type", "Idempotency-Key", "Accept-Language")


class Line:
    """Passes requests on. ``faults`` are taken one a request: what befalls it; nothing once they are used up.

    ``cut``: the post does it, and no answer comes. ``half``: half of the answer comes. ``lost``: the post never hears
    of it. ``failed``: the post does it and 502 is answered in its place. ``busy``: 429, and asks for ``retry_after``.
    ``hold``: the post does it, ``held`` is told, and nothing is ever answered.
    """

    def __init__(self, url: str) -> None:
        self.post = urlsplit(url)
        self.faults: list[str] = []
        self.retry_after = "0"
        self.keys: list[str] = []  # of writes, as they came
        self.seen = 0
        self.held, self.let_go = threading.Event(), threading.Event()
        self.url = ""

    def pass_on(self, asked: BaseHTTPRequestHandler) -> None:
        self.seen += 1
        fault = self.faults.pop(0) if self.faults else ""
        body = asked.rfile.read(int(asked.headers.get("Content-Length") or 0))
        if key := asked.headers.get("Idempotency-Key"):
            self.keys.append(key)
        asked.close_connection = True
        if fault == "busy":
            _answer(asked, 429, {"Retry-After": self.retry_after}, b"busy")
        if fault in {"busy", "lost"}:
            return
        status, headers, content = self._ask(asked, body)
        if fault == "hold":
            self.held.set()
            self.let_go.wait()
        elif fault == "failed":
            _answer(asked, 502, {}, b"<html>bad gateway</html>")
        elif fault == "half":
            _answer(asked, status, headers, content, sent=len(content) // 2)
        elif fault != "cut":
            _answer(asked, status, headers, content)

    def _ask(self, asked: BaseHTTPRequestHandler, body: bytes) -> tuple[int, dict[str, str], bytes]:
        headers = {name: asked.headers[name] for name in KEPT if name in asked.headers}
        connection = HTTPConnection(self.post.hostname or "", self.post.port, timeout=60)
        try:
            connection.request(asked.command, asked.path, body, headers)
            answer = connection.getresponse()
            kind = answer.headers.get("Content-Type", "")
            return answer.status, {"Content-Type": kind}, answer.read()
        finally:
            connection.close()


def _answer(
    asked: BaseHTTPRequestHandler, status: int, headers: dict[str, str], body: bytes, sent: int | None = None
) -> None:
    asked.send_response(status)
    for name, value in {**headers, "Content-Length": str(len(body)), "Connection": "close"}.items():
        asked.send_header(name, value)
    asked.end_headers()
    asked.wfile.write(body[:sent])


@contextmanager
def line_to(url: str) -> Iterator[Line]:
    line = Line(url)

    class Passing(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            line.pass_on(self)

        do_POST = do_GET

        def log_message(self, *said: Any) -> None:
            """Nothing is said of it."""

    class Quiet(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_of: Any) -> None:
            """Whoever was cut off does not listen: that is what is tried."""

    with Quiet(("127.0.0.1", 0), Passing) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        line.url = f"http://127.0.0.1:{server.server_address[1]}"
        yield line
        line.let_go.set()
        server.shutdown()
        thread.join()
