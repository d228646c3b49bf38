"""A signed rate table: one text, one signature, and the price of the tariff for every question, whoever asks."""

import json
import random
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from playwright._impl._driver import compute_driver_executable

from postkit import tariff
from postkit.rate_table import (
    CODES,
    REASONS,
    NoPrice,
    NotARateTable,
    PriceRule,
    Product,
    RateQuestion,
    RateTable,
    Rebate,
    document_of,
    price,
    sign,
    signed,
    table_of,
    verify,
)
from postkit.rate_table.__main__ import main

ROOT = Path(__file__).parents[2]
KEY, OTHER = (Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32) for number in (1, 2))
PUBLIC, OTHERS = (key.public_key().public_bytes_raw().hex() for key in (KEY, OTHER))
FIRST, DAY, LAST = date(2026, 4, 1), date(2026, 5, 2), date(2026, 6, 30)

PARCEL = Product(
    code="parcel-cod", max_weight_g=30_000, cod_allowed=True, max_cod=400_000, days={"01": {"01": 1, "06": 3}},
    labels={"en": "Parcel", "fr": "Colis", "ar": "طرد"},
    rules=(
        PriceRule(code="near", kind="base", zone="local", up_to_weight_g=1_000, amount=1_200),
        PriceRule(
            code="far", kind="base", up_to_weight_g=1_000, amount=2_000,
            labels={"en": "Carriage", "fr": "Transport"},
        ),
        PriceRule(code="far-30", kind="base", up_to_weight_g=20_000, amount=9_000),
        PriceRule(code="cod", kind="cod", amount=500, per_mille=10),
        PriceRule(code="insured", kind="insured", zone="national", amount=200, per_mille=5),
    ),
)  # fmt: skip
ABROAD = Product(
    code="abroad", max_weight_g=2_000, scope="abroad",
    rules=(PriceRule(code="z1", kind="base", zone="abroad-1", up_to_weight_g=2_000, amount=9_900),),
)  # fmt: skip
TABLE = RateTable(
    issuer="La Poste d’Ici · البريد", number="2026-2", currency="MAD", from_date=FIRST, until_date=LAST,
    regions={"01": ("FES", "SEFROU"), "06": ("CASA",)}, destinations={"FR": "abroad-1", "JP": "abroad-3"},
    products=(ABROAD, PARCEL),
)  # fmt: skip
REBATES = (
    Rebate(code="often", per_mille=100, labels={"en": "Often"}),
    Rebate(code="near-too", zone="local", amount=300),
)


def asked(**changes: Any) -> RateQuestion:
    return RateQuestion("parcel-cod", 800, "FES", "CASA", DAY)._replace(**changes)


def lines_of(table: RateTable, question: RateQuestion) -> list[tuple[str, int]]:
    return [(line.code, line.amount) for line in price(table, question).lines]


@pytest.mark.parametrize(
    ("question", "lines", "days"),
    [
        (asked(), [("far", 2_000)], 3),
        (asked(destination="FES"), [("near", 1_200)], 1),  # its own zone before one for everywhere
        (asked(destination="SEFROU"), [("far", 2_000)], 1),  # the same region
        (asked(origin="CASA", destination="FES"), [("far", 2_000)], None),  # nothing is promised in that direction
        (asked(weight_g=1_001), [("far-30", 9_000)], 3),
        (asked(cod_amount=12_350), [("far", 2_000), ("cod", 624)], 3),  # 123.5 goes up
        (asked(declared_value=100), [("far", 2_000), ("insured", 201)], 3),
        (asked(product="abroad", destination="", country="FR"), [("z1", 9_900)], None),
    ],
)  # fmt: skip
def test_a_question_has_the_lines_of_the_tariff(
    question: RateQuestion, lines: list[tuple[str, int]], days: int | None
) -> None:
    found = price(TABLE, question)

    assert [(line.code, line.amount) for line in found.lines] == lines
    assert found.amount == sum(amount for _, amount in lines)
    assert (found.currency, found.days) == ("MAD", days)


