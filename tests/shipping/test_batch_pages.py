"""The pages of tables, as a merchant's shipper goes through them."""

import csv as csv_module
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from rekkas.merchant.choices import MemberRole
from rekkas.merchant.commands import check_merchant
from rekkas.shipping import queries
from rekkas.shipping.models import Shipment
from tests.build import BOSS, MONDAY, ZAGORA
from tests.lasting import lasting
from tests.merchant.merchants import OMAR, actor, browser_of, colleague
from tests.papers import barcodes_in
from tests.shipping.batches import GOOD, csv, worked_off
from tests.shipping.test_map_columns import built

world = lasting(built)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("world")]
BATCHES, FIRST = "/pro/batches/", "/pro/batches/1/"
FREE = "C-2;Brahim;;13 rue;Zagora;2;"


@pytest.fixture
def leila() -> Client:
    return browser_of()


def key_in(page: str) -> str:
    return page.split('name="key" value="', 1)[1].split('"', 1)[0]


def upload(browser: Client, content: bytes, name: str = "orders.csv", **said: str) -> object:
    page = browser.get(BATCHES).text
    return browser.post(
        BATCHES, {"key": key_in(page), "file": SimpleUploadedFile(name, content), **said}
    )  # fmt: skip


def mapped(browser: Client) -> None:
    """The columns are taken as they are proposed."""
    page = browser.get(FIRST + "map-columns/")
    form = page.context["form"]
    said = {name: form[name].value() or "" for name in form.fields}
    assert browser.post(FIRST + "map-columns/", said | {"product": "parcel"}).status_code == 302
    worked_off()


def checked(browser: Client, *rows: str) -> None:
    assert upload(browser, csv(*rows)).status_code == 302  # type: ignore[attr-defined]
    mapped(browser)


def test_from_a_file_to_labels(leila: Client) -> None:
    checked(leila, FREE, "C-3;Sara;0612345678;14 rue;Zagora;1,5;")
    assert leila.get(FIRST).status_code == 200

    leila.post(FIRST + "make-batch/")
    worked_off()

    page = leila.get(FIRST).text
    assert "labels-1.pdf" in page
    numbers = list(Shipment.objects.order_by("id").values_list("number", flat=True))
    for paper in ("", "?paper=a4"):
        pdf = leila.get(FIRST + f"labels-1.pdf{paper}")
        assert pdf["content-type"] == "application/pdf"
        assert set(numbers) <= set(barcodes_in(pdf.content))


@pytest.mark.once
@pytest.mark.slow
def test_each_label_of_a_large_file_is_a_page_that_a_scanner_reads(leila: Client) -> None:
    check_merchant(merchant="ZELLIGE", notes="seen", by=BOSS, at=MONDAY)
    checked(leila, *(f"C-{n:02};Amina;;{n} rue;Zagora;2;" for n in range(60)))
    leila.post(FIRST + "make-batch/")
    worked_off()

    read = barcodes_in(leila.get(FIRST + "labels-1.pdf").content)

    numbers = queries.numbers_in_shelf_order(queries.batch("ZELLIGE", 1), 1)
    assert [code for code in read if len(code) == 13] == numbers
    assert [code.split("/")[-2] for code in read if "/track/" in code] == numbers
    assert len(set(numbers)) == 60


def test_labels_come_in_the_order_of_the_shelves(leila: Client) -> None:
    headings = "Commande;Nom;Ville;Poids;Emplacement;Contenu"
    rows = ("1;A;Zagora;100;B2;x", "2;B;Zagora;100;A1;y", "3;C;Zagora;100;A1;b", "4;D;Zagora;100;B2;a")
    upload(leila, csv(*rows, headings=headings))
    mapped(leila)
    leila.post(FIRST + "make-batch/")
    worked_off()

    numbers = queries.numbers_in_shelf_order(queries.batch("ZELLIGE", 1), 1)

    references = dict(Shipment.objects.values_list("number", "reference"))
    assert [references[number] for number in numbers] == ["3", "2", "4", "1"]


def test_cells_are_pasted_like_a_file(leila: Client) -> None:
    pasted = (
        csv(GOOD, headings="Commande;Nom;Téléphone;Adresse;Ville;Poids (kg);Montant")
        .decode()
        .replace(";", "\t")
    )

    done = leila.post(BATCHES, {"key": key_in(leila.get(BATCHES).text), "pasted": pasted})

    assert done.status_code == 302
    assert queries.batch("ZELLIGE", 1).facts["kind"] == "paste"


def test_what_is_sent_again_is_asked_about_and_then_taken(leila: Client) -> None:
    upload(leila, csv(FREE))

    asked = upload(leila, csv(FREE))
    meant = upload(leila, csv(FREE), again="on")

    assert (asked.status_code, meant.status_code) == (409, 302)  # type: ignore[attr-defined]
    assert "number 1" in asked.text  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("photo.csv", b"\x89PNG\r\n\x1a\n0000"),
        ("empty.csv", b""),
        ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 99),
        ("page.csv", b"<html><table></table></html>"),
        ("nul.csv", b"a;b\n\0;1"),
        ("broken.xlsx", b"PK\x03\x04" + b"\0" * 99),
    ],
)
def test_what_is_no_table_is_said_and_nothing_is_kept(leila: Client, name: str, content: bytes) -> None:
    answer = upload(leila, content, name)

    assert answer.status_code == 422  # type: ignore[attr-defined]
    assert queries.last_number("ZELLIGE") == 0


