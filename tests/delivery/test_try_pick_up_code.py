"""The code that was sent stands for a document; whoever guesses has three tries, and no more by any way round."""

from typing import Any

import pytest

from rekkas.citizen import commands as citizen
from rekkas.citizen.commands import confirm_following
from rekkas.citizen.commands.door import AT_THE_DOOR
from rekkas.delivery.commands import (
    await_collection,
    return_items,
    stop_return,
    take_out,
    try_pick_up_code,
)
from rekkas.delivery.errors import CodeLocked
from rekkas.delivery.models import Kept
from rekkas.mail.queries import events_of, pick_up_code
from rekkas.reach.commands import load_reach
from rekkas.reach.words import words_of
from tests.build import AGENCY, BOSS, later
from tests.citizen.citizens import CODE, outgoing
from tests.citizen.test_follow_item import follow
from tests.delivery.doorstep import BY_CODE, arrived, collected, outcomes
from tests.delivery.shelves import WEDNESDAY, days_on, waiting
from tests.reach.texts import AMINA, DRISS, manners

pytestmark = pytest.mark.usefixtures("post_office")


def code_of(number: str) -> str:
    return pick_up_code(events_of(number)[-1].scan_id)


def tried(number: str, code: str, days: float = 1) -> bool:
    said: dict[str, Any] = days_on(days)
    return try_pick_up_code(number=number, code=code, **said)


def wrong_for(number: str) -> str:
    return "000000" if code_of(number) != "000000" else "111111"


def locked(number: str) -> None:
    assert [tried(number, wrong_for(number)) for _ in range(3)] == [False] * 3


def test_the_right_code_is_right_and_another_item_has_another() -> None:
    one, two = waiting("one", "two")

    assert tried(one, code_of(one))
    assert not tried(two, code_of(one))
    assert tried(two, code_of(two).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")))


def test_three_wrong_codes_lock_it() -> None:
    (number,) = waiting("one")
    locked(number)

    with pytest.raises(CodeLocked):
        tried(number, code_of(number))


def test_another_stay_on_a_shelf_gives_whoever_guesses_no_new_tries() -> None:
    (number,) = waiting("one")
    locked(number)
    said: dict[str, Any] = days_on(1)

    await_collection(numbers=[number], **said)
    with pytest.raises(CodeLocked):
        tried(number, code_of(number))
    take_out(numbers=[number], **{**said, "at": later(30, WEDNESDAY)})
    await_collection(numbers=[number], **{**said, "at": later(40, WEDNESDAY)})

    with pytest.raises(CodeLocked):
        tried(number, code_of(number), days=2)


def test_a_return_begun_and_stopped_gives_whoever_guesses_no_new_tries() -> None:
    (number,) = waiting("one")
    locked(number)

    return_items(numbers=[number], **days_on(1))  # type: ignore[arg-type]
    stop_return(number=number, **days_on(1.1))  # type: ignore[arg-type]

    with pytest.raises(CodeLocked):
        tried(number, code_of(number), days=2)


def test_a_lock_shuts_the_way_of_the_code_and_leaves_the_document() -> None:
    (number,) = waiting("one")
    locked(number)
    said: dict[str, Any] = days_on(1)
    at = said["at"]

    by_code = outcomes(collected(number, happened_at=at, identified=BY_CODE), by=said["by"], at=at)

    assert by_code == ["delivery.code-not-proved"]
    assert outcomes(collected(number, happened_at=at), by=said["by"], at=at) == ["delivered"]


def test_a_code_of_an_earlier_stay_is_not_proved_for_the_next() -> None:
    (number,) = waiting("one")
    assert tried(number, code_of(number))
    said: dict[str, Any] = days_on(1)

    take_out(numbers=[number], **said)
    await_collection(numbers=[number], **{**said, "at": later(24.2, WEDNESDAY)})

    assert Kept.objects.get().proved_at is None


def told() -> None:
    citizen.tell_followers(by=BOSS, at=later(0.1, WEDNESDAY))


def writing() -> None:
    load_reach(rules=manners(), country="MA", by=BOSS, at=later(0))
    citizen.tell_followers(by=BOSS, at=later(-1))


def test_the_code_comes_with_the_text_that_it_waits() -> None:
    writing()
    (number,) = waiting("one")
    told()

    text = outgoing(kind="waiting")[0]

    assert text.params["code"] == code_of(number)
    assert code_of(number) in words_of("waiting", text.params, "en").body
    assert "code" not in words_of("waiting", {**text.params, "code": ""}, "en").body


def test_what_has_come_back_to_its_sender_gives_its_addressee_no_code() -> None:
    writing()
    (number,) = waiting("one")
    said: dict[str, Any] = days_on(16)
    return_items(numbers=[number], **said)
    at = later(24 * 18, WEDNESDAY)
    arrived(number, office=AGENCY, at=at)
    await_collection(numbers=[number], office=AGENCY, by=BOSS, at=later(0.1, at))

    citizen.tell_followers(by=BOSS, at=later(0.2, at))

    assert outgoing(kind="waiting") == []


def test_an_addressee_who_follows_gets_the_code_and_no_other_follower_does() -> None:
    writing()
    (number,) = waiting("one")
    for reader in (AMINA, DRISS):
        follower = follow(number, reader=reader, at=WEDNESDAY).follower
        assert confirm_following(follower=follower, code=CODE, by=AT_THE_DOOR, at=WEDNESDAY)
    told()

    texts = {text.reader: text.params.get("code", "") for text in outgoing(kind="waiting")}

    assert texts == {AMINA: code_of(number), DRISS: ""}
