"""Who stands at the merchants' door, and who is of which team."""

from zoneinfo import ZoneInfo

from django.db.models import F
from django.utils.crypto import constant_time_compare, salted_hmac

from rekkas.base.access import Visitor, knows_merchants
from rekkas.base.attempts import Attempt, compared
from rekkas.merchant.choices import MEMBER_PERMISSIONS, MemberRole, MerchantState
from rekkas.merchant.errors import UnknownMember
from rekkas.merchant.models import Member


def proof_of(row: Member) -> str:
    """What a visit carries: it holds until all visits were ended, or the password was changed."""
    said = f"{row.number} {row.visits} {row.secret_hash}"
    return salted_hmac("rekkas.merchant.visit", said, algorithm="sha256").hexdigest()


@knows_merchants
def member_at_door(number: str, proof: str) -> Visitor | None:
    """The member whose visit it is; nobody once they have left the team, or the contract has ended."""
    row = _by_number(number)
    if row is None or row.retired_at is not None or not constant_time_compare(proof_of(row), proof):
        return None
    if row.merchant.state == MerchantState.CLOSED:
        return None
    country = row.merchant.customer.country
    return Visitor(
        number, ZoneInfo(country.time_zone), row, permissions=MEMBER_PERMISSIONS[MemberRole(row.role)],
        contract=row.merchant_id,
    )  # fmt: skip


def member_for_mailbox(email: str) -> Member | None:
    """Whoever logs in with a mailbox now."""
    rows = Member.objects.filter(email=plain_mailbox(email), retired_at=None)
    return rows.select_related("merchant__customer__country").first()


def plain_mailbox(email: str) -> str:
    """A mailbox as it is kept: nobody means two by the size of letters."""
    return email.strip().casefold()


def password_compared(email: str, password: str) -> Attempt:
    """A password beside the one that is kept for a mailbox."""
    row = member_for_mailbox(email)
    return compared(password, row.secret_hash if row else "", row.wrong if row else 0)


def member(merchant: str, number: str) -> Member:
    """One of a team, in it or no longer."""
    row = _by_number(number)
    if row is None or row.merchant_id != merchant:
        raise UnknownMember(number=number)
    return row


def member_for_update(number: str) -> Member | None:
    code, _slash, place = number.rpartition("/")
    rows = Member.objects.select_for_update(of=("self",)).select_related("merchant__customer__country")
    return rows.filter(merchant=code, place=_place(place)).first()


def team(merchant: str) -> list[Member]:
    """Everybody who is or was of a team; who has left it last."""
    return list(
        Member.objects.filter(merchant=merchant).order_by(F("retired_at").asc(nulls_first=True), "place")
    )


def names_of_team(merchant: str) -> dict[str, str]:
    """The names of whoever is or was of a team, by the number that records call them by."""
    rows = Member.objects.filter(merchant=merchant)
    return {row.number: row.name for row in rows}


def _by_number(number: str) -> Member | None:
    code, _slash, place = number.rpartition("/")
    rows = Member.objects.select_related("merchant__customer__country")
    return rows.filter(merchant=code, place=_place(place)).first()


def _place(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
