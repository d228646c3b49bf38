"""The journal is followed: nothing is missed, whoever was stopped, and whatever the line does."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import msgspec
import pytest

from rekkas_client import Client, Patience, cli
from rekkas_client.following import follow

FEW = Patience(tries=2, first_wait_s=0.001)


class ChangeShown(msgspec.Struct):
    number: int
    type: str
    data: dict[str, Any]


class ChangePage(msgspec.Struct):
    data: list[ChangeShown]
    next_after: int
    last: int


class Following(Client):
    """The client as it is written from an interface that has a journal."""

    def list_changes(self, *, after: int | None = None, limit: int | None = None) -> ChangePage:
        query = {"after": after, "limit": limit}
        return self.ask("GET", "/api/v1/changes", gives=ChangePage, query=query)


class Post:
    """A post with a journal, which gives at most two changes at a time, and falls silent when it is told to."""

    def __init__(self) -> None:
        self.journal: list[dict[str, Any]] = []
        self.silent = 0
        self.url = ""

    def happen(self, *statuses: str) -> None:
        for status in statuses:
            number = len(self.journal) + 1
            data = {"number": "PC000000014XA", "status": status, "reason": ""}
            self.journal.append({"number": number, "type": "parcel.status", "data": data})

    def page(self, after: int) -> bytes:
        some = self.journal[after : after + 2]
        return json.dumps({"data": some, "next_after": after + len(some), "last": len(self.journal)}).encode()


@pytest.fixture
def post() -> Iterator[Post]:
    post = Post()

    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if post.silent:
                post.silent -= 1
                self.close_connection = True
                return
            body = post.page(int(parse_qs(urlsplit(self.path).query)["after"][0]))
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *said: Any) -> None:
            """Nothing is said of it."""

    with HTTPServer(("127.0.0.1", 0), Answering) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        post.url = f"http://127.0.0.1:{server.server_address[1]}"
        yield post
        server.shutdown()


@pytest.fixture
def calling(post: Post, monkeypatch: pytest.MonkeyPatch) -> Post:
    monkeypatch.setattr(cli, "Client", Following)
    monkeypatch.setenv("REKKAS_URL", post.url)
    return post


def test_what_was_told_is_remembered_and_the_rest_is_told_later(
    calling: Post, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["changes", "--state", str(tmp_path / "last"), "--json"]
    calling.happen("announced", "accepted", "in_transit")
    assert cli.main(command) == 0
    first = capsys.readouterr().out.splitlines()
    calling.happen("delivered")

    cli.main(command)

    assert [json.loads(line)["number"] for line in first] == [1, 2, 3]
    assert [json.loads(line)["number"] for line in capsys.readouterr().out.splitlines()] == [4]
    assert (tmp_path / "last").read_text() == "4\n"


def test_a_line_for_people_leaves_out_what_is_empty(
    calling: Post, capsys: pytest.CaptureFixture[str]
) -> None:
    calling.happen("announced", "delivered")

    cli.main(["changes", "--after", "1"])

    assert capsys.readouterr().out == "number 2  type parcel.status  number PC000000014XA  status delivered\n"


def test_whoever_is_stopped_before_it_was_kept_is_told_again(post: Post, tmp_path: Path) -> None:
    state = tmp_path / "last"
    post.happen("announced", "accepted", "delivered")
    told: list[int] = []

    def tell(news: Any) -> None:
        told.extend(one.number for one in news)
        if len(told) == 3:
            raise KeyboardInterrupt

    with Following(post.url) as client:
        terms: dict[str, Any] = {"after": None, "state": state, "every_s": None, "warn": told.append}
        with pytest.raises(KeyboardInterrupt):
            follow(client.list_changes, tell=tell, **terms)
        follow(client.list_changes, tell=lambda news: told.extend(one.number for one in news), **terms)

    assert told == [1, 2, 3, 3]


def test_while_the_post_is_away_it_is_waited_for(post: Post) -> None:
    told: list[int] = []
    words: list[str] = []
    waits: list[float] = []
    post.happen("announced")

    def sleep(seconds: float) -> None:
        waits.append(seconds)
        if len(waits) == 1:
            post.silent = 2
        if len(waits) == 2:
            post.happen("accepted", "delivered")
        if len(waits) == 3:
            raise KeyboardInterrupt

    with Following(post.url, patience=FEW) as client, pytest.raises(KeyboardInterrupt):
        follow(
            client.list_changes, after=0, state=None, every_s=10, sleep=sleep, warn=words.append,
            tell=lambda news: told.extend(one.number for one in news),
        )  # fmt: skip

    assert told == [1, 2, 3]
    assert waits == [10, 10, 10]
    assert len(words) == 1


def test_a_number_that_is_none_is_not_taken_for_the_beginning(calling: Post, tmp_path: Path) -> None:
    (tmp_path / "last").write_text("half a nu")

    assert cli.main(["changes", "--state", str(tmp_path / "last")]) == 2
