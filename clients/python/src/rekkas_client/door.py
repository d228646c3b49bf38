"""The way in to a post over HTTP: who asks, how long it waits, and how it asks again without doing anything twice."""

import email.utils
import os
import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from types import TracebackType
from typing import Any, Self, TypeVar
from urllib.parse import quote
from uuid import uuid4

import httpx
import msgspec

from rekkas_client.api.shared import Problem
from rekkas_client.refusals import NotReached, NotUnderstood, Refused, RekkasError

T = TypeVar("T")
HERE = "http://127.0.0.1:8000"
BUSY = 429
AGAIN = frozenset({BUSY, 500, 502, 503, 504})  # a server that answers thus may do better in a moment
JSON = "application/json"


@dataclass(frozen=True, slots=True)
class File:
    """A file that the post gave."""

    content: bytes
    media_type: str


@dataclass(frozen=True, slots=True)
class Patience:
    """How often something is tried, and how long is waited: between tries, for a connection, for an answer."""

    tries: int = 5
    first_wait_s: float = 0.5
    longest_wait_s: float = 30
    connect_s: float = 10
    answer_s: float = 60

    def wait_s(self, tried: int) -> float:
        """How long to wait before the next try: twice as long each time, and never the same for all who wait."""
        longest: float = min(self.longest_wait_s, self.first_wait_s * 2 ** (tried - 1))
        return longest * random.uniform(0.5, 1)  # noqa: S311 -- it hides nothing


def fresh_key() -> str:
    """A key for one write. It is made before the first try and goes with each."""
    return str(uuid4())


def part(value: object) -> str:
    """A value as one part of an address."""
    return quote(str(value), safe="")


class Door:
    """A post that is asked. Without ``url`` and ``token`` those of REKKAS_URL and REKKAS_TOKEN count.

    ``language`` is that of names and of refusals: ar, fr or en. It may be used by several threads at once.
    """

    def __init__(
        self, url: str | None = None, token: str | None = None, *, language: str = "",
        patience: Patience = Patience(), sleep: Callable[[float], None] = time.sleep,
    ) -> None:  # fmt: skip
        self.url = (url or os.environ.get("REKKAS_URL") or HERE).rstrip("/")
        if not self.url.startswith(("https://", "http://")):
            raise RekkasError(f"{self.url} is no address of a post: it begins with https://")
        self._patience, self._sleep = patience, sleep
        headers = {"Accept": f"{JSON}, application/problem+json;q=0.9, */*;q=0.8"}
        if token := (token or os.environ.get("REKKAS_TOKEN", "")).strip():
            if not token.isascii() or not token.isprintable() or " " in token:
                raise RekkasError("the token holds signs that no token has")  # and is not repeated here
            headers["Authorization"] = f"Bearer {token}"
        if language:
            headers["Accept-Language"] = language
        timeout = httpx.Timeout(patience.answer_s, connect=patience.connect_s)
        self._http = httpx.Client(base_url=self.url, headers=headers, timeout=timeout)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.url!r})"

    def close(self) -> None:
        self._http.close()

    def ask(self, method: str, path: str, *, gives: type[T], **asked: Any) -> T:
        """Ask for something, and read the answer as what it is described to be."""
        answer = self._answer(method, path, **asked)
        try:
            return msgspec.json.decode(answer.content, type=gives)
        except (msgspec.DecodeError, UnicodeDecodeError) as fault:
            raise NotUnderstood(f"{method} {path}: {fault}") from None

    def fetch(self, method: str, path: str, **asked: Any) -> File:
        """Ask for something that is a file."""
        answer = self._answer(method, path, **asked)
        return File(answer.content, answer.headers.get("Content-Type", ""))

    def _answer(
        self, method: str, path: str, *, query: Mapping[str, object] | None = None, body: object = None,
        media_type: str = JSON, key: str | None = None, again: bool = True,
    ) -> httpx.Response:  # fmt: skip
        """The answer, after as many tries as it needs. What changes something and has no key is tried once
        (``again`` is false): nobody knows whether the first try did its work.
        """
        headers = {"Idempotency-Key": key} if key else {}
        content = b""
        if method != "GET" and body is not None:
            content = body if isinstance(body, bytes) else msgspec.json.encode(body)
            headers["Content-Type"] = media_type
        params = {name: _text(value) for name, value in (query or {}).items() if value is not None}
        request = self._http.build_request(method, path, params=params, content=content, headers=headers)
        tries = max(self._patience.tries, 1) if again else 1
        for tried in range(1, tries + 1):
            try:
                answer = self._http.send(request)
            except httpx.RequestError as fault:
                if tried == tries:
                    raise NotReached(
                        f"{method} {path}", tried, str(fault) or type(fault).__name__, key
                    ) from fault
                wait_s = self._patience.wait_s(tried)
            else:
                if answer.is_success:
                    return answer
                asked_s = _retry_after_s(answer)
                is_too_long = (asked_s or 0) > self._patience.longest_wait_s
                if answer.status_code not in AGAIN or tried == tries or is_too_long:
                    raise Refused(_problem(answer), asked_s)
                wait_s = self._patience.wait_s(tried) if asked_s is None else asked_s
            self._sleep(wait_s)
        raise AssertionError


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else str(value)


def _retry_after_s(answer: httpx.Response) -> float | None:
    """How long a server asks to be left alone: it says seconds, or a moment."""
    said = answer.headers.get("Retry-After", "").strip()
    if said.isascii() and said.isdigit():
        return float(said)
    try:
        moment = email.utils.parsedate_to_datetime(said)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max((moment - datetime.now(UTC)).total_seconds(), 0)


def _problem(answer: httpx.Response) -> Problem:
    """Why it was declined, in the post's own words; or what stands between here and the post said."""
    try:
        return msgspec.json.decode(answer.content, type=Problem)
    except (msgspec.DecodeError, UnicodeDecodeError):
        title = answer.reason_phrase or str(answer.status_code)
        detail = f"{answer.status_code} {title}"
        if answer.is_redirect:
            detail += f": this address leads to {answer.headers.get('Location', '')}; name that one"
        return Problem(type="", title=title, status=answer.status_code, detail=detail, code="", trace="")
