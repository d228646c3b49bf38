"""The fourteen lessons of Horizon, each a named test: what ruined the clerks of another post cannot happen here.

What happened is told in docs/operations/till.md. Clerks’ representatives run these before each release and sign
docs/operations/release-tests.md.
"""

import json
import os
import re
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from postkit.till import from_text, prove, to_text
from rekkas.base.actors import Actor, system
from rekkas.base.choices import ActorKind, Role
from rekkas.cash import commands, papers, queries
from rekkas.cash.errors import (
    MarkDiffers,
    Mismatch,
    NotFromAPerson,
    NotItsCash,
    OwnCase,
    SupportNotGranted,
    UnseenLines,
)
from rekkas.money.choices import AccountState, EntryKind, Phase
from rekkas.money.commands import add_accounts, limit_accounts, post_for_authors, set_account_states
from rekkas.money.entries import AccountLimit, AccountStanding, TransferEntry
from rekkas.money.errors import CashMovesOpenly
from rekkas.money.queries import balance_faults, line_faults, lines_of
from rekkas.network import queries as network
from tests import build
from tests.build import AGENCY, FATIMA, MONDAY, later
from tests.cash import drawers, pouches, write_paths
from tests.cash.drawers import (
    ENGINEER,
    IDRISS,
    KARIM,
    NADIA,
    OTHER_VAULT,
    RACHID,
    TILL,
    VAULT,
    close_till,
    held,
    hidden_hand,
    mark,
    open_till,
    pay_out,
    pieces,
    recount,
    see,
    sell,
    sql,
)
from tests.cash.test_declare_known_error import error
from tests.desk import at_desk

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def _office(db: None) -> None:
    build.country()
    commands.load_cash(rules=drawers.rules(), country="MA", by=build.BOSS, at=MONDAY)
    commands.entrust_vault(office=AGENCY, keeper="karim", by=KARIM, at=later(-48))
    drawers.fund()


def test_L1_no_silent_mismatch() -> None:
    """What does not agree stops the closing on a screen that names it; it is asked about before the till closes."""
    open_till()
    sell()
    sql("UPDATE money_balance SET received = received + 700 WHERE account_id = (SELECT id FROM money_account WHERE "
        "code = %s)", TILL)  # fmt: skip
    fatima = at_desk("fatima", Role.CLERK, AGENCY)

    page = fatima.get("/desk/cash/close-till/")
    form = page.context["form"]
    sent = {"key": str(form["key"].value()), "last_mark": mark(), "count_20000": "2", "count_10000": "1"}
    screen = fatima.post(
        "/desk/cash/close-till/", {**sent, "count_2000": "1", "count_1000": "1", "count_500": "1"}
    )

    assert screen.status_code == 409
    assert b'data-refusal="cash.mismatch"' in screen.content
    assert b'data-mismatch="balance"' in screen.content
    assert "MAD\xa07.00" in screen.content.decode()
    assert queries.open_session(AGENCY, "fatima", "MAD") is not None
    with pytest.raises(Mismatch):
        close_till(53_500)
    case = commands.question_mismatch(account=TILL, office=AGENCY, statement="", by=FATIMA, at=later(8))
    assert close_till(53_500).is_closed
    assert queries.case(case).is_waiting


def test_L1_nothing_is_passed_over_when_a_till_is_opened_or_asked_about_twice() -> None:
    """What was done to a closed till is a question as it is opened; what was settled and still differs is named."""
    tamper = (
        "UPDATE money_balance SET received = received + 700 WHERE account_id = "
        "(SELECT id FROM money_account WHERE code = %s)"
    )
    open_till()
    sell()
    close_till(53_500)
    sql(tamper, TILL)

    opened = open_till(drawer=53_500, taken=0, at=later(24))

    assert queries.case(opened.question).amount == 700
    commands.explain_discrepancy(
        case=opened.question, reason="Put right.", account="", amount=0, by=NADIA, at=later(25)
    )
    with pytest.raises(Mismatch):
        close_till(53_500, at=later(30))


