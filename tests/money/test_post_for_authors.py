"""Several authors in one batch: each entry stays in its own author’s name."""

import pytest

from rekkas.base.actors import Actor, system
from rekkas.base.choices import ActorKind, Role
from rekkas.base.errors import NotAllowed
from rekkas.money.commands import post_for_authors
from rekkas.money.entries import TransferEntry
from rekkas.money.models import Entry
from rekkas.money.queries import balance, lines_of
from tests.build import FATIMA, MONDAY, YOUSSEF, staff
from tests.money.purses import BAG, SAFE, TILL, post, transfer, wrong

pytestmark = pytest.mark.django_db
POSTER = system("group poster")


def post_for(*requests: tuple[TransferEntry, Actor], by: Actor = POSTER) -> list[str]:
    results = post_for_authors(requests=requests, by=by, at=MONDAY)
    return [result.code or result.outcome.value for result in results]


def test_each_entry_is_in_the_name_of_its_author_and_none_in_the_posters() -> None:
    partner = Actor(ActorKind.PARTNER, "La Poste", None)

    assert post_for((transfer("a"), FATIMA), (transfer("b", target=BAG), YOUSSEF), (transfer("c"), partner)) == [
        "posted", "posted", "posted",
    ]  # fmt: skip

    said = list(Entry.objects.order_by("id").values_list("actor_kind", "actor_name"))
    assert said == [("person", "fatima"), ("person", "youssef"), ("partner", "La Poste")]
    assert [line.actor_name for line in lines_of(TILL)] == ["fatima", "La Poste"]
    assert wrong() == []


def test_a_refusal_of_one_is_no_refusal_of_his_neighbour() -> None:
    out = transfer("out", source=BAG, target=SAFE, amount=1)

    assert post_for((out, YOUSSEF), (transfer("in"), FATIMA), (transfer("bad", amount=0), YOUSSEF)) == [
        "money.not-enough", "posted", "money.nothing-moves",
    ]  # fmt: skip


def test_a_repeat_by_another_hand_keeps_the_first_author() -> None:
    assert post_for((transfer(), FATIMA), (transfer(), YOUSSEF)) == ["posted", "repeated"]
    assert post_for((transfer(), POSTER)) == ["repeated"]

    assert Entry.objects.get().actor_name == "fatima"
    assert balance(TILL) == 3_500


def test_it_reads_the_same_as_when_each_had_posted_alone() -> None:
    post_for((transfer("a"), FATIMA), (transfer("b"), FATIMA))
    post(transfer("c"), by=system("tests"))

    assert [line.number for line in lines_of(TILL)] == [1, 2, 3]
    assert wrong() == []


def test_a_name_with_room_for_no_more_is_kept_whole() -> None:
    long = staff("x" * 80, Role.CLERK)

    assert post_for((transfer(), long)) == ["posted"]
    assert wrong() == []


def test_a_name_too_long_for_the_books_fails_nobody_else() -> None:
    too_long = staff("x" * 81, Role.CLERK)

    answers = post_for((transfer("a"), FATIMA), (transfer("b"), too_long), (transfer("c"), FATIMA))

    assert (answers[0], answers[2]) == ("posted", "posted")
    assert wrong() == []


@pytest.mark.parametrize("role", [Role.CLERK, Role.COURIER, Role.INSPECTOR])
def test_nobody_writes_in_the_name_of_others_who_may_not(role: Role) -> None:
    with pytest.raises(NotAllowed):
        post_for((transfer(), FATIMA), by=staff("someone", role))
    assert Entry.objects.count() == 0
