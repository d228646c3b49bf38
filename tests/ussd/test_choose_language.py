"""A telephone chooses the language of its menus."""

import pytest

from rekkas.base.errors import InvalidInput
from rekkas.ussd.commands import DIALLING, choose_language
from rekkas.ussd.queries import language_chosen
from tests.build import MONDAY
from tests.reach.texts import AMINA

pytestmark = pytest.mark.usefixtures("post")


def test_the_latest_choice_counts() -> None:
    for language in ("fr", "ar"):
        choose_language(phone=AMINA, language=language, by=DIALLING, at=MONDAY)

    assert language_chosen(AMINA) == "ar"


def test_a_language_that_the_post_does_not_write_is_refused() -> None:
    with pytest.raises(InvalidInput):
        choose_language(phone=AMINA, language="xx", by=DIALLING, at=MONDAY)