HANDS = {
    "a reversal by the centre": lambda: commands_reverse(),
    "a colleague": lambda: pay_out("colleague", 500, by=KARIM),
    "the system": lambda: pay_out("system", 500, by=system("balancing")),
    "the system under the clerk’s name": lambda: pay_out("system", 500, by=Actor(ActorKind.SYSTEM, "fatima")),
    "a partner": lambda: pay_out("partner", 500, by=Actor(ActorKind.PARTNER, "atlas")),
    "a machine": lambda: pay_out("device", 500, by=Actor(ActorKind.DEVICE, "fatima")),
    "cash from the vault": lambda: commands.move_to_till(
        office=AGENCY, clerk="fatima", currency="MAD", pieces="1000x1", by=KARIM, at=later(2)
    ),
    "SQL as the application’s role, under the clerk’s name": lambda: hidden_hand(),
}


def commands_reverse() -> None:
    from rekkas.money.commands import reverse_entry

    sale = sell("to be reversed")
    reverse_entry(entry=sale.key, note="central correction", by=NADIA, at=later(1), office=AGENCY)


def test_L2_no_hidden_hand_while_the_till_is_closed_nor_beside_its_lines() -> None:
    """A line at night in her name is another’s; cash is neither set aside, limited nor frozen without a line."""
    open_till()
    sell()
    close_till(53_500)
    pay_out("at night", 500, by=FATIMA, at=later(14))
    aside = TransferEntry(
        key=build.key("aside"), source=TILL, target="partner:FR:MAD", amount=1, currency="MAD",
        kind=EntryKind.CORRECTION, happened_at=MONDAY, phase=Phase.HELD,
    )  # fmt: skip

    (declined,) = post_for_authors(requests=[(aside, system("x"))], by=build.BOSS, at=MONDAY)

    assert [line.note for line in queries.unseen_lines(TILL)] == ["because of at night"]
    assert declined.code == "money.cash-moves-openly"
    with pytest.raises(CashMovesOpenly):
        set_account_states(states=[AccountStanding(TILL, AccountState.FROZEN)], by=build.BOSS, at=MONDAY)
    with pytest.raises(CashMovesOpenly):
        limit_accounts(limits=[AccountLimit(TILL, None, None)], by=build.BOSS, at=MONDAY)
    for statement in (
        "UPDATE cash_tillsession SET last_line = 1000000",
        "UPDATE cash_tillsession SET before_line = 1000000",
    ):
        with pytest.raises(DatabaseError, match="evidence_is_never_written_anew"):
            sql(statement)


@pytest.mark.parametrize("hand", HANDS)
def test_L2_no_hidden_hand(hand: str) -> None:
    """By no path is a till written to without a notice that its clerk must see, or without the database telling."""
    open_till()

    HANDS[hand]()

    noticed = [line.actor_name for line in queries.unseen_lines(TILL)]
    named = [one.kind.value for one in queries.mismatches(TILL)]
    assert noticed or named == ["hidden"]
    with pytest.raises((UnseenLines, Mismatch)):
        close_till(max(held(TILL)[0], 0))
    assert queries.open_session(AGENCY, "fatima", "MAD") is not None


def test_L2_a_perfect_forgery_is_not_on_the_clerks_last_receipt() -> None:
    """Whoever has every key can write a whole line in the clerk’s name; but not onto the receipt in her hand."""
    open_till()
    sell()
    in_hand = mark()
    pay_out("forged in her name", 500, by=FATIMA)

    with pytest.raises(MarkDiffers) as told:
        close_till(53_000, last_mark=in_hand)

    assert "number 3" in str(told.value)
    assert "5.00" in str(told.value)


def test_L3_name_the_author_truly() -> None:
    """A recovery is the system’s and says who asked for it; it never bears the clerk’s name, nor anybody’s."""
    open_till()
    sale = sell()
    access = commands.ask_support_access(
        branch=AGENCY, reason="Booked twice by a frozen screen.", minutes=60, by=ENGINEER, at=MONDAY
    )
    commands.grant_support_access(access=access, office=AGENCY, by=KARIM, at=MONDAY)

    commands.recover_entry(entry=sale.key, branch=AGENCY, reason="Booked twice.", by=ENGINEER, at=later(0.5))
    counted = close_after_seeing(49_800)

    recovery = lines_of(TILL)[2]
    assert (recovery.actor_kind, recovery.actor_name, recovery.note) == (
        "system",
        "recovery",
        "Booked twice. (zineb)",
    )
    assert {line.actor_kind for line in lines_of(TILL) if line.actor_name == "fatima"} == {"person"}
    difference = queries.last_line(TILL)
    assert difference is not None
    assert (difference.actor_kind, difference.actor_name, difference.subject) == (
        "system",
        "cash-count",
        counted.case,
    )


