"""What the telephones' menus make of news from below: a text that somebody sent is answered."""

from datetime import datetime
from typing import Any

from rekkas.base.actors import system
from rekkas.base.outbox import subscribes
from rekkas.reach.choices import Channel, Kind
from rekkas.reach.commands import write_texts
from rekkas.reach.entries import TextEntry
from rekkas.reach.facts import TextCame
from rekkas.ussd.commands import BY_TEXT, DIALLING, open_dialogue
from rekkas.ussd.dialogue.by_text import answer_to, language_of_word
from rekkas.ussd.dialogue.gateway import caller_of, language_of
from rekkas.ussd.errors import TooManyDialogues

PART, PARTS = 200, 3


@subscribes(TextCame)
def answer_text(fact: TextCame) -> None:
    """Answer it once. Who sends very many is a machine, and gets no answers that it could answer."""
    at, session = datetime.fromisoformat(fact.at), f"{BY_TEXT}{fact.gateway_id}"[:80]
    try:
        open_dialogue(session=session, phone=fact.sender, by=DIALLING, at=at)
    except TooManyDialogues:
        return
    language = language_of_word(fact.body, language_of(fact.sender))
    said = answer_to(fact.body, caller_of(session, fact.sender, language, at))
    text = TextEntry(
        f"answer/{fact.gateway_id}", Channel.SMS, fact.sender, Kind.ANSWER, _parts(said), language
    )
    write_texts(texts=[text], by=system("ussd"), at=at)


def _parts(said: str) -> dict[str, Any]:
    """A text in the parts that a text may have."""
    pieces = [said[at : at + PART] for at in range(0, min(len(said), PART * PARTS), PART)]
    return dict(zip(("answer", "answer2", "answer3"), pieces, strict=False))
