"""The scripts of the window say the same as the post: prices, chains, and which place is meant."""

import json
import random
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from postkit import tariff
from postkit.pack import Pack, read_pack
from postkit.text import fold
from rekkas.counter.commands.devices import next_in_chain, start_of
from tests.build import key

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MOROCCO = Path(__file__).parents[2] / "countries" / "morocco"
ASKED = 3_000


def morocco() -> Pack:
    pack, mistakes = read_pack({path.name: path.read_bytes() for path in MOROCCO.iterdir()})
    assert pack is not None, mistakes
    return pack


def ask(page: Page, live_server: LiveServer, module: str, work: str, given: Any) -> Any:
    """What a script answers: on a page of the post, whose own policy lets nothing else run."""
    page.goto(f"{live_server.url}/healthz")
    return page.evaluate(
        f"async ([address, given]) => {{ const it = await import(address); {work} }}",
        [f"{live_server.url}/static/counter/window/{module}.js", given],
    )


def test_a_device_prices_as_the_post_does(live_server: LiveServer, page: Page) -> None:
    pack = morocco()
    drawn = random.Random(5)  # noqa: S311
    fields = ("code", "kind", "zone", "up_to_weight_g", "amount", "per_mille", "product")
    rules = [{field: getattr(row, field) for field in fields} for row in pack.prices]
    products = {row.code: row.max_weight_g for row in pack.products}
    questions = [
        {
            "product": drawn.choice(list(products)),
            "weight_g": drawn.choice([1, 20, 999, 1_000, 1_001, drawn.randrange(1, 31_000)]),
            "zone": drawn.choice(["local", "regional", "national"]),
            "cod_amount": drawn.choice([0, 1, 49, 50, 12_345]),
            "declared_value": drawn.choice([0, 7, 99_999]),
            "contract": _contract(drawn),
        }
        for _each in range(ASKED)
    ]

    said = ask(page, live_server, "tariff", """
        return given.questions.map((one) => it.lines(given.rules.filter((rule) => rule.product === one.product), one,
            given.products[one.product], one.contract)?.map((line) => [line.rule, line.amount]) ?? null);
    """, {"rules": rules, "questions": questions, "products": products})  # fmt: skip

    assert said == [_priced(rules, one, products[one["product"]]) for one in questions]


def _contract(drawn: random.Random) -> dict[str, Any] | None:
    """What somebody may have agreed: nothing, a rebate, steps of their own for some weights and zones."""
    if drawn.random() < 0.4:
        return None
    steps = {
        (drawn.choice(["any", "local", "national"]), drawn.choice([500, 1_000, 5_000])): drawn.randrange(
            9_999
        )
        for _each in range(drawn.randrange(4))
    }
    return {
        "per_mille": drawn.choice([0, 1, 50, 333, 1_000]), "rebate": tariff.REBATE,
        "steps": [
            {"code": "own", "zone": zone, "up_to_weight_g": weight, "amount": amount}
            for (zone, weight), amount in steps.items()
        ],
    }  # fmt: skip


def _priced(rules: list[dict[str, Any]], asked: dict[str, Any], heaviest_g: int) -> Any:
    own = [
        tariff.Rule(
            row["code"], row["kind"], row["zone"], row["up_to_weight_g"], row["amount"], row["per_mille"]
        )
        for row in rules
        if row["product"] == asked["product"]
    ]
    question = tariff.Question(asked["weight_g"], asked["zone"], asked["cod_amount"], asked["declared_value"])
    said = asked["contract"]
    contract = said and tariff.Contract(
        [tariff.Rule(kind="base", **step) for step in said["steps"]], said["per_mille"]
    )
    try:
        lines = tariff.lines(own, question, heaviest_g=heaviest_g, contract=contract)
        return [[line.rule, line.amount] for line in lines]
    except tariff.NoStep:
        return None


@pytest.mark.parametrize(
    ("status", "body", "said", "told"),
    [
        (
            403,
            '{"code": "delivery.code-locked", "message": "Locked."}',
            ["delivery.code-locked", "Locked."],
            [],
        ),
        (403, '{"state": "out", "address": "/"}', ["signed-out", "signed-out"], ["signed-out"]),
        (403, "<h1>Forbidden</h1>", ["signed-out", "signed-out"], ["signed-out"]),
        (401, "{}", ["signed-out", "signed-out"], ["signed-out"]),
        (423, '{"state": "locked"}', ["locked", "locked"], ["locked"]),
        (409, '{"code": "delivery.not-waiting", "message": "No."}', ["delivery.not-waiting", "No."], []),
    ],
)
def test_a_refusal_is_no_end_of_a_session(
    live_server: LiveServer, page: Page, status: int, body: str, said: list[str], told: list[str]
) -> None:
    heard = ask(page, live_server, "sync", """
        const told = [];
        const answer = async () => new Response(given.body, { status: given.status });
        const post = new it.Post({}, { fetch: answer, tell: (what) => told.push(what) });
        post.isOnline = true;
        const error = await post.get("/desk/window/waiting/PA/").catch((one) => one);
        return [[error.code, error.message], told];
    """, {"status": status, "body": body})  # fmt: skip

    assert heard == [said, told]


def test_a_journal_is_chained_as_the_post_chains_it(live_server: LiveServer, page: Page) -> None:
    device, texts = key("device"), ["{}", '{"é": "ز"}', "x" * 5_000]

    said = ask(page, live_server, "journal", """
        const heads = [await it.startOf(given.device)];
        for (const text of given.texts) heads.push(await it.nextInChain(heads.at(-1), text));
        return heads;
    """, {"device": str(device), "texts": texts})  # fmt: skip

    heads = [start_of(device)]
    for text in texts:
        heads.append(next_in_chain(heads[-1], text))
    assert said == heads


def test_every_place_is_found_by_its_name_in_both_scripts_and_with_a_slip(
    live_server: LiveServer, page: Page
) -> None:
    pack = morocco()
    places = [
        {"code": row.code, "postcode": row.postcode,
         "spellings": list(dict.fromkeys(filter(None, map(fold, (row.name, row.name_ar, *row.also)))))}
        for row in pack.localities
    ]  # fmt: skip
    slipped = {row.code: row.name[:2] + row.name[3:] for row in pack.localities if len(row.name) >= 6}
    names = [(row.code, name) for row in pack.localities for name in (row.name, row.name_ar) if name]
    asked = [*names, *slipped.items()]

    found = ask(page, live_server, "search", """
        const place = ([code, text]) => it.placesLike(text, given.places, 8).findIndex((one) => one.code === code);
        return given.asked.map(place);
    """, {"places": places, "asked": [list(one) for one in asked]})  # fmt: skip

    exact, with_a_slip = found[: -len(slipped)], found[-len(slipped) :]
    assert exact.count(-1) == 0, [asked[at] for at, one in enumerate(exact) if one == -1]
    assert with_a_slip.count(-1) <= len(slipped) * 0.02, json.dumps(with_a_slip.count(-1))