@pytest.mark.parametrize(
    ("question", "code"),
    [
        (asked(on=date(2026, 7, 1)), "expired"),
        (asked(on=date(2026, 3, 31)), "not-yet-valid"),
        (asked(product="letter"), "unknown-product"),
        (asked(weight_g=0), "weight-missing"),
        (asked(weight_g=30_001), "too-heavy"),
        (asked(weight_g=20_001), "no-price"),  # the product holds it, its tariff has no step
        (asked(cod_amount=-1), "value"),
        (asked(declared_value=10**11 + 1), "value"),
        (asked(cod_amount=400_001), "cod-too-high"),
        (asked(product="abroad", country="FR", cod_amount=1), "cod-not-offered"),
        (asked(product="abroad"), "other-reach"),
        (asked(country="FR"), "other-reach"),
        (asked(product="abroad", country="US"), "unknown-destination"),
        (asked(product="abroad", country="JP"), "no-price"),
        (asked(origin="RABAT"), "unknown-locality"),
        (asked(destination=""), "unknown-locality"),
    ],
)
def test_a_question_without_a_price_is_refused_by_code(question: RateQuestion, code: str) -> None:
    with pytest.raises(NoPrice) as refused:
        price(TABLE, question)

    assert refused.value.code == code
    assert code in CODES


@pytest.mark.parametrize("on", [FIRST, LAST])
def test_both_ends_of_a_table_are_in_it(on: date) -> None:
    assert price(TABLE, asked(on=on)).amount == 2_000


@pytest.mark.parametrize(
    ("question", "rebates", "taken"),
    [
        (asked(), REBATES, [("often", -200)]),
        (asked(destination="FES"), REBATES, [("near-too", -300), ("often", -120)]),  # neither works on the other
        (asked(cod_amount=10_000), REBATES, [("often", -200)]),  # carriage alone
        (asked(cod_amount=10_000), (Rebate(code="c", kind="cod", per_mille=500),), [("c", -300)]),
        (asked(), (Rebate(code="c", kind="cod", amount=500),), []),  # nothing to take it off
        (asked(), (Rebate(code="x", amount=1_500), Rebate(code="y", amount=1_500)), [("x", -1_500), ("y", -500)]),
        (asked(), (Rebate(code="other", product="abroad", amount=5),), []),
        (asked(), (Rebate(code="half", per_mille=1),), [("half", -2)]),  # of 2,000
        (asked(), (Rebate(code="none", per_mille=0),), []),
    ],
)  # fmt: skip
def test_a_contract_takes_its_rebates_off_as_lines(
    question: RateQuestion, rebates: tuple[Rebate, ...], taken: list[tuple[str, int]]
) -> None:
    table = replace(TABLE, contract="ATLAS", rebates=rebates)

    found = price(table, question)

    assert lines_of(table, question) == lines_of(TABLE, question) + taken
    assert found.amount == price(TABLE, question).amount + sum(amount for _, amount in taken)


CODES_OF_PLACES = st.sampled_from(["P1", "P2", "P3", "P4"])
ZONES = st.sampled_from(["any", "local", "regional", "national"])
LABELS = st.dictionaries(
    st.sampled_from(["ar", "en", "fr"]), st.text(st.characters(codec="utf-8"), max_size=8), max_size=2
)


@st.composite
def products(draw: st.DrawFn, code: str) -> Product:
    rules = [
        PriceRule(
            code=f"r{number}", kind=kind, zone=draw(ZONES), amount=draw(st.integers(0, 10**6)), labels=draw(LABELS),
            up_to_weight_g=draw(st.sampled_from([0, 500, 1_000, 5_000])),
            per_mille=0 if kind == "base" else draw(st.integers(0, 10_000)),
        )
        for number, kind in enumerate(draw(st.lists(st.sampled_from(["base", "base", "cod", "insured"]), max_size=6)))
    ]  # fmt: skip
    days = draw(
        st.dictionaries(
            st.just("A"), st.dictionaries(st.sampled_from(["A", "B"]), st.integers(0, 9)), max_size=1
        )
    )
    return Product(
        code=code, max_weight_g=draw(st.integers(0, 6_000)), rules=tuple(rules), cod_allowed=True, days=days
    )


@st.composite
def tables(draw: st.DrawFn) -> RateTable:
    split = draw(st.integers(0, 4))
    places = ("P1", "P2", "P3", "P4")
    rebates = draw(
        st.lists(
            st.builds(
                Rebate, code=st.sampled_from(["a", "b", "c"]), kind=st.sampled_from(["base", "cod", "insured"]),
                product=st.sampled_from(["", "p"]), zone=ZONES, amount=st.integers(0, 10**6),
                per_mille=st.integers(0, 1_000), labels=LABELS,
            ),
            max_size=3, unique_by=lambda rebate: rebate.code,
        )
    )  # fmt: skip
    return replace(
        TABLE, issuer=draw(st.text(st.characters(codec="utf-8"), max_size=9)), rebates=tuple(rebates),
        regions={"A": places[:split], "B": places[split:]}, products=(draw(products("p")), draw(products("q"))),
    )  # fmt: skip


