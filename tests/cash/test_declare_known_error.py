"""A known error of the program is told to everyone, and each office learns whether it was hit."""

from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest
from django.db import DatabaseError
from django.utils.translation import override

from rekkas.base.actors import Actor
from rekkas.base.errors import NotAllowed
from rekkas.cash import commands, queries
from rekkas.cash.entries import ErrorEntry
from rekkas.cash.errors import HitsWrong, ReasonMissing
from rekkas.cash.queries.trust import COLUMNS, SHIPPED, shipped_errors
from tests.build import AGENCY, MONDAY, ZAGORA_OFFICE
from tests.cash.drawers import IDRISS, KARIM, sell, sql

pytestmark = pytest.mark.usefixtures("post_office")


def error(**changes: Any) -> ErrorEntry:
    told = ErrorEntry(
        code="E-1", title_en="A sale was booked twice", title_fr="Une vente a été enregistrée deux fois",
        title_ar="سُجّل بيع مرتين", effect_en="The till held more in the record than in the drawer.",
        effect_fr="La caisse affichait plus que le tiroir.", effect_ar="أظهر السجل أكثر مما في الدرج.",
        since=date(2026, 3, 1), hit_kind="entries", hits=("postage",), until=date(2026, 3, 8), versions="0.1",
    )  # fmt: skip
    return msgspec.structs.replace(told, **changes)


def declare(by: Actor = IDRISS, **changes: Any) -> int:
    return commands.declare_known_error(error=error(**changes), by=by, at=MONDAY)


def test_an_office_learns_whether_it_was_hit_and_on_how_many_lines() -> None:
    sell("one")
    sell("two")

    declare()

    assert [(hit.error.code, hit.lines) for hit in queries.hits_of(AGENCY)] == [("E-1", 2)]
    assert queries.hits_of(ZAGORA_OFFICE) == []
    assert queries.offices_hit("E-1") == {AGENCY: 2}


@pytest.mark.parametrize(
    ("changes", "hit"),
    [
        ({"hit_kind": "everywhere", "hits": ()}, True),
        ({"hit_kind": "offices", "hits": (AGENCY,)}, True),
        ({"hit_kind": "offices", "hits": (ZAGORA_OFFICE,)}, False),
        ({"hits": ("salary",)}, False),
        ({"since": date(2026, 3, 3)}, False),
        ({"since": date(2026, 2, 1), "until": date(2026, 3, 1)}, False),
        ({"until": None}, True),
    ],
)
def test_who_was_hit_is_found_by_what_is_said_of_the_error(changes: dict[str, Any], hit: bool) -> None:
    sell()

    declare(**changes)

    assert bool(queries.hits_of(AGENCY)) is hit


def test_it_is_told_in_the_readers_language() -> None:
    declare()

    for language, title in (("ar", "سُجّل بيع مرتين"), ("fr", "Une vente a été enregistrée deux fois")):
        with override(language):
            assert queries.known_error("E-1").title == title


def test_a_later_edition_corrects_and_the_first_stays() -> None:
    assert (declare(), declare(until=date(2026, 3, 9))) == (1, 2)

    (known,) = queries.known_errors()
    assert (known.edition, known.until) == (2, date(2026, 3, 9))
    with pytest.raises(DatabaseError, match="append-only"):
        sql("DELETE FROM cash_knownerror")


@pytest.mark.parametrize(
    "changes",
    [
        {"hit_kind": "guess"},
        {"hits": ()},
        {"hits": ("no-such-kind",)},
        {"hit_kind": "offices", "hits": ("MA9999",)},
    ],
)
def test_what_cannot_be_looked_up_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(HitsWrong):
        declare(**changes)


def test_it_is_declared_in_words_by_the_inspection() -> None:
    with pytest.raises(ReasonMissing):
        declare(effect_en="")
    with pytest.raises(NotAllowed):
        declare(by=KARIM)


def test_the_register_that_comes_with_the_program_can_be_read_and_invents_nothing() -> None:
    assert shipped_errors() == ()
    assert SHIPPED.read_text().strip().split(",") == list(COLUMNS)


def test_a_shipped_error_is_read_by_its_format(tmp_path: Path) -> None:
    register = tmp_path / "known_errors.csv"
    row = 'E-2,1,Title,Titre,عنوان,"It did, this",Il a fait,فعل,2026-01-01,,0.1,entries,postage bill-paid'
    register.write_text(f"{','.join(COLUMNS)}\n{row}\n", encoding="utf-8")

    (told,) = shipped_errors(register)

    assert (told.code, told.effect_en, told.since, told.until, told.hits) == (
        "E-2", "It did, this", date(2026, 1, 1), None, ["postage", "bill-paid"],
    )  # fmt: skip
    register.write_text("code\n")
    shipped_errors.cache_clear()
    with pytest.raises(ValueError, match="columns"):
        shipped_errors(register)