def test_a_file_of_two_gigabytes_is_refused_before_it_is_read(leila: Client) -> None:
    answer = leila.post(BATCHES, {"x": "y"}, headers={"content-length": str(2 * 2**30)})

    assert answer.status_code == 413
    assert "64" in answer.text


def test_a_page_of_another_site_sends_no_table(world: str) -> None:
    strict = Client(enforce_csrf_checks=True, headers={"accept-language": "en"})
    strict.cookies = browser_of().cookies

    answer = strict.post(BATCHES, {"key": "x", "pasted": "Nom\tPoids\nA\t1"})

    assert answer.status_code == 403
    assert queries.last_number("ZELLIGE") == 0


def test_a_doubt_is_settled_on_its_page(leila: Client) -> None:
    checked(leila, "C-1;Amina;;12 rue;Atlantis;1;", "C-2;B;;13 rue;Atlantis;1;")
    page = leila.get(FIRST + "settle-places/")
    (doubt,) = page.context["doubts"]

    wrong = leila.post(FIRST + "settle-places/", {"mark": [doubt.mark], "place-0": "Nowhere"}, follow=True)
    right = leila.post(FIRST + "settle-places/", {"mark": [doubt.mark], "place-0": "زاكورة"}, follow=True)

    assert "Nowhere may be several places" in wrong.text
    assert "2 rows have their place now." in right.text
    assert {row.locality_code for row in queries.rows_in(queries.batch("ZELLIGE", 1))} == {ZAGORA}


def test_a_row_is_corrected_on_its_page(leila: Client) -> None:
    checked(
        leila, "C-1;Amina;06 x;12 rue;Zagora;1;", *(f"D-{n};B;0612345678;9 rue;Zagora;1;" for n in range(3))
    )
    address = FIRST + "rows/2/correct-batch-row/"
    page = leila.get(address)
    assert "06 x" in page.text
    form = page.context["form"]
    said = {name: form[name].value() or "" for name in form.fields}

    done = leila.post(address, said | {"phone": "0612345678"}, follow=True)

    assert done.redirect_chain[-1][0] == FIRST
    assert "Row 2 is ready" in done.text


def test_each_row_has_one_answer_beside_its_own_cells_and_runs_nothing(leila: Client) -> None:
    checked(leila, "=1+1;Amina;;12 rue;Zagora;1;", "C-3;;;12 rue;Zagora;1;")
    leila.post(FIRST + "make-batch/")
    worked_off()

    lines = list(csv_module.reader(StringIO(leila.get(FIRST + "results.csv").text.lstrip("\ufeff"))))

    head, made, wrong = lines
    assert head[:2] == ["Commande", "Nom"]
    assert (made[0], made[1], made[7], bool(made[9])) == ("'=1+1", "Amina", "2", True)
    assert (wrong[7], wrong[9], wrong[12]) == ("3", "", "empty")


def test_rows_are_listed_by_how_they_stand(leila: Client) -> None:
    checked(leila, FREE, "C-3;;;12 rue;Zagora;1;", "C-4;A;;12 rue;Atlantis;1;")

    for state, count in (("", 3), ("ready", 1), ("wrong", 1), ("doubtful", 1), ("made", 0), ("no-such", 3)):
        page = leila.get(FIRST + f"rows/?state={state}")
        assert len(page.context["rows"]) == count, state


def test_how_far_it_is_is_told_while_it_is_worked_on(leila: Client) -> None:
    upload(leila, csv(FREE))
    page = leila.get(FIRST + "map-columns/")
    form = page.context["form"]
    leila.post(
        FIRST + "map-columns/",
        {name: form[name].value() or "" for name in form.fields} | {"product": "parcel"},
    )

    waiting = leila.get(FIRST + "progress/").text
    worked_off()
    done = leila.get(FIRST + "progress/").text

    assert ("data-over" in waiting, "data-over" in done) == (False, True)
    assert 'data-watch="' not in leila.get(FIRST).text


def test_who_only_reads_sees_tables_and_changes_none(leila: Client, world: str) -> None:
    checked(leila, FREE)
    colleague(actor(world), MemberRole.READER)
    reader = browser_of(OMAR)

    assert reader.get(BATCHES).status_code == reader.get(FIRST).status_code == 200
    assert 'type="file"' not in reader.get(BATCHES).text
    assert reader.post(FIRST + "make-batch/").status_code == 403
    assert reader.get(FIRST + "map-columns/").status_code == 403


def test_a_table_that_is_not_ones_own_is_not_there(leila: Client) -> None:
    for page in ("", "rows/", "results.csv", "labels-1.pdf", "progress/", "map-columns/", "settle-places/"):
        assert leila.get(f"/pro/batches/77/{page}").status_code == 404, page


def test_the_sample_can_be_sent_as_it_is(leila: Client) -> None:
    sample = leila.get(BATCHES + "sample.csv").content

    upload(leila, sample, "sample.csv")
    mapped(leila)

    (row,) = queries.rows_in(queries.batch("ZELLIGE", 1))
    assert row.draft["weight_g"] == 1_500
    assert row.draft["cod_amount"] == 35_000