questions = st.builds(
    RateQuestion, product=st.sampled_from(["p", "q"]), weight_g=st.integers(1, 6_500), origin=CODES_OF_PLACES,
    destination=CODES_OF_PLACES, on=st.just(DAY), cod_amount=st.integers(0, 10**9),
    declared_value=st.integers(0, 10**9), country=st.just(""),
)  # fmt: skip


def by_the_tariff(table: RateTable, question: RateQuestion) -> list[tuple[str, int]] | None:
    """The answer of `postkit.tariff` to the same question."""
    product = next(one for one in table.products if one.code == question.product)
    region = {place: region for region, places in table.regions.items() for place in places}
    zone = tariff.zone_between(
        question.origin, region[question.origin], question.destination, region[question.destination]
    )
    rules = [
        tariff.Rule(one.code, one.kind, one.zone, one.up_to_weight_g, one.amount, one.per_mille)
        for one in product.rules
    ]
    asked_of_it = tariff.Question(question.weight_g, zone, question.cod_amount, question.declared_value)
    if question.weight_g > product.max_weight_g:
        return None
    try:
        return [
            (line.rule, line.amount)
            for line in tariff.lines(rules, asked_of_it, heaviest_g=product.max_weight_g)
        ]
    except tariff.NoStep:
        return None


def by_the_table(table: RateTable, question: RateQuestion) -> list[tuple[str, int]] | None:
    try:
        return lines_of(table, question)
    except NoPrice:
        return None


@settings(max_examples=300)
@given(tables(), questions)
def test_a_signed_table_prices_every_question_as_the_tariff_does(
    table: RateTable, question: RateQuestion
) -> None:
    read = verify(sign(replace(table, rebates=()), KEY), PUBLIC)

    assert by_the_table(read, question) == by_the_tariff(table, question)


@given(tables(), questions)
def test_rebates_change_no_line_of_the_tariff_and_take_no_more_than_is_there(
    table: RateTable, question: RateQuestion
) -> None:
    full = by_the_tariff(table, question)
    try:
        found = price(table, question)
    except NoPrice:
        assert full is None
        return

    assert full is not None
    assert [(line.code, line.amount) for line in found.lines[: len(full)]] == full
    taken = found.lines[len(full) :]
    assert all(line.amount < 0 for line in taken)
    for kind in ("base", "cod", "insured"):
        assert sum(line.amount for line in found.lines if line.kind == kind) >= 0
    assert found.amount == sum(line.amount for line in found.lines) >= 0


