"""Texts go out: each is taken, said in words, given to its gateway, and its answer noted at once."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache

from django.conf import settings

from rekkas.base.actors import system
from rekkas.reach import commands, queries
from rekkas.reach.choices import Answer, Channel
from rekkas.reach.entries import DueText, Sending
from rekkas.reach.errors import UnknownText
from rekkas.reach.tasks.gateways import Gateway, HttpGateway, Ready, Simulator
from rekkas.reach.tasks.letters import Letters
from rekkas.reach.words import letter_of, words_of

A_PART = 5  # so few stand before a code that is asked for meanwhile
A_SENDING = timedelta(seconds=15)  # none is begun that might be answered for after the lease of all
log = logging.getLogger(__name__)
SENDER = system("texts")


@cache
def sms_gateway() -> Gateway:
    """The gateway that the operator has named; without one, the simulator."""
    address = settings.SMS_GATEWAY
    if address.startswith(("http://", "https://")):
        return HttpGateway(address, settings.SMS_USER, settings.SMS_KEY)
    if address.startswith("smpp://"):
        from rekkas.reach.tasks.smpp import Smpp

        return Smpp(address, settings.SMS_USER, settings.SMS_KEY)
    return Simulator()


def send_due_texts(clock: Callable[[], datetime], sms: Gateway | None = None) -> int:
    """Send what is due, part by part, and hear what gateways say of what they took. Returns how many were tried."""
    count, ways = 0, dict[str, Gateway]()
    while queries.is_text_due(clock()):
        ways = ways or {Channel.SMS: sms or sms_gateway(), Channel.EMAIL: Letters()}
        part = commands.take_due_texts(at_most=A_PART, by=SENDER, at=clock())
        if not part:
            break
        for text in part:
            if clock() + A_SENDING > text.leased_until:
                break  # a slow gateway: what is left is taken anew when its lease ends, and sent by one process
            commands.note_sending(text=text, sending=_sent(text, ways[text.channel]), by=SENDER, at=clock())
        _hear(ways[Channel.SMS], clock)
        count += len(part)
    return count


def _sent(text: DueText, way: Gateway) -> Sending:
    words = words_of(text.kind, text.params, text.language)
    try:
        body = (
            words.body if text.channel == Channel.SMS else letter_of(words.body, text.params, text.language)
        )
        return way.send(Ready(text.key, text.to, text.sender, words.subject, body))
    except Exception as error:  # whatever it is, the next text has its turn and this one another
        log.warning("a text was not sent: %s", type(error).__name__)  # its words may hold a secret
        return Sending(Answer.LATER, problem=type(error).__name__)


def _hear(way: Gateway, clock: Callable[[], datetime]) -> None:
    for receipt in way.receipts():
        try:
            commands.note_receipt(receipt=receipt, by=SENDER, at=clock())
        except UnknownText:
            log.info("a receipt names no text of ours")
