"""The pages of cash: a clerk counts blind, sees what others wrote, and reaches each item in three taps."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from rekkas.base.actors import system
from rekkas.base.choices import Role
from rekkas.cash import commands, queries
from rekkas.money.choices import EntryKind
from rekkas.money.entries import TransferEntry
from tests.build import AGENCY, BOSS, FATIMA, key
from tests.cash import drawers
from tests.cash.drawers import KARIM, TILL, VALUES, VAULT, held, pieces, said
from tests.desk import at_desk, load, open_day_and_night, sent
from tests.statements import costs_of

pytestmark = pytest.mark.django_db
CASH = "/desk/cash/"


@pytest.fixture
def world() -> None:
    load(open_day_and_night())
    now = timezone.now()
    commands.load_cash(rules=drawers.rules(), country="MA", by=BOSS, at=now)
    commands.entrust_vault(office=AGENCY, keeper="karim", by=KARIM, at=now)
    drawers.fund()


@pytest.fixture
def fatima(world: None) -> Client:
    return at_desk("fatima", Role.CLERK, AGENCY)


@pytest.fixture
def karim(world: None) -> Client:
    return at_desk("karim", Role.MANAGER, AGENCY)


def count(part: str, amount: int) -> dict[str, str]:
    """An amount typed into the grid of notes and coins."""
    typed = {}
    for value in VALUES:
        number, amount = divmod(amount, value)
        if number:
            typed[f"{part}_{value}"] = str(number)
    return typed


def do(client: Client, address: str, **answers: Any) -> Any:
    page = client.get(CASH + address)
    return client.post(CASH + address, sent(page, **answers))


def opened(client: Client, taken: int = 50_000) -> str:
    answer = do(client, "open-till/", **count("taken", taken))
    assert answer.status_code == 302, answer.content.decode()
    session = queries.open_session(AGENCY, "fatima", "MAD")
    assert session is not None
    return session.number


def sale(word: str = "one", amount: int = 3_500, by: Any = FATIMA) -> TransferEntry:
    entry = TransferEntry(
        key=key("sale", word), source="income:postage:MAD", target=TILL, amount=amount, currency="MAD",
        kind=EntryKind.POSTAGE, happened_at=timezone.now(), subject="PC000000019MA", office=AGENCY, note="a reason",
    )  # fmt: skip
    said(entry, by, timezone.now())
    return entry


def test_a_clerk_opens_counts_and_closes(fatima: Client) -> None:
    number = opened(fatima)
    sale()

    page = fatima.get(CASH + "close-till/")
    done = fatima.post(CASH + "close-till/", sent(page, last_mark=drawers.mark(), **count("count", 53_500)))
    shown = fatima.get(done["Location"])

    assert done.status_code == 302
    assert shown.context["session"].number == number
    assert b'data-difference="0"' in shown.content
    assert fatima.get(f"{CASH}sessions/{number}/statement").content.startswith(b"%PDF-")


def test_nothing_of_what_is_expected_is_shown_before_the_count_is_sent(fatima: Client) -> None:
    number = opened(fatima)
    sale()

    for address in ("", "close-till/", f"sessions/{number}/"):
        text = fatima.get(CASH + address).content.decode()
        assert "535.00" not in text, address
        assert "Expected" not in text, address
    counted = do(fatima, "close-till/", last_mark=drawers.mark(), **count("count", 40_000))
    assert "535.00" not in fatima.get(counted["Location"]).content.decode()
    assert "535.00" not in fatima.get(CASH).content.decode()


def test_what_was_typed_stays_when_the_till_cannot_be_closed_and_the_line_is_named(fatima: Client) -> None:
    opened(fatima)
    sale(by=system("central"))

    refused = do(fatima, "close-till/", last_mark=drawers.mark(), **count("count", 53_500))

    assert refused.status_code == 409
    assert b'data-refusal="cash.unseen-lines"' in refused.content
    assert refused.context["form"]["count_20000"].value() == "2"
    mine = fatima.get(CASH)
    assert b'data-unseen="2"' in mine.content
    assert b"a reason" in mine.content
    assert b"central" in mine.content


def test_lines_are_ticked_as_seen(fatima: Client) -> None:
    opened(fatima)
    sale(by=system("central"))
    page = fatima.get(CASH)

    done = fatima.post(
        CASH + "acknowledge-lines/", {"key": str(page.context["key"]), "account": TILL, "numbers": ["2"]}
    )

    assert done.status_code == 302
    assert queries.unseen_lines(TILL) == []
    assert do(fatima, "close-till/", last_mark=drawers.mark(), **count("count", 53_500)).status_code == 302


def test_a_mismatch_is_named_on_the_screen_and_asked_about_there(fatima: Client) -> None:
    opened(fatima)
    drawers.hidden_hand()
    typed = count("count", 53_500)

    refused = do(fatima, "close-till/", last_mark=drawers.mark(), **typed)
    asked = fatima.post(
        CASH + "question-mismatch/",
        {"key": str(key("question")), "account": TILL, "statement": "I did not do this."},
    )

    assert b'data-mismatch="hidden"' in refused.content
    assert asked["Location"] == f"{CASH}cases/{AGENCY}-Q2/"
    assert do(fatima, "close-till/", last_mark=drawers.mark(), **typed).status_code == 302


def test_from_a_total_to_the_item_in_three_taps(fatima: Client) -> None:
    number = opened(fatima)
    sale()
    do(fatima, "close-till/", last_mark=drawers.mark(), **count("count", 53_500))

    totals = fatima.get(f"{CASH}sessions/{number}/")
    assert b'href="?kind=postage"' in totals.content
    lines = fatima.get(f"{CASH}sessions/{number}/?kind=postage")
    assert [line.number for line in lines.context["lines"]] == [2]
    assert f'href="{CASH}lines/{TILL}/2/"'.encode() in lines.content
    line = fatima.get(f"{CASH}lines/{TILL}/2/")

    assert b'id="item" href="/desk/money/items/PC000000019MA/"' in line.content


def test_the_same_without_network(fatima: Client) -> None:
    number = opened(fatima)
    sale()

    page = fatima.get(f"{CASH}sessions/{number}/explorer")

    text = page.content.decode()
    assert page["Content-Disposition"] == f'attachment; filename="{number}.html"'
    assert "PC\u00a0" in text or "PC000000019MA" in text
    assert not any(word in text for word in ("<script", "http://", "https://", "src=", "<link"))


def test_the_clerks_file_and_the_investigators_are_the_same_bytes(fatima: Client) -> None:
    opened(fatima)
    sale(by=system("central"))
    inspector = at_desk("idriss", Role.INSPECTOR)

    mine = fatima.get(f"{CASH}exports/{TILL}/?lang=ar")
    theirs = inspector.get(f"{CASH}exports/{TILL}/?lang=fr")

    assert mine.content == theirs.content
    assert mine.content.count(b"\n") > 5


def test_a_receipt_is_printed_for_a_line(fatima: Client) -> None:
    opened(fatima)

    assert fatima.get(f"{CASH}lines/{TILL}/1/receipt").content.startswith(b"%PDF-")
    assert fatima.get(f"{CASH}lines/{TILL}/99/").status_code == 404


def test_nobody_reads_anothers_till(fatima: Client) -> None:
    number = opened(fatima)
    salma, omar = at_desk("salma", Role.CLERK, AGENCY), at_desk("omar", Role.MANAGER, "MA0004")

    for client in (salma, omar):
        for address in (
            f"sessions/{number}/",
            f"lines/{TILL}/1/",
            f"exports/{TILL}/",
            f"lines/{TILL}/1/receipt",
        ):
            assert client.get(CASH + address).status_code == 403, address


def test_a_count_that_is_kept_for_later_is_there_again(fatima: Client) -> None:
    opened(fatima)

    do(fatima, "close-till/", later="1", **count("count", 40_000))

    assert fatima.get(CASH + "close-till/").context["form"]["count_20000"].value() == 2


def test_a_manager_counts_again_what_differs_much(fatima: Client, karim: Client) -> None:
    number = opened(fatima)
    do(fatima, "close-till/", last_mark=drawers.mark(), **count("count", 40_000))
    assert f"/sessions/{number}/recount-till/".encode() in karim.get(CASH + "office/").content

    done = do(karim, f"sessions/{number}/recount-till/", **count("count", 49_000))

    shown = fatima.get(done["Location"])
    assert b'data-difference="-1000"' in shown.content
    assert b"nobody" in shown.content


def test_cash_goes_to_and_from_the_vault_with_two_counts(fatima: Client, karim: Client) -> None:
    opened(fatima)
    do(fatima, "move-to-vault/", **count("count", 20_000))
    (move,) = queries.moves_waiting(AGENCY)

    page = karim.get(f"{CASH}moves/{move.number}/confirm-move/")
    assert "200.00" not in page.content.decode().replace("MAD\xa0200.00</label>", "")
    assert do(karim, f"moves/{move.number}/confirm-move/", **count("count", 20_000)).status_code == 302

    do(karim, "move-to-till/", clerk="fatima", **count("count", 5_000))
    (back,) = queries.moves_waiting(AGENCY)
    assert f'data-move="{back.number}"'.encode() in fatima.get(CASH).content
    assert do(fatima, f"moves/{back.number}/confirm-move/", **count("count", 5_000)).status_code == 302
    assert held(TILL) == [35_000]


def test_the_vault_is_counted_and_entrusted(fatima: Client, karim: Client) -> None:
    opened(fatima)
    assert do(karim, "count-vault/", **count("count", drawers.FUNDS - 50_000)).status_code == 409
    waiting = karim.get(f"{CASH}acknowledge-lines/?account={VAULT}")
    numbers = [str(line.number) for line, _, _ in waiting.context["unseen"]]
    karim.post(CASH + "acknowledge-lines/", {"key": str(key("seen")), "account": VAULT, "numbers": numbers})

    assert do(karim, "count-vault/", **count("count", drawers.FUNDS - 50_000)).status_code == 302
    assert do(karim, "entrust-vault/", keeper="salma").status_code == 302
    assert queries.keeper_of(AGENCY) == "salma"


def test_a_question_is_disputed_and_answered_on_its_page(fatima: Client, karim: Client) -> None:
    opened(fatima)
    done = do(fatima, "close-till/", last_mark=drawers.mark(), **count("count", 49_700))
    case = queries.cases()[0].number
    assert case in fatima.get(done["Location"]).content.decode()

    page = fatima.get(f"{CASH}cases/{case}/")
    assert b'id="explain"' not in page.content
    form = page.context["forms"]["dispute"]
    said_so = {"key": str(form["key"].value()), "statement": "The screen froze."}
    assert fatima.post(f"{CASH}cases/{case}/dispute-discrepancy/", said_so).status_code == 302
    nothing = fatima.post(f"{CASH}cases/{case}/dispute-discrepancy/", {**said_so, "statement": ""})
    assert nothing.status_code == 422

    answer = karim.get(f"{CASH}cases/{case}/").context["forms"]["explain"]
    told = {"key": str(answer["key"].value()), "reason": "Found.", "amount": "3.00", "account": TILL}
    assert karim.post(f"{CASH}cases/{case}/explain-discrepancy/", told).status_code == 302
    assert queries.case(case).state == "recovered"


def test_who_is_not_concerned_does_not_read_a_question(fatima: Client) -> None:
    opened(fatima)
    do(fatima, "close-till/", last_mark=drawers.mark(), **count("count", 49_700))
    case = queries.cases()[0].number

    assert at_desk("salma", Role.CLERK, AGENCY).get(f"{CASH}cases/{case}/").status_code == 403
    assert at_desk("idriss", Role.INSPECTOR).get(f"{CASH}cases/{case}/").status_code == 200
    assert fatima.get(CASH + "cases/").context["waiting"].paginator.count == 1


def test_what_the_post_bears_is_proposed_and_approved_on_the_page(fatima: Client) -> None:
    opened(fatima)
    do(fatima, "close-till/", last_mark=drawers.mark(), **count("count", 49_700))
    case = f"{CASH}cases/{queries.cases()[0].number}/"
    idriss, nadia = at_desk("idriss", Role.INSPECTOR), at_desk("nadia", Role.TREASURER)

    assert idriss.post(case + "assign-case/", {"key": str(key("a")), "owner": "rachid"}).status_code == 302
    assert (
        idriss.post(case + "add-statement/", {"key": str(key("b")), "statement": "Looked."}).status_code
        == 302
    )
    assert (
        idriss.post(case + "propose-write-off/", {"key": str(key("c")), "reason": "Small."}).status_code
        == 302
    )
    assert b'id="approve"' not in idriss.get(case).content
    assert b'id="approve"' in nadia.get(case).content
    assert nadia.post(case + "write-off-discrepancy/", {"key": str(key("d"))}).status_code == 302
    assert held("expense:cash-losses:MAD") == [300]


def test_a_pouch_goes_from_office_to_office(karim: Client, fatima: Client) -> None:
    leila = at_desk("leila", Role.MANAGER, "MA0004")
    told = {"pouch": "p0001", "seal": "S-1", "destination": "ma0004", **count("count", 100_000)}
    assert do(karim, "send-cash/", **told).status_code == 302
    assert fatima.post(CASH + "sign-pouch/", {"key": str(key("s")), "pouch": "P0001"}).status_code == 302

    coming = leila.get(CASH + "receive-cash/")
    assert b'data-pouch="P0001"' in coming.content
    assert "1,000.00" not in coming.content.decode() + leila.get(CASH + "pouches/").content.decode()
    got = {"pouch": "P0001", "seal": "S-1", **count("count", 100_000)}
    assert (
        do(leila, "receive-cash/", **got).status_code == do(leila, "receive-cash/", **got).status_code == 302
    )
    assert held("vault:MA0004:MAD") == [100_000]
    assert (
        leila.get(CASH + "office/").status_code
        == leila.get(CASH + "sign-pouch/?pouch=P0001").status_code
        == 200
    )


def test_the_treasury_supplies_and_sets_limits_and_an_office_banks(karim: Client) -> None:
    nadia = at_desk("nadia", Role.TREASURER)
    nadia.get(f"{CASH}office/?office={AGENCY}")

    limits = {
        "minimum": "100",
        "maximum": "10000",
        "bundle": "100",
        "tolerance": "1",
        "investigator": "idriss",
    }
    assert do(nadia, "set-cash-terms/", **limits).status_code == 302
    assert do(nadia, "supply-cash/", pouch="B1", seal="S", **count("count", 1_000)).status_code == 302
    assert do(karim, "bank-surplus/", slip="SL1", **count("count", 400_000)).status_code == 302
    assert b'data-advice="remit"' in karim.get(CASH + "office/").content
    above = nadia.get(CASH + "offices/")
    assert f'data-office="{AGENCY}"'.encode() in above.content


def test_the_forecast_says_when_it_cannot_be_made(karim: Client) -> None:
    page = karim.get(CASH + "forecast/")

    assert page.status_code == 200
    assert "No forecast yet" in page.content.decode()


def test_an_error_that_is_declared_is_read_by_everyone(fatima: Client) -> None:
    opened(fatima)
    assert "No error is known" in fatima.get(CASH + "known-errors/").content.decode()
    idriss = at_desk("idriss", Role.INSPECTOR)
    told = {
        **{f"title_{language}": "Twice" for language in ("en", "fr", "ar")},
        **{f"effect_{language}": "It was booked twice." for language in ("en", "fr", "ar")},
        "code": "E-1", "since": "2020-01-01", "hit_kind": "entries", "hits": "cash-moved",
    }  # fmt: skip

    assert do(idriss, "known-errors/declare-known-error/", **told).status_code == 302

    page = fatima.get(CASH + "known-errors/")
    assert "Your office was hit" in page.content.decode()
    assert AGENCY in idriss.get(CASH + "known-errors/E-1/").content.decode()


def test_support_is_granted_here_and_shown_live_on_every_page(fatima: Client, karim: Client) -> None:
    number = commands.ask_support_access(
        branch=AGENCY, reason="A receipt does not print.", minutes=30, by=drawers.ENGINEER, at=timezone.now()
    )
    assert b"data-live" not in fatima.get(CASH).content
    assert fatima.post(f"{CASH}support/{number}/grant-support-access/").status_code == 403

    karim.post(f"{CASH}support/{number}/grant-support-access/")

    for client, address in ((fatima, ""), (karim, "office/"), (fatima, "support/")):
        assert f'data-live="{number}"'.encode() in client.get(CASH + address).content
    karim.post(f"{CASH}support/{number}/end-support-access/")
    assert b"data-live" not in fatima.get(CASH).content


def test_an_engineer_asks_on_a_page(world: None) -> None:
    zineb = at_desk("zineb", Role.ENGINEER)

    assert zineb.get(CASH + "support/").status_code == 200


def test_every_list_costs_the_same_with_many_rows(fatima: Client, karim: Client) -> None:
    opened(fatima)
    pages = [
        (fatima, CASH), *((karim, CASH + page) for page in (
            "office/", "offices/", "pouches/", "cases/", "support/", "known-errors/",
        )),
    ]  # fmt: skip

    def more(words: range) -> None:
        for word in words:
            sale(f"sale {word}", by=system("central"))
            commands.send_cash(
                pouch=f"P{word}", seal="S", office=AGENCY, destination="MA0004", currency="MAD", pieces=pieces(1_000),
                by=KARIM, at=timezone.now(),
            )  # fmt: skip
            commands.ask_support_access(
                branch=AGENCY, reason="?", minutes=5, by=drawers.ENGINEER, at=timezone.now()
            )

    more(range(2))
    few = costs_of(pages)
    more(range(2, 14))

    assert costs_of(pages) == few


@pytest.mark.parametrize(
    "address", ["acknowledge-lines/", "acknowledge-lines/?account=x", "exports/x/", "exports/a:b:c:d/"]
)
def test_what_is_no_till_is_not_found(fatima: Client, address: str) -> None:
    assert fatima.get(CASH + address).status_code == 404