@given(tables(), st.randoms())
def test_the_same_table_is_the_same_text_and_any_encoder_writes_it(
    table: RateTable, order: random.Random
) -> None:
    def shuffled(many: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(order.sample(many, len(many)))

    other = replace(
        table,
        products=shuffled(tuple(replace(one, rules=shuffled(one.rules)) for one in table.products)),
        rebates=shuffled(table.rebates),
        regions={region: shuffled(places) for region, places in reversed(table.regions.items())},
    )

    document = document_of(table)

    assert document_of(other) == document == document_of(table_of(document))
    plain = json.dumps(json.loads(document), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert document == plain.encode()
    assert b"\n" not in document


SIGNED = sign(TABLE, KEY)


def reason_of(data: bytes, *keys: str) -> str:
    try:
        verify(data, *keys)
    except NotARateTable as refused:
        return refused.reason
    return ""


def resigned(old: str, new: str) -> bytes:
    """The text of the table with something changed, signed all the same: a post that errs."""
    document = document_of(TABLE)
    assert old.encode() in document
    changed = document.replace(old.encode(), new.encode(), 1)
    return signed(changed, KEY.public_key().public_bytes_raw(), KEY.sign(changed))


@given(st.integers(0, len(SIGNED) - 2), st.integers(1, 255))
def test_no_byte_can_be_changed_without_being_found(at: int, flip: int) -> None:
    spoiled = SIGNED[:at] + bytes([SIGNED[at] ^ flip]) + SIGNED[at + 1 :]

    assert reason_of(spoiled, PUBLIC) in {"form", "another-key", "signature"}


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (SIGNED, ""),
        (SIGNED.rstrip(), ""),  # without its last end of line
        (b"", "form"),
        (document_of(TABLE), "form"),  # no signature
        (SIGNED + b"{}", "form"),
        (SIGNED.replace(b"\n", b"\r\n"), "form"),
        (document_of(TABLE) + b"\n{}\n", "form"),
        (sign(TABLE, OTHER), "another-key"),
        (resigned('"rekkas-rate-table"', '"rekkas-books"'), "format"),
        (resigned('{"contract"', '{"contract'), "format"),
        (resigned('"version":1', '"version":2'), "version"),
        (resigned('"amount":2000', '"amount":-2000'), "shape"),
        (resigned('"amount":2000', '"amount":20.5'), "shape"),
        (resigned('"kind":"cod"', '"kind":"gift"'), "shape"),
        (resigned('"zone":"local"', '"zone":""'), "shape"),
        (resigned('"issuer"', '"more":1,"issuer"'), "shape"),
        (resigned('"currency":"MAD",', ""), "shape"),
        (resigned('"2026-06-30"', '"2026-06-31"'), "shape"),
        (resigned('"2026-06-30"', '"2026-03-31"'), "dates"),
        (resigned('"MAD"', '"dirham"'), "currency"),
        (resigned('"CASA"', '"FES"'), "code-twice"),
        (resigned('"code":"near"', '"code":"cod"'), "code-twice"),
        (resigned('"01":{"01":1', '"02":{"01":1'), "region"),
        (resigned('"amount":2000', '"amount": 2000'), "not-canonical"),
        (resigned('"amount":2000', '"amount":2000.0'), "shape"),
        (resigned("La Poste", "La \\u0050oste"), "not-canonical"),  # a letter spelt out
        (resigned('"issuer"', '"number":"x","issuer"'), "not-canonical"),  # twice: readers differ on which counts
        (resigned('["FES","SEFROU"]', '["SEFROU","FES"]'), "not-canonical"),
    ],
)  # fmt: skip
def test_what_is_no_table_of_the_post_says_why(data: bytes, reason: str) -> None:
    assert reason_of(data, PUBLIC) == reason
    assert reason in {"", *REASONS}


def test_one_of_several_keys_is_enough_and_none_trusts_nothing() -> None:
    assert verify(SIGNED, OTHERS, PUBLIC.upper()) == verify(SIGNED, PUBLIC)
    assert reason_of(SIGNED) == "another-key"


def test_a_file_beyond_its_limit_is_not_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("postkit.rate_table.signing.MOST_BYTES", len(SIGNED) - 1)

    assert reason_of(SIGNED, PUBLIC) == "too-large"


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        (replace(TABLE, until_date=date(2026, 1, 1)), "dates"),
        (replace(TABLE, rebates=(Rebate(code="r", product="letter"),)), "product"),
        (replace(TABLE, rebates=(Rebate(code="r"), Rebate(code="r"))), "code-twice"),
        (replace(TABLE, rebates=(Rebate(code="r", per_mille=1_001),)), "shape"),
        (replace(TABLE, products=(PARCEL, PARCEL)), "code-twice"),
        (replace(TABLE, issuer="\ud800"), "shape"),
        (replace(TABLE, number="a\n"), "shape"),
    ],
)
def test_a_table_that_is_wrong_is_never_signed(table: RateTable, reason: str) -> None:
    with pytest.raises(NotARateTable) as refused:
        sign(table, KEY)

    assert refused.value.reason == reason


def test_a_signature_of_something_else_is_not_given_out() -> None:
    with pytest.raises(NotARateTable, match="signature"):
        signed(document_of(TABLE), KEY.public_key().public_bytes_raw(), KEY.sign(b"else"))


SHOP = """
const [tariff, file, key] = process.argv.slice(1);
const { readFileSync } = await import("node:fs");
const { createPublicKey, verify } = await import("node:crypto");
const source = Buffer.from(readFileSync(tariff)).toString("base64");
const { priceOf, zoneBetween } = await import(`data:text/javascript;base64,${source}`);
const [text, seal] = readFileSync(file, "utf8").split("\\n");
const { public_key, signature } = JSON.parse(seal);
const x = Buffer.from(key, "hex").toString("base64url");
const held = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
const isSigned = public_key === key && verify(null, Buffer.from(text), held, Buffer.from(signature, "hex"));
if (!isSigned) throw new Error("signature");
const table = JSON.parse(text);
const sorted = (value) => Array.isArray(value) ? value.map(sorted) : value && typeof value === "object"
  ? Object.fromEntries(Object.keys(value).sort().map((name) => [name, sorted(value[name])])) : value;
const places = {};
for (const [region, codes] of Object.entries(table.regions)) for (const code of codes) places[code] = { code, region };
const answers = JSON.parse(readFileSync(0, "utf8")).map((question) => {
  const product = table.products.find((one) => one.code === question.product);
  const zone = zoneBetween(places[question.origin], places[question.destination]);
  const found = priceOf(product, { ...question, zone });
  return found.wrong ? null : found.lines.map((line) => [line.rule, line.amount]);
});
console.log(JSON.stringify({ canonical: JSON.stringify(sorted(table)) === text, answers }));
"""


