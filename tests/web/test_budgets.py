"""What each page may cost, in bytes: they are the same on every machine. Seconds are measured in benchmarks/web.py."""

import gzip

import pytest
from django.test import Client

from tests.web.walking import Walked
from tests.web.weights import asked_by, compressed, size_of, weight_of

pytestmark = [pytest.mark.django_db, pytest.mark.once]
# No face travels, so what a public page costs with its faces is what it costs without them.
HEAVIEST, HEAVIEST_OF_DESK = 50_000, 100_000
HEAVIEST_STYLE = {True: 15_000, False: 25_000}  # the sheets of a public page, of one of the desk
FACES = {".woff", ".woff2", ".ttf", ".otf"}


def test_no_page_is_heavier_than_its_readers_line_bears(site: Walked) -> None:
    heavy = [
        f"{shown.address} ({language}): {weight}"
        for shown in site.values()
        for language, answer in shown.answers.items()
        if (weight := weight_of(answer.decode())) > (HEAVIEST if shown.reader.is_public else HEAVIEST_OF_DESK)
    ]

    assert heavy == []


def test_sheets_are_a_small_part_and_no_face_travels(site: Walked) -> None:
    for shown in site.values():
        files = asked_by(shown.answers["fr"].decode())

        style = sum(size_of(file) for file in files if file.suffix == ".css")
        assert style < HEAVIEST_STYLE[shown.reader.is_public], shown.address
        assert not {file for file in files if file.suffix in FACES}, shown.address


def test_pages_for_everybody_need_no_script(site: Walked) -> None:
    """But the one that shows the parts of pages, some of which move; where one may ask what is near; and the screens of
    a hall, which speak where they can.
    """
    with_script = [
        shown.address
        for shown in site.values()
        if shown.reader.is_public
        and not shown.address.startswith("/desk/")
        and b"<script" in shown.answers["fr"]
    ]

    assert [address for address in with_script if not address.startswith("/queue/")] == [
        "/design/",
        "/offices/",
    ]


def test_pages_travel_as_small_as_they_are_weighed(client: Client) -> None:
    whole = client.get("/design/", headers={"accept-language": "fr"})
    packed = client.get("/design/", headers={"accept-language": "fr", "accept-encoding": "gzip"})

    assert packed.headers["Content-Encoding"] == "gzip"
    assert len(packed.content) == pytest.approx(
        compressed(whole.content), abs=200
    )  # padded by chance, as it should be
    assert gzip.decompress(packed.content) == whole.content