def close_after_seeing(amount: int) -> Any:
    see()
    return close_till(amount)


def test_L4_same_data_for_both_sides() -> None:
    """The clerk’s export and the investigator’s are the same bytes, whoever asks, in whichever language."""
    open_till()
    pay_out("the centre", 500, by=system("central"))
    see()
    close_till(49_300)
    commands.dispute_discrepancy(case=queries.cases()[0].number, statement="No.", by=FATIMA, at=later(9))
    clients: list[Client] = [
        at_desk("fatima", Role.CLERK, AGENCY), at_desk("karim", Role.MANAGER, AGENCY),
        at_desk("idriss", Role.INSPECTOR), at_desk("nadia", Role.TREASURER),
    ]  # fmt: skip

    files = {
        client.get(f"/desk/cash/exports/{TILL}/?lang={language}").content
        for client in clients
        for language in ("ar", "fr", "en")
    }

    (content,) = files
    assert content == queries.till_export(TILL)
    kinds = {next(iter(json.loads(row))) for row in content.splitlines() if row.startswith(b"{")}
    assert {"export", "notice", "session", "count", "case", "statement"} <= kinds


def test_L5_known_errors_are_public() -> None:
    """The register of known errors comes with the program, everyone reads it, and each office learns if it was hit."""
    sell()
    commands.declare_known_error(error=error(), by=IDRISS, at=later(1))
    fatima = at_desk("fatima", Role.CLERK, AGENCY)
    omar = at_desk("omar", Role.CLERK, "MA0004")

    hit, spared = (client.get("/desk/cash/known-errors/").content.decode() for client in (fatima, omar))

    assert "Your office was hit" in hit
    assert "Your office was not hit" in spared
    assert b'"known_error":"E-1"' in queries.till_export(TILL)


# A year or more of days: whether a till is opened, what is drafted, whether it is left unfinished.
DAYS = st.lists(
    st.tuples(st.integers(1, 400), st.booleans(), st.integers(0, 9), st.booleans()), min_size=2, max_size=8
)


@settings(max_examples=15, deadline=None)
@given(DAYS)
def test_L6_temp_data_dies(days: list[tuple[int, bool, int, bool]]) -> None:
    """Over simulated years no value that was typed in one period is ever found in another."""
    with transaction.atomic():
        at, typed = MONDAY, set[str]()
        for number, (gap, is_kept, notes, is_closed) in enumerate(days):
            at += timedelta(days=gap)
            before = queries.open_session(AGENCY, "fatima", "MAD")
            if before is None:
                open_till(drawer=held(TILL)[0], taken=0, at=at)
                before = queries.open_session(AGENCY, "fatima", "MAD")
            assert before is not None
            assert queries.draft_of(before, at.date()) == ""
            draft = f"20000x{number * 10 + notes + 1}"
            if is_kept:
                commands.keep_draft(session=before.number, pieces=draft, by=FATIMA, at=at)
                assert queries.draft_of(before, at.date()) == draft
                typed.add(draft)
            for past in range(1, 5):
                assert queries.draft_of(before, at.date() + timedelta(days=past)) == ""
            if is_closed:
                close_till(held(TILL)[0], at=at)
                assert queries.draft_of(before, at.date()) == ""
        cases = [case.amount for case in queries.cases()]
        assert cases == []  # nothing typed has ever become money
        transaction.set_rollback(True)


def test_L7_retry_never_duplicates() -> None:
    """Every hop sent several times, under the same key and under new ones, is booked once."""
    for _ in range(3):
        open_till(key="open")
    for time in range(3):
        pouches.send(key=f"send {time}")
    for time in range(4):
        pouches.receive(key=f"receive {time}")
    given_once = {
        commands.move_to_vault(
            office=AGENCY, currency="MAD", pieces=pieces(10_000), by=FATIMA, at=later(1), key="give"
        )
        for _ in range(3)
    }
    closed = [
        close_till(39_800, last_mark=mark_of_the_open_till, key="close")
        for mark_of_the_open_till in [mark()] * 3
    ]

    assert len(given_once) == 1
    assert len({one.case for one in closed}) == 1
    assert held(TILL, OTHER_VAULT, pouches.TRANSIT) == [39_800, 100_000, 0]
    assert len(lines_of(OTHER_VAULT)) == 1
    assert len(queries.cases()) == 1
    assert list(balance_faults()) == list(line_faults()) == []


