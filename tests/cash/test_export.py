"""The record of a till as a file: the same for everyone, whole, and proven by the program that needs no server."""

import json
from datetime import date
from typing import Any

import pytest
from django.utils.translation import override

from postkit.till import main, prove, receipts_in
from rekkas.base.actors import system
from rekkas.cash import commands, queries
from rekkas.money.choices import Book
from rekkas.money.commands import close_day
from tests.build import AGENCY, BOSS, FATIMA, key, later
from tests.cash.drawers import (
    KARIM,
    TILL,
    VAULT,
    close_till,
    held,
    hidden_hand,
    open_till,
    pay_out,
    pieces,
    see,
    sell,
    short,
)
from tests.cash.pouches import POUCH, send

pytestmark = pytest.mark.usefixtures("post_office")


def rows(content: bytes) -> list[Any]:
    return [json.loads(row) for row in content.splitlines()]


def said(content: bytes, kind: str) -> list[dict[str, Any]]:
    return [row for row in rows(content) if isinstance(row, dict) and next(iter(row)) == kind]


def test_the_file_proves_the_till_by_itself(tmp_path: Any, capsys: pytest.CaptureFixture[str]) -> None:
    short(300)
    path = tmp_path / "till.jsonl"
    path.write_bytes(queries.till_export(TILL))

    status = main([str(path)])

    assert status == 0
    assert "holds 532.00 MAD after" in capsys.readouterr().out
    receipts, unread = receipts_in(path.read_text(encoding="utf-8").split("\n"))
    assert unread == []
    assert prove(receipts)[0].amount == held(TILL)[0]


def test_notices_say_who_wrote_why_and_who_saw_it() -> None:
    open_till()
    pay_out("the centre", 500, by=system("central"))
    assert said(queries.till_export(TILL), "notice")[0]["seen_by"] is None

    see()

    (notice,) = said(queries.till_export(TILL), "notice")
    assert (notice["notice"], notice["author"], notice["reason"], notice["seen_by"]) == (
        2, ["system", "central"], "because of the centre", "fatima",
    )  # fmt: skip


def test_what_left_no_line_is_in_it_with_the_question_about_it() -> None:
    open_till()
    entry = hidden_hand()
    case = commands.question_mismatch(
        account=TILL, office=AGENCY, statement="Not me.", by=FATIMA, at=later(8)
    )

    content = queries.till_export(TILL)

    (hidden,) = said(content, "without_line")
    assert (hidden["without_line"], hidden["author"], hidden["case"]) == (entry, ["person", "fatima"], case)
    assert "Not me." in [row["text"] for row in said(content, "statement")]


def test_sessions_counts_and_hand_overs_are_in_it() -> None:
    opened = open_till()
    move = commands.move_to_vault(
        office=AGENCY, currency="MAD", pieces=pieces(20_000), by=FATIMA, at=later(1)
    )
    close_till(30_000)

    content = queries.till_export(TILL)

    (session,) = said(content, "session")
    assert (session["session"], session["expected"], session["counted"]) == (opened.session, 30_000, 30_000)
    assert [row["purpose"] for row in said(content, "count")] == ["opening", "taken", "move", "closing"]
    assert [row["move"] for row in said(content, "move")] == [move]


def test_a_question_about_what_a_clerk_handed_over_is_in_the_clerks_file_too() -> None:
    open_till()
    move = commands.move_to_vault(
        office=AGENCY, currency="MAD", pieces=pieces(20_000), by=FATIMA, at=later(1)
    )
    case = commands.confirm_move(move=move, office=AGENCY, pieces=pieces(19_000), by=KARIM, at=later(2)).case

    for account in (TILL, VAULT):
        assert [row["case"] for row in said(queries.till_export(account), "case")] == [case]


def test_the_file_of_a_vault_has_its_pouches() -> None:
    send()

    content = queries.till_export(VAULT)

    assert [row["pouch"] for row in said(content, "pouch")] == [POUCH]
    assert said(queries.till_export(TILL), "pouch") == []


def test_days_limit_lines_and_nothing_else() -> None:
    open_till()
    sell("next", at=later(24))
    see()
    close_till(53_500, at=later(25))
    content = queries.till_export(TILL, since=date(2026, 3, 3))

    assert [row[1] for row in rows(content) if isinstance(row, list)] == [2]
    assert len(said(content, "session")) == 1


def test_the_closed_day_that_covers_a_line_is_in_it_with_its_root() -> None:
    open_till()
    close_till(50_000)
    root = close_day(book=Book.POST, business_date=date(2026, 3, 2), by=BOSS, at=later(48))

    (closed,) = said(queries.till_export(TILL), "closed_day")

    assert (closed["closed_day"], closed["root"], closed["signature"]) == ("2026-03-02", root, None)


def test_neither_language_nor_reader_changes_a_byte() -> None:
    short(300)
    found = set()
    for language in ("ar", "fr", "en"):
        with override(language):
            found.add(queries.till_export(TILL))

    assert len(found) == 1


def test_it_costs_the_same_for_few_lines_and_many(statements: Any) -> None:
    open_till()
    sell()
    with statements() as few:
        queries.till_export(TILL)
    for sale in range(20):
        sell(str(sale))
        pay_out(str(sale), 10, by=system("central"))
    with statements() as many:
        queries.till_export(TILL)

    assert len(many) == len(few)


def test_the_receipt_of_an_operation_has_a_line_for_each_till_and_vault_that_it_moved() -> None:
    open_till()
    line = queries.last_line(TILL)
    assert line is not None

    assert sorted(one.line.account for one in queries.receipt_lines([line.key])) == [TILL, VAULT]
    assert queries.receipt_lines([]) == queries.receipt_lines([key("nothing")]) == []
