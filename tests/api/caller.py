"""A machine that calls the interface as partners and devices do: over HTTP, with a token."""

import json
from itertools import count
from typing import Any

from django.http import HttpResponse
from django.test import Client

from rekkas.base.choices import ActorKind
from rekkas.base.commands import issue_api_key
from tests import build
from tests.build import AGENCY, BOSS, MONDAY, ZAGORA, later

ADDRESS = "/api/v1"
ALL = ("mail.announce_items", "mail.record_scans", "view.mail")
_keys = count(1)


def token(*scopes: str, name: str = "partner", office: str = "", **terms: Any) -> str:
    return issue_api_key(
        name=name, scopes=scopes or ALL, office=office, kind=ActorKind.PARTNER, by=BOSS, at=MONDAY, **terms
    )


class Caller:
    """One machine; what it posts is JSON unless it is bytes already. Each write gets a fresh key."""

    def __init__(self, token: str = "", language: str = "en") -> None:
        self.client = Client(raise_request_exception=False)
        self.headers = {"Accept-Language": language}
        if token:
            self.headers["Authorization"] = f"Bearer {token}"

    def get(self, path: str, **headers: str) -> HttpResponse:
        return self.client.get(ADDRESS + path, headers={**self.headers, **headers})

    def post(self, path: str, body: object, *, key: str | None = "", **headers: str) -> HttpResponse:
        if key is not None:
            headers["Idempotency-Key"] = key or f"key-{next(_keys)}"
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        headers = {"Content-Type": "application/json", **self.headers, **headers}
        content_type = headers.pop("Content-Type")
        return self.client.post(ADDRESS + path, raw, content_type=content_type, headers=headers)


def item(word: str = "one", **changes: Any) -> dict[str, Any]:
    """An item as a sender announces it."""
    return {
        "key": str(build.key("announced", word)), "product": "parcel-cod", "origin": AGENCY,
        "destination_locality": ZAGORA, "weight_g": 1_200, "happened_at": "2026-03-02T10:00:00+01:00",
        "cod_amount": 35_000, "customer": "ATLAS",
        "sender": {"name": "Atlas Crafts", "street": "3, rue des Artisans", "locality": "Casablanca"},
        "addressee": {"name": "Amina Alaoui", "name_ar": "أمينة العلوي", "locality": "Zagora"},
        **changes,
    }  # fmt: skip


def scan(number: str, code: str = "EMG", *, word: object = "", **changes: Any) -> dict[str, Any]:
    """One reading by a device."""
    return {
        "scan_id": str(build.key("scan", number, code, word)), "barcode": number, "code": code,
        "happened_at": later(1).isoformat(), "office": AGENCY, **changes,
    }  # fmt: skip


def results(answer: HttpResponse, status: int = 207) -> list[dict[str, Any]]:
    assert answer.status_code == status, answer.content
    found: list[dict[str, Any]] = answer.json()["results"]
    return found


def problem(answer: HttpResponse, status: int, code: str) -> dict[str, Any]:
    """The problem that an answer is, of this code and in the one form that all have."""
    assert answer["Content-Type"] == "application/problem+json", answer.content
    body: dict[str, Any] = answer.json()
    assert (answer.status_code, body["status"], body["code"]) == (status, status, code), body
    assert body["type"] == f"/docs/errors/{code.partition('.')[0]}#{code}"
    assert set(body) == {"type", "title", "status", "detail", "code", "trace", "errors"}
    return body
