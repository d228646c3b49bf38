"""The mistakes in a timetable are said in the reader's language."""

from copy import copy

import pytest
from django.utils import translation

from postkit.pack import Mistake
from postkit.pack.reasons import ENGLISH, Reason
from rekkas.network.mistakes import mistake_text

NAMES = (
    "given", "right", "hint", "file", "count", "most", "low", "high", "last", "byte", "seen", "shown", "columns",
    "line", "field", "office", "left", "arrives", "ends", "first", "other_first", "other_last",
)  # fmt: skip
FACTS = dict.fromkeys(NAMES, "7")


@pytest.mark.parametrize("language", ["ar", "fr"])
@pytest.mark.parametrize("kind", ENGLISH)
def test_a_translation_keeps_the_facts(kind: str, language: str) -> None:
    def facts(text: str) -> set[str]:
        return {part.split(")")[0] for part in text.split("%(")[1:]}

    with translation.override(language):
        words = translation.gettext(ENGLISH[kind])
        assert words != ENGLISH[kind]
        assert facts(words) == facts(ENGLISH[kind])
        assert mistake_text(Mistake("trips.csv", 2, "days", Reason(kind, **FACTS)))


def test_a_mistake_says_where_it_stands_and_what_would_be_right() -> None:
    reason = Reason("not-shaped", given="8", right=Reason("days-as-digits"))
    mistake = Mistake("trips.csv", 2, "days", reason)

    assert mistake_text(mistake) == str(mistake)
    with translation.override("ar"):
        assert "\u2066trips.csv\u2069" in mistake_text(mistake)
        assert "\u20668\u2069" in mistake_text(mistake)


def test_a_reason_that_is_copied_keeps_its_kind() -> None:
    copied = copy(Reason("out-of-range", given=9, low=0, high=7))

    assert (copied, copied.kind, copied.facts["low"]) == (
        "9 is out of range; write a number from 0 to 7", "out-of-range", 0,
    )  # fmt: skip