@settings(max_examples=20, deadline=None, phases=(Phase.generate,))  # each asks a new process
@given(tables(), st.lists(questions, min_size=5, max_size=30))
def test_a_shop_in_another_language_checks_the_file_and_finds_the_same_prices(
    tmp_path_factory: pytest.TempPathFactory, table: RateTable, several: list[RateQuestion]
) -> None:
    table = replace(table, rebates=())
    file = tmp_path_factory.mktemp("shop") / "rates.jsonl"
    file.write_bytes(sign(table, KEY))
    node, _ = compute_driver_executable()
    script = ROOT / "src/rekkas/counter/static/counter/window/tariff.js"

    done = subprocess.run(
        [node, "--input-type=module", "-e", SHOP, script, file, PUBLIC],
        input=json.dumps([one._asdict() | {"on": ""} for one in several]),
        capture_output=True, text=True, check=True,
    )  # fmt: skip

    said = json.loads(done.stdout)
    expected = [by_the_table(table, one) for one in several]
    assert said["canonical"] is True
    assert said["answers"] == [lines and [list(line) for line in lines] for lines in expected]


@pytest.fixture
def rates(tmp_path: Path) -> str:
    file = tmp_path / "rates.jsonl"
    file.write_bytes(sign(replace(TABLE, contract="ATLAS", rebates=REBATES), KEY))
    return str(file)


ASKED = ["--weight-g", "800", "--from", "FES", "--to", "CASA", "--on", "2026-05-02"]


@pytest.mark.parametrize(
    ("more", "status", "words"),
    [
        (["--key", PUBLIC, "--cod", "350.00"], 0, [
            "contract ATLAS: signature right", "parcel-cod: 26.50 MAD, national, promised in 3 days",
            "20.00  Carriage", "8.50  cod", "-2.00  Often",
        ]),
        (["--key", PUBLIC], 0, ["parcel-cod: 18.00 MAD", "abroad: no price (other-reach"]),  # each product answers
        (["--key", PUBLIC, "--product", "parcel-cod", "--language", "fr"], 0, ["Transport"]),
        (["--key", PUBLIC, "--product", "abroad", "--country", "FR"], 0, [
            "abroad: 89.10 MAD, abroad-1\n", "99.00  z1", "-9.90",
        ]),
        (["--key", PUBLIC, "--on", "2026-07-01"], 1, ["parcel-cod: no price (expired: valid until 2026-06-30"]),
        (["--key", PUBLIC, "--product", "letter"], 1, ["unknown-product"]),
        (["--key", OTHERS], 2, ["another-key"]),
        (["--key", PUBLIC, "--cod", "much"], 2, ["number"]),
    ],
)  # fmt: skip
def test_a_merchant_prices_offline(
    rates: str, capsys: pytest.CaptureFixture[str], more: list[str], status: int, words: list[str]
) -> None:
    assert main([rates, *ASKED, *more]) == status

    shown = capsys.readouterr()
    for word in words:
        assert word in shown.out + shown.err


def test_what_is_printed_writes_over_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "rates.jsonl"
    file.write_bytes(sign(replace(TABLE, issuer="\x1b[2J\rThe Post"), KEY))

    main([str(file), *ASKED, "--key", PUBLIC])

    shown = capsys.readouterr().out
    assert "\x1b" not in shown
    assert "\r" not in shown


OFFLINE = """
import runpy, sys

def refuse(event, arguments):
    if event.startswith("socket."):
        raise SystemExit("the network was asked")

sys.addaudithook(refuse)
sys.argv[0] = "postkit.rate_table"
runpy.run_module("postkit.rate_table", run_name="__main__")
"""


def test_it_runs_by_itself_with_the_network_off(rates: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", OFFLINE, rates, *ASKED, "--key", PUBLIC],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert "parcel-cod: 18.00 MAD" in done.stdout