CLOSE_AND_DIE = """
import os, signal, sys
import django

django.setup()
from django.db import transaction
from rekkas.cash.commands import tills
from tests.cash.drawers import close_till

step, mark = sys.argv[1:]
name, when = step.split(":")
real = getattr(tills, name, None)


def die(*said, **more):
    if real and when == "after":
        real(*said, **more)
    os.kill(os.getpid(), signal.SIGKILL)


if real:
    setattr(tills, name, die)
close_till(49_800, last_mark=mark, key="close")
die()
"""
STEPS = (
    "keep_count:before",
    "keep_count:after",
    "ask:after",
    "set_aside:after",
    "Closing:before",
    "commit:after",
)


@pytest.mark.django_db(transaction=True)
def test_L7_a_closing_killed_at_any_step_is_done_wholly_or_not_at_all() -> None:
    """kill -9 at each step, then the same request again: one closing, one question, one line, whatever was lost."""
    open_till()
    last, done = mark(), list[bool]()

    for step in STEPS:
        killed = subprocess.run(
            [sys.executable, "-c", CLOSE_AND_DIE, step, last], env=_same_database(), cwd=ROOT, capture_output=True,
            check=False,
        )  # fmt: skip
        assert killed.returncode == -9, killed.stderr.decode()
        done.append(queries.open_session(AGENCY, "fatima", "MAD") is None)
        assert held(TILL) == [49_800 if done[-1] else 50_000]
        assert len(queries.cases()) == int(done[-1])
        assert list(balance_faults()) == list(line_faults()) == []

    assert done == [False] * 5 + [True]  # only what was committed before the kill is there
    again = close_till(49_800, last_mark=last, key="close")
    assert (again.is_closed, again.case, held(TILL)) == (True, queries.cases()[0].number, [49_800])


