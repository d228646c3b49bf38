"""Whatever goes wrong leaves the interface in one form, in the reader's language, and tells nothing of the inside."""

import gzip
import logging

import pytest
from django.utils import translation

from rekkas.mail import queries
from rekkas.mail.errors import UnknownUnit
from tests import build
from tests.api.caller import Caller, item, problem, token


@pytest.mark.parametrize("path", ["/scans", "/items", "/prices", "/tracking"])
@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b" ", "nothing"),
        (b'[{"barcode": "PC', "cut off"),
        (b"[" * 100_000, "nested too deep"),
        (b'[{"a":' * 5_000, "nested too deep, as objects"),
        (b"[1,]", "a comma too many"),
        (b"[] []", "two values"),
        (b"[NaN]", "not a number"),
        (b"\xef\xbb\xbf[]", "a byte order mark"),
        (b"[\xff]", "not UTF-8"),
        ("[]".encode("utf-16"), "UTF-16"),
        (gzip.compress(b"[]", mtime=0), "packed"),
        (b"[\0]", "a NUL"),
    ],
)
def test_a_body_that_is_not_json_is_refused(partner: Caller, path: str, body: bytes, why: str) -> None:
    refused = problem(partner.post(path, body), 400, "base.cannot-be-read")

    assert "Traceback" not in refused["detail"], why


@pytest.mark.parametrize(
    "number", [b"1" * 5_000, b"1e999", b"-1e999", b"1" * 400], ids=["long", "huge", "tiny", "many"]
)
def test_a_number_that_is_too_large_fails_its_row_alone(partner: Caller, number: bytes) -> None:
    answer = partner.post("/prices", b'[{"weight_g": %s}, {}]' % number)

    assert [row["outcome"] for row in answer.json()["results"]] == ["declined", "declined"]


@pytest.mark.parametrize(
    "media_type", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"]
)
def test_a_body_that_is_not_sent_as_json_is_refused(partner: Caller, media_type: str) -> None:
    answer = partner.post("/scans", b"[]", **{"Content-Type": media_type})

    problem(answer, 415, "base.not-json")


def test_json_with_a_character_set_is_json(partner: Caller) -> None:
    answer = partner.post("/scans", b"[]", **{"Content-Type": "application/json; charset=utf-8"})

    assert answer.status_code == 207


def test_a_body_over_eight_megabytes_is_too_large(partner: Caller) -> None:
    problem(partner.post("/scans", b"[" + b" " * 8 * 1024 * 1024 + b"]"), 413, "base.too-large")


@pytest.mark.parametrize("path", ["/", "/nothing", "/items/", "/items/x/y/z", "/Items"])
def test_an_address_that_means_nothing_is_a_problem_too(partner: Caller, path: str) -> None:
    problem(partner.get(path), 404, "base.not-found")


def test_an_address_answers_its_own_methods_only(partner: Caller) -> None:
    answer = partner.client.delete("/api/v1/items", headers=partner.headers)

    problem(answer, 405, "base.wrong-method")
    assert answer["Allow"] == "GET, POST"


@pytest.mark.parametrize(
    "path", ["/items/PC%00", "/offices?search=%00", "/offices/%00", "/tracking?numbers=%00"]
)
def test_an_address_with_a_nul_is_refused(partner: Caller, path: str) -> None:
    problem(partner.get(path), 400, "base.cannot-be-read")


def test_every_fault_of_the_parameters_is_named(partner: Caller) -> None:
    refused = problem(partner.get(f"/items?limit=0&customer={'x' * 25}"), 422, "base.invalid-input")

    assert {fault["parameter"] for fault in refused["errors"]} == {"limit", "customer"}


def test_a_bug_is_logged_and_not_told(
    partner: Caller, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(number: str, posted: object = None) -> None:
        raise RuntimeError("the secret of the house")

    monkeypatch.setattr(queries, "item", broken)
    caplog.set_level(logging.ERROR, logger="rekkas.api")
    answer = partner.get("/items/PC000000014XA")

    refused = problem(answer, 500, "base.failed")
    assert "secret" not in answer.content.decode()
    assert refused["trace"] in caplog.text
    assert "the secret of the house" in caplog.text


def test_the_callers_own_trace_is_kept(partner: Caller) -> None:
    trace = "4bf92f3577b34da6a3ce929d0e0e4736"

    answer = partner.get("/nothing", traceparent=f"00-{trace}-00f067aa0ba902b7-01")

    assert problem(answer, 404, "base.not-found")["trace"] == trace
    other = problem(partner.get("/nothing", traceparent="mine"), 404, "base.not-found")["trace"]
    assert len(other) == 32
    assert other != trace


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_the_detail_is_in_the_readers_language(partner: Caller, language: str) -> None:
    partner.headers["Accept-Language"] = f"{language};q=0.9, de;q=0.5"

    answer = partner.get("/items/PC999999999XA")

    with translation.override(language):
        expected = str(UnknownUnit(number="PC999999999XA"))
    assert problem(answer, 404, "mail.unknown-number")["detail"] == expected
    assert answer["Content-Language"] == language
    assert "Accept-Language" in answer["Vary"]
    assert any("\u0600" <= letter <= "\u06ff" for letter in expected) == (language == "ar")


def test_nothing_that_was_answered_is_kept_by_a_proxy(partner: Caller) -> None:
    for answer in (partner.get("/items"), partner.get("/nothing"), partner.post("/items", [item()])):
        assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize(
    ("language", "words"),
    [("fr", "Il manque le champ obligatoire `product`"), ("ar", "تنقص الخانة المطلوبة `product`")],
)
def test_what_a_row_lacks_is_said_in_the_readers_language(world: None, language: str, words: str) -> None:
    (row,) = Caller(token(), language).post("/items", [{"key": str(build.key("x"))}]).json()["results"]

    assert words in row["message"]
