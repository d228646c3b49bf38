"""Texts for tests, and the pack's manners."""

from datetime import datetime
from pathlib import Path
from typing import Any

from django.apps import apps

from postkit.pack.reach import Reach, read_reach
from rekkas.reach.choices import Answer
from rekkas.reach.commands import load_reach, note_sending, take_due_texts, write_texts
from rekkas.reach.entries import DueText, Sending, TextEntry
from tests import build
from tests.build import BOSS, MONDAY

PACK = Path(__file__).parents[2] / "countries" / "morocco" / "reach.toml"
AMINA, DRISS = "+212600000000", "+212611111111"


def manners() -> Reach:
    found, mistakes = read_reach(PACK.read_bytes())
    assert found is not None, mistakes
    return found


def world() -> None:
    """The small country, whose post writes in Arabic, French and English, and lets people sleep."""
    build.country_with_merchant()
    load_reach(rules=manners(), country="MA", by=BOSS, at=MONDAY)


def entry(word: str = "one", **changes: Any) -> TextEntry:
    said: dict[str, Any] = {
        "key": word, "channel": "sms", "to": AMINA, "kind": "out", "params": {"number": "PC1"}, "language": "fr",
        "subject": "PC1", **changes,
    }  # fmt: skip
    return TextEntry(**said)


def written(*words: str, at: datetime = MONDAY, **changes: Any) -> None:
    answers = write_texts(texts=[entry(word, **changes) for word in words or ("one",)], by=BOSS, at=at)
    assert {answer.outcome for answer in answers} == {"written"}


def taken(at: datetime = MONDAY, at_most: int = 20) -> list[DueText]:
    return take_due_texts(at_most=at_most, by=BOSS, at=at)


def answered(text: DueText, answer: Answer = Answer.TAKEN, at: datetime = MONDAY, **said: Any) -> None:
    note_sending(text=text, sending=Sending(answer, **said), by=BOSS, at=at)


def row(key: str = "one") -> Any:
    """A text as it is kept."""
    return apps.get_model("reach", "Outgoing").objects.get(key=key)
