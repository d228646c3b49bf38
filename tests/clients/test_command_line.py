"""``rekkas-pro``, as it is called, and killed, at a terminal."""

import json
from pathlib import Path

import msgspec
import pytest

from postkit import money
from rekkas.shipping.queries import shipments_of
from rekkas_client import ShipmentResult
from rekkas_client.cli import main
from rekkas_client.sending import results_sheet
from rekkas_client.tables import DECIMALS, table
from tests.clients.line import Line
from tests.clients.sheets import outcomes, parcels, results, row
from tests.clients.shop import MERCHANT, references, shipment

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once]
ONE = ("--product", "parcel-cod", "--destination", "Zagora", "--name", "Amina", "--street", "Rue 1", "--phone",
       "0600000000", "--weight-g", "900")  # fmt: skip


def test_a_parcel_from_its_price_to_its_end(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rates", "--destination", "Zagora", "--weight-g", "1700"]) == 0
    assert "parcel-cod" in capsys.readouterr().out
    assert main(["send", *ONE, "--reference", "A-1", "--json"]) == 0
    (number,) = json.loads(capsys.readouterr().out)["numbers"]

    assert main(["list"]) == 0
    assert number in capsys.readouterr().out
    assert main(["show", "--reference", "A-1"]) == 0
    assert number in capsys.readouterr().out
    assert main(["track", number]) == 0
    assert capsys.readouterr().out.startswith(f"{number}: ")
    assert main(["label", number]) == 0
    assert (here / f"{number}.pdf").read_bytes().startswith(b"%PDF")
    assert main(["cancel", number, "--json"]) == 0
    assert '"cancelled":1' in capsys.readouterr().out
    assert main(["show", number, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["status"] == "cancelled"


def test_it_says_how_it_ended(here: Path, line: Line, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", "--reference", "A-none"]) == 1
    assert "shipping.unknown-shipment" in capsys.readouterr().err
    assert main(["send", *ONE, "--weight-g", "heavy"]) == 2
    assert main(["--url", "http://127.0.0.1:9", "send", "nothing.csv"]) == 2
    with pytest.raises(SystemExit) as unknown:
        main(["fly"])
    assert unknown.value.code == 2
    assert main(["--token-file", "none.txt", "list"]) == 2
    (here / "token.txt").write_text("0123456789ab.not-the-token\n")
    assert main(["--token-file", "token.txt", "list"]) == 1
    said = capsys.readouterr()
    assert "not-the-token" not in said.out + said.err


def test_a_file_is_sent_and_each_row_has_its_answer(here: Path) -> None:
    path = parcels(
        here, row("A-1"), row("A-2", destination="Nowhere at all"), row("A-3", weight_g="1,5 kg"), row("A-1"), row(""),
        delimiter=";",
    )  # fmt: skip

    ended = main(["send", str(path)])

    assert ended == 1
    assert outcomes(path) == [
        "created", "declined shipping.place-unclear", "declined client.unreadable",
        "declined client.reference-twice", "created",
    ]  # fmt: skip
    assert references() == ["", "A-1"]


def test_run_again_it_sends_what_was_corrected_and_nothing_else(here: Path) -> None:
    main(
        [
            "send",
            str(parcels(here, row("A-1"), row("A-2", destination="Nowhere at all"), row(""), row("A-4"))),
        ]
    )

    path = parcels(here, row("A-1"), row("A-2"), row(""), row("A-4", cod_amount="1"), row("A-5"))
    main(["send", str(path)])

    assert outcomes(path) == ["known", "created", "known", "declined client.row-changed", "created"]
    assert references() == ["", "A-1", "A-2", "A-4", "A-5"]


def test_json_lines_carry_several_parcels_and_keys_of_their_own(here: Path) -> None:
    two = shipment("A-1", parcels=shipment().parcels * 2)
    path = here / "parcels.jsonl"
    path.write_bytes(msgspec.json.encode(two) + b"\n\n" + b'{"reference": "A-2"}\nnothing\n')

    main(["send", str(path)])

    assert outcomes(path) == ["created", "declined client.unreadable", "declined client.unreadable"]
    assert len(results(path)[0]["numbers"].split()) == 2
    assert next(iter(shipments_of(MERCHANT))).key == two.key


@pytest.mark.parametrize("text", [
    b"reference,cod_amont\nA-1,5\n", b"reference,reference\nA-1,A-1\n", "destination\nF\u00e8s\n".encode("cp1252"),
    b"", b'reference,name\nA-1,"never closed\n',
])  # fmt: skip
def test_a_file_that_is_no_list_is_said_to_be_none(here: Path, line: Line, text: bytes) -> None:
    path = here / "parcels.csv"
    path.write_bytes(text)

    ended = main(["send", str(path)])

    assert (ended, line.seen) in {(2, 0), (0, 0)}
    assert ended == (0 if not text else 2)


def test_a_journal_is_of_one_post(here: Path, line: Line) -> None:
    path = parcels(here, row("A-1"))
    main(["send", str(path)])

    assert main(["--url", "http://127.0.0.1:9", "send", str(path)]) == 2


def test_results_run_nothing_in_a_spreadsheet() -> None:
    answer = ShipmentResult(outcome="declined", reference="=cmd|'/c calc'!A1", code="x", message="-1+1")

    sheet = results_sheet({1: ("declined", answer)})

    assert "'=cmd" in sheet
    assert "'-1+1" in sheet


def test_currencies_have_the_decimals_that_the_post_counts() -> None:
    assert {code: money.decimals(code) for code in DECIMALS} == DECIMALS
    assert money.decimals("MAD") == 2


def test_columns_stand_under_each_other_in_any_script_and_steer_no_terminal() -> None:
    shown = table(["name", "place"], [["مُحَمَّد", "Fès"], ["\x1b[2JEve", "a"]])

    assert "\x1b" not in shown
    assert shown.splitlines()[2] == "[2JEve  a"
