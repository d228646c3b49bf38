"""SMS by SMPP 3.4, with the library smpplib (the extra ``sms``): one bound session, kept while it holds."""

import time
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from rekkas.reach.choices import Answer
from rekkas.reach.entries import Receipt, Sending
from rekkas.reach.tasks.gateways import Ready

TIMEOUT_S = 10
HEAR_S = 0.2  # how long receipts that lie ready are waited for
# Statuses that another attempt cannot mend: the address, its kind or its length is wrong.
NEVER = frozenset({0x0000000B, 0x00000048, 0x00000050, 0x00000051, 0x00000001})
ARRIVED, ON_ITS_WAY = 2, frozenset({0, 1, 6})  # message_state
ASCII_ADDRESS, INTERNATIONAL, ISDN = 5, 1, 1


class Smpp:
    """A session with an SMS centre. What it says of earlier texts comes on the same line."""

    def __init__(self, address: str, user: str, key: str) -> None:
        parts = urlsplit(address)
        self.host, self.port = parts.hostname or "127.0.0.1", parts.port or 2775
        self.user, self._key = user, key
        self._client: Any = None
        self._heard: list[Receipt] = []

    def send(self, text: Ready) -> Sending:
        try:
            return self._submit(text)
        except Exception as error:  # of the line or of the library: the session is begun anew
            self._leave()
            return Sending(Answer.LATER, problem=f"the SMS centre was not reached ({type(error).__name__})")

    def receipts(self) -> Iterable[Receipt]:
        if self._client is not None:
            self._listen(HEAR_S)
        heard, self._heard = self._heard, []
        return heard

    def _submit(self, text: Ready) -> Sending:
        from smpplib import gsm

        client, first = self._session(), ""
        parts, coding, flags = gsm.make_parts(text.body)
        for part in parts:
            sent = client.send_message(
                source_addr_ton=ASCII_ADDRESS, source_addr_npi=0, source_addr=text.sender, dest_addr_ton=INTERNATIONAL,
                dest_addr_npi=ISDN, destination_addr=text.to.lstrip("+"), short_message=part, data_coding=coding,
                esm_class=flags, registered_delivery=True,
            )  # fmt: skip
            answer = self._answer_to(sent.sequence)
            if answer.status:
                known = Answer.NEVER if answer.status in NEVER else Answer.LATER
                return Sending(known, problem=f"the SMS centre answered {answer.status:#010x}")
            first = first or _text(answer.message_id)
        return Sending(Answer.TAKEN, first)

    def _session(self) -> Any:
        if self._client is None:
            from smpplib.client import Client

            self._client = Client(self.host, self.port, timeout=TIMEOUT_S, allow_unknown_opt_params=True)
            self._client.connect()
            self._client.bind_transceiver(system_id=self.user, password=self._key)
        return self._client

    def _leave(self) -> None:
        client, self._client = self._client, None
        if client is not None and client._socket is not None:
            client._socket.close()
            client._socket, client.state = None, 0

    def _answer_to(self, sequence: int) -> Any:
        until = time.monotonic() + TIMEOUT_S
        while time.monotonic() < until:
            pdu = self._client.read_pdu()
            if pdu.command == "submit_sm_resp" and pdu.sequence == sequence:
                return pdu
            self._take(pdu)
        raise TimeoutError

    def _listen(self, for_s: float) -> None:
        line = self._client._socket
        line.settimeout(for_s)
        try:
            while True:
                self._take(self._client.read_pdu())
        except TimeoutError:
            line.settimeout(TIMEOUT_S)
        except Exception:
            self._leave()

    def _take(self, pdu: Any) -> None:
        """A receipt, or a question whether we are there."""
        from smpplib import smpp

        if pdu.command not in {"deliver_sm", "enquire_link"}:
            return
        client = self._client
        answer = smpp.make_pdu(f"{pdu.command}_resp", client=client)
        answer.sequence = pdu.sequence
        client.send_pdu(answer)
        told, state = _text(getattr(pdu, "receipted_message_id", "")), getattr(pdu, "message_state", None)
        if pdu.command == "deliver_sm" and told and state not in ON_ITS_WAY:
            self._heard.append(
                Receipt(state == ARRIVED, told, problem="" if state == ARRIVED else f"state {state}")
            )


def _text(value: Any) -> str:
    return (value.decode("ascii", "replace") if isinstance(value, bytes) else str(value or "")).rstrip("\0")
