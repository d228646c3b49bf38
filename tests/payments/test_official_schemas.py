"""Where the operator has put official schemas down, they judge what comes and what goes, before anything is kept."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from postkit.iso20022 import VERSIONS, schemas
from rekkas.bank import queries as bank
from rekkas.bank.errors import OurMessageNotRight
from rekkas.bank.papers import statement_camt
from rekkas.payments import queries
from rekkas.payments.errors import AgainstItsSchema
from rekkas.payments.papers.answers import payment_file_answer
from tests.build import MONDAY
from tests.payments import transfers_world as world
from tests.payments.transfers_world import (
    account,
    arrival,
    arrivals,
    cut_off,
    elsewhere,
    employer,
    files,
    iban,
    payment_file,
    receive,
    send,
    state,
    take_arrivals,
    wage,
)
from tests.postkit.iso20022.judges import SCHEMAS

NOTHING_IS_RIGHT = """<?xml version="1.0"?>
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="{0}" targetNamespace="{0}" elementFormDefault="qualified">
<xs:element name="Document"><xs:complexType><xs:sequence><xs:element name="Other"/></xs:sequence></xs:complexType>
</xs:element></xs:schema>"""


pytestmark = pytest.mark.usefixtures("clearing")


@pytest.fixture
def folder(tmp_path: Path, settings: Any) -> Path:
    """The folder of the operator, with the official schemas that the development packages have."""
    for name, folders in SCHEMAS.items():
        schema = (folders[0] / f"{name}.xsd").read_bytes()
        (tmp_path / f"{name}.xsd").write_bytes(schema)
    settings.ISO20022_SCHEMAS = str(tmp_path)
    return tmp_path


def refuses(folder: Path, name: str) -> None:
    """From now on no message of this name is right."""
    (folder / f"{name}.xsd").write_text(NOTHING_IS_RIGHT.format(VERSIONS[name].namespace))


def statement_of(number: str) -> bytes:
    told = bank.statement(bank.account(number), MONDAY.date(), MONDAY.date())
    return statement_camt(told, at=MONDAY)


def test_what_we_write_is_right_by_the_official_schemas(folder: Path) -> None:
    source, amina = employer(), account("amina")
    taken = receive(
        payment_file(source, wage(iban(amina), 100, "A"), wage(elsewhere(), 200_000, "B")), source
    )

    assert cut_off().transfer_count == 1
    assert payment_file_answer(queries.payment_file(taken.number))
    assert statement_of(source)


def test_transfers_that_their_schema_refuses_are_not_sent(folder: Path) -> None:
    refuses(folder, "pacs.008.001.08")
    done = send(account(amount=2_000_000))
    before = world.everything()

    with pytest.raises(OurMessageNotRight, match="REKKMAMC-20260302-1") as refused:
        cut_off()

    assert refused.value.code == "bank.our-message-not-right"
    assert world.everything() == before
    assert state(done.number) == "waiting"


def test_what_goes_back_is_not_sent_either(folder: Path) -> None:
    take_arrivals(arrivals(arrival(iban(account("amina", "savings")), transaction="X-1")))
    refuses(folder, "pacs.004.001.09")
    before = world.everything()

    with pytest.raises(OurMessageNotRight):
        cut_off()

    assert world.everything() == before
    (row,) = queries.credit_transfers(way="in")
    assert row.state == "waiting"


def test_money_whose_answer_is_not_right_is_not_credited(folder: Path) -> None:
    refuses(folder, "pacs.002.001.10")
    amina = account("amina")
    before = world.everything()

    with pytest.raises(OurMessageNotRight):
        take_arrivals(arrivals(arrival(iban(amina), transaction="X-1")))

    assert world.everything() == before


def test_an_answer_or_a_statement_that_is_not_right_is_not_handed_out(folder: Path) -> None:
    source, amina = employer(), account("amina")
    taken = receive(payment_file(source, wage(iban(amina), 100, "A")), source)
    refuses(folder, "pain.002.001.10")
    refuses(folder, "camt.053.001.08")

    with pytest.raises(OurMessageNotRight):
        payment_file_answer(queries.payment_file(taken.number))
    with pytest.raises(OurMessageNotRight):
        statement_of(source)


def test_a_message_of_ours_is_judged_whatever_its_size(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = account(amount=2_000_000)
    monkeypatch.setattr(schemas.problems_of, "__defaults__", (100,))  # the most that is taken from outside

    assert statement_of(source)
    refuses(folder, "camt.053.001.08")
    with pytest.raises(OurMessageNotRight):
        statement_of(source)


def test_what_comes_is_judged_before_anything_of_it_is_kept(folder: Path) -> None:
    refuses(folder, "pain.001.001.09")
    source, amina = employer(), account("amina")
    content = payment_file(source, wage(iban(amina)))
    before = world.everything()

    with pytest.raises(AgainstItsSchema, match=r"march\.xml, line 3"):
        receive(content, source)

    assert world.everything() == before


def test_a_message_for_which_there_is_no_schema_is_not_judged(folder: Path) -> None:
    (folder / "pacs.008.001.08.xsd").unlink()
    send(account(amount=2_000_000))

    assert cut_off().transfer_count == 1
    assert len(files()) == 1


def test_a_folder_that_is_not_there_is_said_aloud(settings: Any, tmp_path: Path) -> None:
    settings.ISO20022_SCHEMAS = str(tmp_path / "missing")
    send(account(amount=2_000_000))

    with pytest.raises(ImproperlyConfigured, match="REKKAS_SCHEMAS"):
        cut_off()


def test_the_folder_comes_from_the_environment() -> None:
    said = "import rekkas.settings as s; print(s.ISO20022_SCHEMAS)"
    shown = subprocess.run(
        [sys.executable, "-c", said],
        env={**os.environ, "REKKAS_SCHEMAS": "a folder"},
        capture_output=True,
        text=True,
    )

    assert shown.stdout.strip() == "a folder"
