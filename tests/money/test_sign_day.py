"""The signature under a closed day’s root: made outside, kept for good, and only if it is one."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.db import DatabaseError, transaction

from rekkas.base.choices import Role
from rekkas.base.errors import NotAllowed, Refused
from rekkas.money import signing
from rekkas.money.choices import Book
from rekkas.money.commands import close_day, sign_day
from rekkas.money.models import DaySignature
from rekkas.money.queries import closing, day_faults
from rekkas.money.signing import known_keys
from rekkas.operator.verify import verify
from tests.build import BOSS, MONDAY, later, staff
from tests.money.purses import guards_off, post, run, transfer, wrong

pytestmark = pytest.mark.django_db
DAY = MONDAY.date()
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
OTHER_KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))


@pytest.fixture(autouse=True)
def _closed_day() -> None:
    post(transfer())
    close_day(book=Book.POST, business_date=DAY, by=BOSS, at=later(12))


def root() -> bytes:
    return bytes(closing("post", DAY).root)


def sign(
    signature: bytes | None = None, *, key: Ed25519PrivateKey = KEY, day: date = DAY, **changes: Any
) -> None:
    sign_day(**{
        "book": Book.POST, "business_date": day, "public_key": key.public_key().public_bytes_raw(),
        "signature": key.sign(root()) if signature is None else signature, "by": BOSS, "at": later(12), **changes,
    })  # fmt: skip


def code_of(*arguments: Any, **changes: Any) -> str:
    with pytest.raises(Refused) as refused:
        sign(*arguments, **changes)
    return refused.value.code


def test_a_signature_is_kept_with_its_public_key() -> None:
    sign()

    kept = closing("post", DAY).signature
    assert bytes(kept.public_key) == KEY.public_key().public_bytes_raw()
    KEY.public_key().verify(bytes(kept.signature), root())
    assert wrong() == []


def test_signing_again_changes_nothing() -> None:
    sign()
    sign(at=later(20))

    assert DaySignature.objects.get().signed_at == later(12)


@pytest.mark.parametrize(
    "changes",
    [
        {"signature": bytes(64)},
        {"signature": b""},
        {"signature": KEY.sign(b"another day")},
        {"public_key": OTHER_KEY.public_key().public_bytes_raw()},
        {"public_key": b"short"},
    ],
    ids=["nothing", "empty", "of something else", "of another key", "no key"],
)
def test_what_is_no_signature_of_the_day_is_not_kept_for_ever(changes: dict[str, Any]) -> None:
    assert code_of(**changes) == "base.invalid-input"

    assert DaySignature.objects.count() == 0
    sign()
    assert wrong() == []


def test_a_day_is_signed_with_one_key() -> None:
    sign()

    assert code_of(key=OTHER_KEY) == "base.invalid-input"
    assert bytes(DaySignature.objects.get().public_key) == KEY.public_key().public_bytes_raw()


def test_a_day_that_is_open_has_nothing_to_sign() -> None:
    assert code_of(b"", day=date(2026, 3, 3)) == "base.not-found"
    assert code_of(b"", book=Book.BANK) == "base.not-found"


@pytest.mark.parametrize("verb", ["UPDATE {} SET signed_at = signed_at", "DELETE FROM {}"])
def test_a_signature_cannot_be_changed(verb: str) -> None:
    sign()

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        run(verb.format("money_daysignature"))


def test_a_day_rewritten_with_a_new_root_no_longer_fits_its_signature() -> None:
    sign()

    with guards_off():
        run("UPDATE money_closedday SET root = previous")

    assert "day 2026-03-02 of the post: signature-wrong" in wrong()


# ---- whose key -----------------------------------------------------------------------------------------------------


def public(key: Ed25519PrivateKey) -> str:
    return key.public_key().public_bytes_raw().hex()


def found(*keys: Ed25519PrivateKey) -> list[str]:
    return [f"{one.name}: {one.reason}" for one in day_faults(keys=known_keys() | set(map(public, keys)))]


@pytest.fixture
def data(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data folder of a post that has no key yet."""
    monkeypatch.delenv("REKKAS_LEDGER_KEY", raising=False)
    settings.DATA = tmp_path
    return tmp_path


def test_a_day_signed_with_a_key_that_the_post_does_not_know_is_named(data: Path) -> None:
    """Whoever rewrites the record signs it anew with a key of their own: the two agree with each other."""
    own = signing.sign(b"an earlier day")
    sign(key=OTHER_KEY)

    assert known_keys() == {own.public_key.hex()}
    assert found() == ["day 2026-03-02 of the post: another-key"]
    verdict = verify()
    assert [one.reason for one in verdict.faults["closed days and their roots"]] == ["another-key"]


def test_so_is_a_day_whose_signature_was_taken_away(data: Path) -> None:
    assert found(KEY) == ["day 2026-03-02 of the post: day-not-signed"]
    sign()
    assert found(KEY) == []


def test_keys_that_the_post_had_or_keeps_elsewhere_are_listed(data: Path) -> None:
    signing.sign(b"makes the key of today")
    sign()
    assert found() == ["day 2026-03-02 of the post: another-key"]

    (data / "ledger-keys.txt").write_text(f"{public(OTHER_KEY)}\n{public(KEY).upper()}\n")

    assert found() == []
    assert verify().fault_count == 0


def test_the_key_that_is_kept_elsewhere_on_this_machine_is_the_posts_own(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = data / "elsewhere.pem"
    file.write_bytes(KEY.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    monkeypatch.setenv("REKKAS_LEDGER_KEY", str(file))
    sign()

    assert known_keys() == {public(KEY)}
    assert found() == []


@pytest.mark.parametrize("content", [b"no key", b"\xff\xfe"])
def test_who_cannot_read_the_private_key_compares_with_the_list(data: Path, content: bytes) -> None:
    (data / "ledger-key.pem").write_bytes(content)
    (data / "ledger-keys.txt").write_text(f"{public(KEY)}\n")
    sign()

    assert known_keys() == {public(KEY)}
    assert found() == []


def test_where_no_key_is_known_the_operator_is_told_and_no_key_is_made(data: Path) -> None:
    sign()

    report = verify()

    assert report.fault_count == 0
    assert any("ledger-keys.txt" in warning for warning in report.warnings)
    assert list(data.iterdir()) == []


@pytest.mark.parametrize("role", [Role.CLERK, Role.COURIER, Role.INSPECTOR])
def test_only_those_who_keep_the_money_sign_a_day(role: Role) -> None:
    with pytest.raises(NotAllowed):
        sign(by=staff("someone", role))
