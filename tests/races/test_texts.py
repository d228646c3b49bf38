"""Several processes send texts at once: each text goes out once."""

from collections import Counter
from collections.abc import Iterable

import pytest
from django.utils import timezone

from rekkas.reach.choices import Answer
from rekkas.reach.commands import write_texts
from rekkas.reach.entries import Receipt, Sending, TextEntry
from rekkas.reach.models import Outgoing
from rekkas.reach.tasks import send_due_texts
from rekkas.reach.tasks.gateways import Ready
from tests.build import BOSS
from tests.races.together import together
from tests.reach.texts import AMINA

pytestmark = pytest.mark.django_db(transaction=True)


class Counting:
    """A gateway that remembers every reference that it was given."""

    def __init__(self) -> None:
        self.given: list[str] = []

    def send(self, text: Ready) -> Sending:
        self.given.append(text.reference)
        return Sending(Answer.TAKEN, f"g-{text.reference}")

    def receipts(self) -> Iterable[Receipt]:
        return ()


def test_each_text_is_given_to_the_gateway_once() -> None:
    texts = [TextEntry(f"text-{n}", "sms", AMINA, "out", {"number": "PC1"}, "fr") for n in range(60)]
    write_texts(texts=texts, by=BOSS, at=timezone.now())
    gateway = Counting()

    answers = together(*(lambda: send_due_texts(timezone.now, gateway) for _ in range(4)))

    assert not [answer for answer in answers if isinstance(answer, Exception)], answers
    assert Counter(gateway.given) == Counter(text.key for text in texts)
    assert set(Outgoing.objects.values_list("state", flat=True)) == {"sent"}