def _same_database() -> dict[str, str]:
    """The environment in which another process works on this test's database."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        url = f"sqlite:///{name}"
    else:
        url = re.sub(r"^(\w+://[^/]*/)[^?]*", rf"\g<1>{name}", os.environ["DATABASE_URL"])
    return {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "rekkas.settings"}


def test_L8_sequence_numbers_are_not_proof(tmp_path: Path) -> None:
    """The clerk’s papers alone prove the till, with another program, without server or network; a forgery is named."""
    open_till()
    for sale in range(4):
        sell(str(sale), amount=1_000 + sale)
    lines = list(lines_of(TILL))
    said = papers.receipt_data(queries.receipt_lines([line.key for line in lines]), network.office(AGENCY))
    texts = [to_text(queries.receipt_of(line)) for line in lines]
    assert said["squares"]
    receipts = tmp_path / "receipts.jsonl"

    receipts.write_text("\n".join(reversed(texts)), encoding="utf-8")
    honest = _third_party(receipts)
    forged = [
        text.replace('"fatima"', '"karim"') if number == 2 else text for number, text in enumerate(texts)
    ]
    receipts.write_text("\n".join(forged), encoding="utf-8")
    caught = _third_party(receipts)
    receipts.write_text("\n".join([*texts[:1], *texts[2:]]), encoding="utf-8")
    lost = _third_party(receipts)

    assert honest.returncode == 0
    assert "holds 540.06 MAD after" in honest.stdout
    assert "wrong: number 3" in caught.stdout
    assert "missing: number 2" in lost.stdout
    assert (caught.returncode, lost.returncode) == (1, 1)
    (proof,) = prove(map(from_text, texts))
    assert proof.amount == held(TILL)[0]


def _third_party(receipts: Path) -> subprocess.CompletedProcess[str]:
    code = (
        "import runpy, socket, sys\n"
        "def no_network(*a, **k): raise OSError('no network')\n"
        "socket.socket = no_network\n"
        f"sys.argv = ['till', {str(receipts)!r}]\n"
        "runpy.run_module('postkit.till', run_name='__main__')"
    )
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)


def test_L9_every_way_to_write_is_on_a_public_list() -> None:
    """The list is made from the sources; what is not reviewed fails the build, and it is published as a page."""
    new = "def quietly():\n    post_transfers(transfers=[], by=by, at=at)\n"

    found = write_paths.places([("src/rekkas/counter/backdoor.py", new)])

    assert found
    assert found[0] not in write_paths.reviewed()
    assert set(write_paths.places()) == set(write_paths.reviewed())
    assert write_paths.UNREVIEWED not in write_paths.reviewed().values()


def test_L10_remote_access_is_declared() -> None:
    """From outside nobody acts on an office’s cash unless its manager let them in, and then everyone there sees it."""
    with pytest.raises(SupportNotGranted):
        open_till(ENGINEER, office=AGENCY, taken=0)
    access = commands.ask_support_access(branch=AGENCY, reason="Printer.", minutes=30, by=ENGINEER, at=MONDAY)
    commands.grant_support_access(access=access, office=AGENCY, by=KARIM, at=MONDAY)

    assert [(one.supporter, one.until) for one in queries.live_support(AGENCY, MONDAY)] == [
        ("zineb", MONDAY + timedelta(minutes=30))
    ]
    open_till(ENGINEER, office=AGENCY, taken=1_000)
    assert [line.actor_name for line in queries.unseen_lines(VAULT) if line.delta < 0] == ["zineb"]
    with pytest.raises(SupportNotGranted):
        close_till(
            1_000, by=Actor(ENGINEER.kind, "zineb", None, ENGINEER.permissions), office=AGENCY, at=later(1)
        )
    for statement in ("DELETE FROM cash_supportaccess", "UPDATE cash_supportaccess SET supporter = 'nobody'"):
        with pytest.raises(DatabaseError, match="evidence_is_never"):
            sql(statement)
    fatima, now = at_desk("fatima", Role.CLERK, AGENCY), timezone.now()
    pages = ("/desk/cash/", "/desk/cash/close-till/", "/desk/cash/open-till/")
    assert [b"data-live" in fatima.get(page).content for page in pages] == [False] * 3  # Monday’s is over
    access = commands.ask_support_access(branch=AGENCY, reason="Printer.", minutes=30, by=ENGINEER, at=now)
    commands.grant_support_access(access=access, office=AGENCY, by=KARIM, at=now)
    shown = [fatima.get(page).content.decode() for page in pages]
    assert [f'data-live="{access}"' in page and "zineb" in page for page in shown] == [True] * 3
    commands.end_support_access(access=access, office=AGENCY, by=KARIM, at=now)
    assert [b"data-live" in fatima.get(page).content for page in pages] == [False] * 3
    assert b'"support"' in queries.till_export(TILL)


def test_L11_the_burden_is_on_the_system() -> None:
    """A shortfall is a question in an account of its own: no account of the clerk exists, and no sentence says debt."""
    open_till()
    closed = close_till(44_000)
    recounted = recount(closed.session, 44_000)

    case = queries.case(recounted.case)
    assert (case.state, case.clerk) == ("open", "fatima")
    assert case.owner != "fatima"
    assert held(TILL, case.suspense) == [44_000, 6_000]
    assert _moved() == {
        TILL,
        VAULT,
        "reserve:central:MAD",
        "mirror:bank:MAD",
        "mirror:post:MAD",
        case.suspense,
    }
    hers = "current:7777:MAD"  # her own account at the postal bank: its code does not bear her name
    add_accounts(accounts=[AccountLimit(hers)], by=build.BOSS, at=MONDAY)
    for account, refusal in (
        (hers, NotFromAPerson), (drawers.OTHER_TILL, NotItsCash), ("courier:MA0001/fatima:MAD", NotItsCash),
        ("suspense:fatima:MAD", NotItsCash),
    ):  # fmt: skip
        with pytest.raises(refusal):
            commands.explain_discrepancy(
                case=case.number, reason="She pays.", account=account, amount=6_000, by=KARIM, at=later(10)
            )
    commands.explain_discrepancy(
        case=case.number,
        reason="She owes it.",
        account="partner:fatima:MAD",
        amount=6_000,
        by=KARIM,
        at=later(10),
    )  # one person alone moves nothing out of the post
    assert held(case.suspense, hers) == [6_000, 0]
    as_manager = Actor(FATIMA.kind, "fatima", AGENCY, KARIM.permissions)
    with pytest.raises(OwnCase):
        commands.explain_discrepancy(
            case=case.number, reason="?", account=TILL, amount=1, by=as_manager, at=later(10)
        )
    fatima = at_desk("fatima", Role.CLERK, AGENCY)
    page = fatima.get(f"/desk/cash/cases/{case.number}/").content.decode()
    assert "It is nobody’s debt." in page
    commands.propose_write_off(case=case.number, reason="Nobody knows.", by=IDRISS, at=later(30))
    commands.write_off_discrepancy(case=case.number, by=NADIA, at=later(40))
    assert held("expense:cash-losses:MAD") == [6_000]  # the post bears it
    assert _moved() - {"expense:cash-losses:MAD"} == {
        TILL, VAULT, "reserve:central:MAD", "mirror:bank:MAD", "mirror:post:MAD", case.suspense,
    }  # fmt: skip


def _moved() -> set[str]:
    """Every account that anything moved on, whatever its code says."""
    ends = apps.get_model("money", "Transfer").objects.values_list("source__code", "target__code")
    return {code for row in ends for code in row}


def test_L12_there_are_tools_to_investigate() -> None:
    """From a total to its item in three taps on the desk, and by opening a page that needs no network."""
    open_till()
    sell()
    number = close_till(53_500).session
    fatima = at_desk("fatima", Role.CLERK, AGENCY)

    address, taps = f"/desk/cash/sessions/{number}/", 0
    for wanted in (r'href="(\?kind=postage)"', r'href="([^"]+/lines/[^"]+)"', r'id="item" href="([^"]+)"'):
        found = re.search(wanted, fatima.get(address).content.decode())
        assert found is not None, (address, wanted)
        address = address + found[1] if found[1].startswith("?") else found[1]
        taps += 1
    assert (taps, fatima.get(address).status_code) == (3, 200)
    assert "PC" in address

    offline = fatima.get(f"/desk/cash/sessions/{number}/explorer").content.decode()
    assert offline.count("<details>") == 4  # a total of sales and one of cash, a line in each
    assert not re.search(r"https?://|<script|<link|src=", offline)


def test_L13_a_dispute_has_a_clock() -> None:
    """A dispute cannot be taken back or left out: it is in any export, and on a list when its day has passed."""
    open_till()
    case = close_till(49_700).case
    commands.dispute_discrepancy(case=case, statement="The screen froze at ten.", by=FATIMA, at=later(9))

    assert queries.case(case).due_at == later(9) + timedelta(days=7)
    assert list(queries.overdue_cases(later(9) + timedelta(days=7))) == []
    assert [one.number for one in queries.overdue_cases(later(10) + timedelta(days=7))] == [case]
    for statement in ("UPDATE cash_casestatement SET text = 'fine'", "DELETE FROM cash_casestatement"):
        with pytest.raises(DatabaseError, match="append-only"):
            sql(statement)
    for change in ("amount = -99", "due_at = '2099-01-01 00:00:00'", "state = 'open'", "clerk = ''"):
        with pytest.raises(DatabaseError, match="evidence_is_never_written_anew"):
            sql(f"UPDATE cash_discrepancycase SET {change}")
    with pytest.raises(DatabaseError, match="evidence_is_never_taken_away"):
        sql("DELETE FROM cash_discrepancycase")
    commands.propose_write_off(case=case, reason="Small.", by=NADIA, at=later(20))
    commands.write_off_discrepancy(case=case, by=RACHID, at=later(21))
    for period in ({}, {"since": date(2030, 1, 1)}, {"until": date(2000, 1, 1)}):
        assert b"The screen froze at ten." in queries.till_export(TILL, **period)


def test_L14_those_who_were_hurt_sign_the_tests() -> None:
    """The page that clerks’ representatives sign lists every one of these tests and how to run it."""
    paper = (ROOT / "docs" / "operations" / "release-tests.md").read_text(encoding="utf-8")
    mine = re.findall(r"^def (test_L\d+_\w+)", Path(__file__).read_text(encoding="utf-8"), re.M)

    assert {f"L{number}" for number in range(1, 15)} == {name.split("_")[1] for name in mine}
    assert [name for name in mine if f"`{name}`" not in paper] == []
    assert "tests/stories/test_horizon.py" in paper
    assert "Signature" in paper
