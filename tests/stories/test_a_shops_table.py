"""4,189 real orders of shops in Brazil, sent as one table in its own columns: settled by rule, announced, labelled."""

import csv
from collections import Counter
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.utils import timezone

from rekkas.mail.queries import track
from rekkas.merchant.commands import add_pickup_address, check_merchant
from rekkas.merchant.queries import merchants_named
from rekkas.operator.money_packs import load_country, read_country_named
from rekkas.shipping.tasks import do_part
from rekkas.territory.queries import localities_of
from tests.build import BOSS
from tests.merchant.merchants import actor, browser_of, proved, signed_up
from tests.papers import barcodes_in

REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "parcels" / "parcels.csv"
ROWS, READY, BY_RULE, WITHOUT_PLACE, TOO_MUCH = 4_189, 4_145, 13, 29, 2
MEANT = {
    "locality": "customer_city",
    "region": "customer_state",
    "weight": "product_weight_g",
    "cod_amount": "price",
}
FIRST = "/pro/batches/1/"

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.once,
    pytest.mark.slow,
    pytest.mark.skipif(not REAL.is_file(), reason=f"the real orders are not here: {REAL}"),
]


@pytest.fixture
def shop() -> Client:
    """A shop in São Paulo whose papers were seen."""
    now = timezone.now()
    load_country(*read_country_named("brazil"), by=BOSS, at=now)
    signed_up(at=now, country="BR", tax_number="11.222.333/0001-81", phone="+5511912345678")
    proved(at=now)
    (merchant,) = merchants_named("")
    check_merchant(merchant=merchant.pk, notes="seen", by=BOSS, at=now)
    (here,) = (place for place in localities_of("BR") if place.name == "São Paulo")
    with transaction.atomic():
        owner = actor(f"{merchant.pk}/1")
    add_pickup_address(
        label="Loja",
        name="Loja",
        street="Rua 1",
        locality=here.code,
        phone="+5511912345678",
        by=owner,
        at=now,
    )
    return browser_of(language="en")


def worked_off() -> None:
    while do_part(timezone.now):
        pass


def counts(shop: Client) -> Counter[str]:
    page = shop.get(FIRST)
    return Counter({state.value: count for state, count in page.context["counts"]})


def upload(shop: Client, **said: str) -> Any:
    key = shop.get("/pro/batches/").context["form"]["key"].value()
    return shop.post(
        "/pro/batches/", {"key": key, "file": SimpleUploadedFile("orders.csv", REAL.read_bytes()), **said}
    )  # fmt: skip


def test_from_the_file_to_the_labels(shop: Client) -> None:
    assert upload(shop).status_code == 302
    form = shop.get(FIRST + "map-columns/").context["form"]
    proposed = {name: form[name].value() or "" for name in form.fields}
    assert {name: proposed[f"column-{name}"] for name in MEANT} == MEANT

    said = proposed | {"fixed-name": "Cliente", "column-reference": "", "product": "parcel-cod"}
    assert shop.post(FIRST + "map-columns/", said | {"column-postcode": ""}).status_code == 302
    worked_off()
    assert counts(shop) == {"ready": READY, "doubtful": BY_RULE + WITHOUT_PLACE, "wrong": TOO_MUCH}

    shop.post(FIRST + "settle-places/", {"likeliest": "1"})
    assert counts(shop)["doubtful"] == WITHOUT_PLACE
    shop.post(FIRST + "make-batch/")
    worked_off()

    made = READY + BY_RULE
    assert counts(shop) == {"made": made, "doubtful": WITHOUT_PLACE, "wrong": TOO_MUCH}
    head, *answers = csv.reader(StringIO(shop.get(FIRST + "results.csv").text.lstrip("\ufeff")))
    numbers = [row[head.index("Number")] for row in answers if row[head.index("Number")]]
    assert (len(answers), len(numbers), len(set(numbers))) == (ROWS, made, made)
    assert track(numbers[:1], at=timezone.now())[0].status == "announced"
    files = shop.get(FIRST).context["label_files"]
    assert sum(count for _part, count in files) == made
    last = shop.get(FIRST + f"labels-{len(files)}.pdf").content
    assert set(barcodes_in(last)) & set(numbers)
    assert upload(shop).status_code == 409  # the very same once more
