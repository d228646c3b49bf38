"""Acts of a device: heard once and in order; done, not done, or held and shown. Nothing is cancelled in silence."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import msgspec
import pytest
from django.db import DatabaseError, IntegrityError, transaction

from postkit.text import clean_number
from rekkas.catalogue.commands import load_catalogue
from rekkas.counter.choices import ActState
from rekkas.counter.commands import decline_act, know_device, release_act, reserve_device_numbers
from rekkas.counter.entries import AnnouncedLine, DepositLine, RefundEntry, WithdrawalLine
from rekkas.counter.errors import ActChanged, JournalForked, LineRefused, NotYourJournal
from rekkas.counter.models import Act
from rekkas.counter.queries import acts_held, held_money
from rekkas.mail.commands import reserve_numbers
from rekkas.mail.queries import track
from rekkas.money.queries import balance
from tests import build
from tests.build import AGENCY, BOSS, FATIMA, MONDAY, key, later
from tests.cash import drawers
from tests.counter.windows import (
    POSTAGE,
    SUPERVISOR,
    TILL,
    Device,
    announced,
    bill,
    load,
    pick_up,
    record,
    sending,
    session_of,
    stamps,
    visit,
    waiting,
)
from tests.payments import desks

pytestmark = pytest.mark.usefixtures("counters")
NOON, LATER = later(1), later(3)


def till() -> int:
    return balance(TILL)


def test_what_was_done_alone_is_done_when_it_is_heard_and_when_it_happened() -> None:
    device, before = Device(), till()
    acts = [
        device.write(visit(device.parcel(), word="a"), NOON),
        device.write(visit(stamps(), record(), word="b"), NOON + timedelta(minutes=4)),
        device.write(visit(bill(), word="c"), NOON + timedelta(minutes=9)),
    ]

    answers = [device.send(act, LATER) for act in acts]

    assert [answer.state for answer in answers] == [ActState.DONE] * 3
    assert till() - before == POSTAGE + 750 + 3_200 + 31_250
    kept = Act.objects.get(key=acts[1].key)
    assert (kept.happened_at, kept.received_at) == (NOON + timedelta(minutes=4), LATER)
    (line,) = answers[0].answer["lines"]  # type: ignore[misc]
    assert track([line["subject"]], at=LATER)[0].steps[-1].at == NOON  # type: ignore[index]


def test_an_act_sent_again_is_answered_as_the_first_time() -> None:
    device = Device()
    act, before = device.write(visit(stamps()), NOON), till()

    first, again = device.send(act, LATER), device.send(act, later(4))

    assert (first, till() - before) == (again, 750)
    with pytest.raises(ActChanged):
        device.send(msgspec.structs.replace(act, said=act.said.replace("750", "751")), LATER)


def test_what_a_visitor_waits_for_and_cannot_be_done_is_not_done() -> None:
    device, before = Device(), till()

    answer = device.send(device.write(visit(sending(amount=1)), NOON, kept=False), NOON)

    assert (answer.state, answer.code, answer.answer["refusal"]) == (
        ActState.NOT_DONE, "counter.line-refused", "counter.price-differs",
    )  # fmt: skip
    assert (till(), held_money(session_of(FATIMA))) == (before, 0)


def test_what_was_refused_and_not_heard_by_the_device_is_held_when_it_went_on() -> None:
    device, before = Device(), till()
    act = device.write(visit(sending(amount=1)), NOON, kept=False)
    device.send(act, NOON)  # and the answer was lost

    answer = device.send(msgspec.structs.replace(act, is_kept=True), LATER)

    assert answer.state == ActState.HELD
    assert till() - before == 1


@pytest.mark.parametrize(
    ("line", "code", "refusal"),
    [
        (bill(due=5, amount=5), "counter.line-refused", "payments.bill-amount-differs"),
        (WithdrawalLine(account="1", amount=-1_000, document="x"), "counter.not-offline", None),
        (DepositLine(account="1", amount=600_000), "counter.offline-limit", None),
        (sending(number="PA999999999MA"), "counter.not-device-number", None),
    ],
)
def test_what_cannot_be_done_is_held_and_its_money_stands_in_the_till(
    line: Any, code: str, refusal: Any
) -> None:
    device, before = Device(), till()

    answer = device.send(device.write(visit(line), NOON), LATER)

    assert (answer.state, answer.code, answer.answer.get("refusal")) == (ActState.HELD, code, refusal)
    assert till() - before == line.amount == held_money(session_of(FATIMA))
    assert [act.key for act in acts_held(AGENCY)[:5]] == [answer.key]
    assert balance(f"held:{AGENCY}:MAD") == -line.amount


def test_a_fast_clock_is_put_right_by_how_far_it_is_off_when_it_speaks() -> None:
    device = Device(fast_s=7_200)

    device.send(device.write(visit(stamps(), word="fast"), NOON), LATER)
    kept = Act.objects.get()

    assert (kept.device_at, kept.happened_at) == (NOON + timedelta(hours=2), NOON)


def test_a_clock_that_is_hardly_off_is_believed_but_never_ahead_of_the_post() -> None:
    device = Device(fast_s=60)

    device.send(device.write(visit(stamps(), word="fast"), NOON), NOON)

    assert Act.objects.get().happened_at == NOON


def test_a_clock_that_was_set_back_in_between_changes_no_order() -> None:
    device = Device()
    device.send(device.write(visit(stamps(), word="a"), NOON), LATER)

    device.send(device.write(visit(stamps(), word="b"), later(0.5)), LATER)

    assert [act.happened_at for act in Act.objects.order_by("number")] == [NOON, NOON]


def test_a_price_that_changed_meanwhile_holds_as_long_as_the_country_says() -> None:
    device, before = Device(), till()
    dearer = _dearer()
    load_catalogue(pack=dearer, by=BOSS, at=NOON)
    early = device.write(visit(device.parcel(), word="early"), later(2))

    done = device.send(early, LATER)
    asked = device.send(device.write(visit(sending(), word="live"), LATER, kept=False), LATER)

    assert (done.state, asked.state) == (
        ActState.DONE,
        ActState.DONE,
    )  # whoever was told the old price pays it
    assert till() - before == 2 * POSTAGE
    load(price_hours=0)
    late = device.send(device.write(visit(device.parcel(), word="late"), later(3.5)), later(4))
    assert (late.state, late.answer["refusal"]) == (ActState.HELD, "counter.price-differs")


def _dearer() -> Any:
    pack = build.pack()
    return replace(pack, prices=tuple(replace(row, amount=row.amount + 100) for row in pack.prices))


def test_two_windows_on_one_journal_are_found_out() -> None:
    device, other = Device(), Device()
    device.send(device.write(visit(stamps(), word="first"), NOON), LATER)
    fork = other.write(visit(stamps(), word="fork"), NOON)
    live = other.write(visit(stamps(), word="live"), NOON, kept=False)

    held = other.send(fork, LATER)
    goes_on = other.send(live, LATER)

    assert (held.state, held.code) == (ActState.HELD, "counter.journal-forked")
    assert goes_on.state == ActState.DONE
    gap = device.write(visit(stamps(), word="gap"), NOON, kept=False)
    with pytest.raises(JournalForked):
        device.send(gap, LATER)


def test_a_till_that_was_closed_meanwhile_holds_what_comes_after() -> None:
    device = Device()
    act = device.write(visit(device.parcel()), NOON)
    drawers.close_till(by=FATIMA, counted=till(), at=later(2))
    before = till()

    answer = device.send(act, LATER)

    assert (answer.state, answer.code, till()) == (ActState.HELD, "cash.till-not-open", before)


def test_each_sends_their_own_journal() -> None:
    device = Device()

    with pytest.raises(NotYourJournal):
        device.send(device.write(visit(stamps()), NOON), LATER, by=desks.SALMA)


def test_a_device_is_alone_for_so_many_hours_and_so_much_cash() -> None:
    load(offline_hours=2, offline_total=2_000)
    device = Device()
    acts = [
        device.write(visit(stamps(4), word="one"), NOON),  # 15.00
        device.write(visit(stamps(4), word="two"), NOON),
        device.write(visit(stamps(1), word="three"), LATER),
    ]

    answers = [device.send(act, LATER) for act in acts]

    assert [answer.code for answer in answers] == ["", "counter.offline-limit", "counter.offline-too-long"]


def test_words_that_cannot_be_read_are_held_and_do_not_stop_the_rest() -> None:
    device = Device()
    broken = device.write(visit(stamps(), word="broken"), NOON, session=7)

    answers = [device.send(act, LATER) for act in (broken, device.write(visit(stamps(), word="next"), NOON))]

    assert [answer.state for answer in answers] == [ActState.HELD, ActState.DONE]


def test_items_that_wait_and_items_that_were_announced_are_done_alone() -> None:
    device, (shelf,), shop = Device(), waiting("shelf"), announced()

    act = device.write(visit(pick_up(shelf), AnnouncedLine(number=shop, weight_g=900, amount=4_350)), NOON)

    assert device.send(act, LATER).state == ActState.DONE
    assert [one.status for one in track([shelf, shop], at=LATER)] == ["delivered", "accepted"]


def test_what_a_device_said_is_never_changed() -> None:
    device = Device()
    device.send(device.write(visit(stamps()), NOON), LATER)

    for change in ({"said": "{}"}, {"state": ActState.HELD}, {"money": 0}):
        with pytest.raises((DatabaseError, IntegrityError)), transaction.atomic():
            Act.objects.update(**change)


def test_what_is_given_back_waits_for_the_network() -> None:
    device = Device()
    done = device.send(device.write(visit(stamps()), NOON), LATER)
    back = RefundEntry(key=key("back"), visit=str(done.answer["number"]), place=0, reason="the wrong ones")

    answer = device.send(device.write(back, LATER), LATER)

    assert (answer.state, answer.code) == (ActState.HELD, "counter.not-offline")


def test_an_act_from_before_its_till_was_opened_is_held() -> None:
    device = Device()

    answer = device.send(device.write(visit(stamps()), later(-2)), LATER)

    assert (answer.state, answer.code) == (ActState.HELD, "counter.other-session")


def test_a_time_without_its_offset_is_not_believed() -> None:
    device = Device()
    naive = device.write(visit(stamps()), NOON, heard_at="2026-03-02T09:00:00")

    assert device.send(naive, LATER).code == "counter.act-unreadable"


def test_what_one_clerk_did_is_answered_to_no_other() -> None:
    device = Device()
    act = device.write(visit(stamps()), NOON)
    device.send(act, LATER)

    with pytest.raises(NotYourJournal):
        device.send(act, LATER, by=desks.SALMA)


def test_since_when_a_device_was_alone_is_the_posts_own_record_and_not_its_word() -> None:
    load(offline_hours=2)
    device = Device()
    know_device(device=device.id, name="", office=AGENCY, unsent=1, by=FATIMA, at=later(6))
    late = device.write(visit(stamps(), word="late"), later(5), heard_at=later(5).isoformat())
    again = device.write(visit(stamps(), word="again"), later(6.1), heard_at=later(6).isoformat())

    answers = [device.send(act, later(6.2)) for act in (late, again)]

    assert [answer.code for answer in answers] == ["counter.offline-too-long", ""]


def test_what_a_device_did_not_name_when_it_was_heard_did_not_wait_there() -> None:
    device = Device()
    act = device.write(visit(stamps()), NOON)
    know_device(device=device.id, name="", office=AGENCY, unsent=0, by=FATIMA, at=LATER)

    answer = device.send(act, later(4))

    assert (answer.state, answer.code) == (ActState.HELD, "counter.heard-meanwhile")


def test_a_clock_within_its_tolerance_may_stand_before_the_moment_at_which_its_device_was_heard() -> None:
    device = Device(at=NOON)
    know_device(device=device.id, name="", office=AGENCY, unsent=0, by=FATIMA, at=NOON)

    answer = device.send(device.write(visit(stamps()), NOON - timedelta(seconds=90)), LATER)

    assert answer.state == ActState.DONE


def test_only_prices_that_were_given_to_this_device_are_carried_by_it() -> None:
    old = Device("old")
    load_catalogue(pack=_dearer(), by=BOSS, at=NOON)
    new = Device("new", at=NOON)
    new.sheet = old.sheet

    answer = new.send(new.write(visit(new.parcel()), later(2)), LATER)

    assert (answer.state, answer.answer["refusal"]) == (ActState.HELD, "counter.price-differs")
    assert release(Act.objects.get(), at=later(5)) == "counter.price-differs"


def test_who_has_acted_by_newer_prices_carries_the_older_ones_no_more() -> None:
    device = Device()
    old = device.sheet
    load_catalogue(pack=_dearer(), by=BOSS, at=NOON)
    device.sheet = know_device(device=device.id, name="", office=AGENCY, by=FATIMA, at=NOON).sheet
    new = device.write(visit(device.parcel(amount=POSTAGE + 100), word="new"), later(2))
    device.sheet = old
    back = device.write(visit(device.parcel(), word="back"), later(2.5))

    answers = [device.send(act, LATER) for act in (new, back)]

    assert [answer.answer.get("refusal") for answer in answers] == [None, "counter.price-differs"]


def release(act: Act, at: datetime) -> str:
    with pytest.raises(LineRefused) as told:
        release_act(act=act.key, reason="it is here", office=AGENCY, by=SUPERVISOR, at=at)
    return str(told.value.details["refusal"])


@pytest.mark.parametrize("kept", [True, False])
def test_a_number_of_another_device_is_refused_with_a_network_and_without(kept: bool) -> None:
    device, other = Device("one"), Device("two")

    answer = device.send(device.write(visit(sending(number=other.own_number())), NOON, kept=kept), NOON)

    assert (answer.code, answer.state) == (
        "counter.not-device-number", ActState.HELD if kept else ActState.NOT_DONE,
    )  # fmt: skip


@pytest.mark.parametrize("kept", [True, False])
def test_a_number_is_the_same_however_it_is_written(kept: bool) -> None:
    device, other = Device("one"), Device("two")
    own, theirs = (
        f" {number[:2].lower()} {number[2:-2]} {number[-2:]}"
        for number in (device.own_number(), other.own_number())
    )

    used = device.send(device.write(visit(sending(number=own), word="own"), NOON, kept=kept), NOON)
    answer = device.send(device.write(visit(sending(number=theirs), word="theirs"), NOON, kept=kept), NOON)

    assert (used.state, answer.code) == (ActState.DONE, "counter.not-device-number")
    known = reserve_device_numbers(
        device=device.id, indicators=(), office=AGENCY, by=FATIMA, at=NOON, key=key("more")
    )
    assert clean_number(own) not in known["PA"]


def test_the_cash_of_an_act_that_is_heard_after_the_office_closed_is_set_aside_and_given_back() -> None:
    load(offline_hours=0)
    device, before, evening = Device(), till(), MONDAY.replace(hour=18, minute=10)

    answer = device.send(device.write(visit(device.parcel()), NOON), evening)
    beside = balance(f"held:{AGENCY}:MAD")
    decline_act(act=answer.key, reason="came back", given_back=True, office=AGENCY, by=SUPERVISOR, at=evening)

    assert (answer.state, beside) == (ActState.HELD, -POSTAGE)
    assert (till(), balance(f"held:{AGENCY}:MAD")) == (before, 0)


def test_with_a_network_a_label_of_no_device_is_as_good_as_none() -> None:
    device = Device()
    (number,) = reserve_numbers(
        indicator="PA", country="MA", count=1, office=AGENCY, by=FATIMA, at=MONDAY, key="roll"
    ).numbers

    lines = (sending(number=number), sending())
    answer = device.send(device.write(visit(*lines), NOON, kept=False), NOON)

    assert answer.state == ActState.DONE


@pytest.mark.parametrize("kept", [True, False])
def test_an_act_of_many_letters_costs_as_many_statements_as_one_of_a_letter(
    kept: bool, statements: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    device = Device()
    device.send(device.write(visit(device.parcel(), word="warm"), NOON), LATER)
    one = device.write(visit(device.parcel(), word="one"), NOON, kept=kept)
    many = device.write(visit(*(device.parcel() for _ in range(20)), word="many"), NOON, kept=kept)

    with statements() as few:
        assert device.send(one, LATER).state == ActState.DONE
    with statements() as more:
        assert device.send(many, LATER).state == ActState.DONE

    assert len(more) - len(few) <= 0, (len(few), len(more))
