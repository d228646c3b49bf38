"""The ways out: a form posted to a gateway, and an SMS centre over SMPP, each with a small one of our own."""

import json
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from socketserver import BaseRequestHandler, ThreadingTCPServer
from typing import Any
from urllib.parse import parse_qs

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client, override_settings

from rekkas.reach.choices import Answer, TextState
from rekkas.reach.tasks.gateways import HttpGateway, Ready
from rekkas.reach.tasks.smpp import Smpp
from tests.build import MONDAY
from tests.reach.texts import AMINA, DRISS, answered, row, taken, written

ARABIC = "الطرد في انتظاركم بمكتب زاكورة. " * 6
TEXT = Ready("told/1", AMINA, "REKKAS", "", "Item PC1 waits.")


@contextmanager
def running(server: Any) -> Iterator[Any]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class Aggregator(BaseHTTPRequestHandler):
    """Answers as it was told to, and remembers what it was sent."""

    answers: list[tuple[int, Any]] = []
    seen: list[tuple[dict[str, list[str]], str | None]] = []

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.seen.append((parse_qs(body), self.headers.get("apiKey")))
        status, answer = self.answers.pop(0)
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "/elsewhere")
        self.end_headers()
        self.wfile.write(answer if isinstance(answer, bytes) else json.dumps(answer).encode())

    def log_message(self, *_: object) -> None:
        """Quiet."""


def recipient(status: int, said: str = "") -> dict[str, Any]:
    return {"SMSMessageData": {"Recipients": [{"statusCode": status, "status": said, "messageId": "AT-1"}]}}


def test_a_form_is_posted_and_its_answer_is_understood() -> None:
    Aggregator.seen, expected = [], [
        ((201, recipient(101)), Answer.TAKEN), ((201, recipient(403, "InvalidPhoneNumber")), Answer.NEVER),
        ((201, recipient(405, "InsufficientBalance")), Answer.LATER), ((200, b"<html>"), Answer.LATER),
        ((500, b""), Answer.LATER), ((302, b""), Answer.LATER), ((200, {"SMSMessageData": {}}), Answer.LATER),
    ]  # fmt: skip
    Aggregator.answers = [answer for answer, _ in expected]
    with running(HTTPServer(("127.0.0.1", 0), Aggregator)) as server:
        gateway = HttpGateway(f"http://127.0.0.1:{server.server_port}/send", "rekkas", "the-key")
        found = [gateway.send(TEXT) for _ in expected]
    gone = gateway.send(TEXT)

    assert [one.answer for one in found] == [answer for _, answer in expected]
    assert found[0].gateway_id == "AT-1"
    assert gone.answer is Answer.LATER
    form, key = Aggregator.seen[0]
    assert (form["to"], form["message"], form["from"], key) == ([AMINA], [TEXT.body], ["REKKAS"], "the-key")
    assert not any("the-key" in one.problem for one in [*found, gone])


def test_the_key_of_a_gateway_goes_over_no_open_line() -> None:
    with pytest.raises(ImproperlyConfigured):
        HttpGateway("http://gateway.example/send", "rekkas", "the-key")


BIND, SUBMIT, DELIVER, ANSWER = 0x9, 0x4, 0x5, 0x80000000


def pdu(command: int, status: int, sequence: int, body: bytes = b"") -> bytes:
    return struct.pack(">LLLL", 16 + len(body), command, status, sequence) + body


class Centre(BaseRequestHandler):
    """An SMS centre that takes texts to Amina, knows no Driss, and says at once that they arrived."""

    taken: list[bytes] = []

    def handle(self) -> None:
        while head := self.request.recv(16):
            length, command, _status, sequence = struct.unpack(">LLLL", head)
            body = self.request.recv(length - 16) if length > 16 else b""
            if command == BIND:
                known = b"rekkas\0the-key\0" in body
                self.request.sendall(pdu(BIND | ANSWER, 0 if known else 0xE, sequence, b"centre\0"))
            elif command == SUBMIT and DRISS[1:].encode() in body:
                self.request.sendall(pdu(SUBMIT | ANSWER, 0xB, sequence))
            elif command == SUBMIT:
                self.taken.append(body)
                name = f"smsc-{len(self.taken)}".encode() + b"\0"
                self.request.sendall(pdu(SUBMIT | ANSWER, 0, sequence, name) + self.receipt(name))

    def receipt(self, name: bytes) -> bytes:
        fields = b"\0" + b"\1\1" + AMINA[1:].encode() + b"\0" + b"\5\0REKKAS\0" + b"\4\0\0\0\0\0\0\0\0\0"
        told = struct.pack(">HH", 0x001E, len(name)) + name + struct.pack(">HHB", 0x0427, 1, 2)
        return pdu(DELIVER, 0, 7_000 + len(self.taken), fields + told)


def test_an_sms_centre_takes_texts_refuses_others_and_says_that_they_arrived() -> None:
    pytest.importorskip("smpplib")
    Centre.taken = []
    ThreadingTCPServer.allow_reuse_address = ThreadingTCPServer.daemon_threads = True
    with running(ThreadingTCPServer(("127.0.0.1", 0), Centre)) as server:
        centre = Smpp(f"smpp://127.0.0.1:{server.server_address[1]}", "rekkas", "the-key")
        first = centre.send(TEXT)
        long = centre.send(Ready("told/2", AMINA, "REKKAS", "", ARABIC))
        never = centre.send(Ready("told/3", DRISS, "REKKAS", "", "words"))
        heard = list(centre.receipts())
        stranger = Smpp(centre.host and f"smpp://127.0.0.1:{centre.port}", "rekkas", "wrong").send(TEXT)
        centre._leave()
    gone = centre.send(TEXT)

    assert (first.answer, first.gateway_id) == (Answer.TAKEN, "smsc-1")
    assert (long.answer, long.gateway_id) == (Answer.TAKEN, "smsc-2")
    assert len(Centre.taken) > 3  # an Arabic text of this length goes in parts
    assert never.answer is Answer.NEVER
    assert {(one.delivered, one.gateway_id) for one in heard} >= {(True, "smsc-1"), (True, "smsc-2")}
    assert (stranger.answer, gone.answer) == (Answer.LATER, Answer.LATER)


def test_a_gateway_shows_its_secret_or_is_sent_away() -> None:
    written("one")
    answered(taken()[0], gateway_id="g-1")
    client, told = Client(), {"id": "g-1", "status": "Success"}

    assert client.post("/gateways/sms/receipts/", told).status_code == 403
    with override_settings(SMS_SECRET="a long secret"):
        assert client.post("/gateways/sms/receipts/", {**told, "secret": "wrong"}).status_code == 403
        known = {"authorization": "Bearer a long secret"}
        assert (
            client.post("/gateways/sms/receipts/", {**told, "status": "Sent"}, headers=known).status_code
            == 202
        )
        assert client.post("/gateways/sms/receipts/", {**told, "id": "g-2"}, headers=known).status_code == 404
        for _ in range(2):
            assert (
                client.post("/gateways/sms/receipts/", {**told, "secret": "a long secret"}).status_code == 200
            )
        said = {"id": "in-1", "from": "0600000000", "text": "STOP"}
        assert client.post("/gateways/sms/incoming/", said, headers=known).status_code == 200
        assert client.post("/gateways/sms/incoming/", {**said, "from": "x"}, headers=known).status_code == 422
        assert client.get("/gateways/sms/incoming/", headers=known).status_code == 405

    assert row().state == TextState.DELIVERED
    assert [text.to for text in taken(MONDAY)] == [AMINA] or row("stopped/in-1").reader == AMINA
