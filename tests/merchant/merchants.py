"""A merchant of the small country, with a team."""

from datetime import datetime
from typing import Any

from django.apps import apps
from django.test import Client

from postkit.pack.merchants import Merchants
from rekkas.base.access import merchant_actor
from rekkas.base.actors import Actor
from rekkas.base.keys import ShortCode
from rekkas.merchant.choices import MemberRole
from rekkas.merchant.commands import invite_member, join_team, load_merchants, prove_mailbox, sign_up_merchant
from rekkas.merchant.commands.signing_up import AT_THE_DOOR
from rekkas.merchant.entries import DoorAnswer, NewPassword, SignedUp, SignUp
from rekkas.merchant.queries.members import member_at_door, member_for_update, proof_of
from tests import build
from tests.build import BOSS, MONDAY

ICE, OTHER_ICE = "001561191000066", "001512572000078"
LEILA, OMAR = "leila@example.org", "omar@example.org"
PASSWORD = "seven green lorries"
ADDRESS = "192.0.2.7"
CODE, WRONG = ShortCode("123456"), ShortCode("654321")
RULES = Merchants("tests", "ma.ice", "ICE", unchecked_items_a_day=5, keys_at_most=2, members_at_most=3)


def country() -> None:
    """The small country, which takes merchants."""
    build.country()
    load_merchants(rules=RULES, country="MA", by=BOSS, at=MONDAY)


def signed_up(at: datetime = MONDAY, address: str = ADDRESS, **changes: Any) -> SignedUp:
    """Leila's shop, before her mailbox is proved."""
    said = {
        "country": "MA", "name": "Zellige Shop", "tax_number": ICE, "phone": "0612345678", "email": LEILA,
        "member_name": "Leila Amrani", "language": "fr", **changes,
    }  # fmt: skip
    return sign_up_merchant(
        business=SignUp(**said), password=NewPassword(PASSWORD), code=CODE, address=address, by=AT_THE_DOOR, at=at
    )  # fmt: skip


def proved(email: str = LEILA, code: ShortCode = CODE, at: datetime = MONDAY) -> DoorAnswer:
    return prove_mailbox(email=email, code=code, by=AT_THE_DOOR, at=at)


def merchant() -> Actor:
    """Leila, the owner of a shop, who has logged in."""
    owner = signed_up().member
    proved()
    return actor(owner)


def actor(number: str) -> Actor:
    """A member as the author of what they do."""
    row = member_for_update(number)
    assert row is not None
    visitor = member_at_door(number, proof_of(row))
    assert visitor is not None
    return merchant_actor(visitor)


def colleague(owner: Actor, role: MemberRole = MemberRole.SHIPPER, email: str = OMAR) -> Actor:
    """Somebody whom the owner asked into the team, and who came."""
    number = invite_member(email=email, name="Omar Fassi", role=role, site="https://x", by=owner, at=MONDAY)
    join_team(invitation=invitation_of(number), password=NewPassword(PASSWORD), by=AT_THE_DOOR, at=MONDAY)
    return actor(number)


def letters(kind: str) -> list[Any]:
    """What was written to people about something, in its order."""
    return list(apps.get_model("reach", "Outgoing").objects.filter(kind=kind).order_by("id"))


def invitation_of(number: str) -> str:
    """What stands in the link of the last letter to somebody."""
    mine = [letter for letter in letters("invitation") if letter.key.startswith(f"invitation/{number}/")]
    return str(mine[-1].params["link"]).rstrip("/").rpartition("/")[2]


def browser_of(email: str = LEILA, language: str = "en") -> Client:
    """A browser in which a member has logged in, now."""
    client = Client(headers={"accept-language": language})
    done = client.post("/pro/log-in/", {"email": email, "secret": PASSWORD})
    assert done.status_code == 302, done.text
    return client
