"""Telephones that dial, for tests, and a world in which there is something to ask about."""

from datetime import datetime
from typing import Any
from uuid import uuid4

from postkit.address import Address
from rekkas.reach.commands import load_reach
from rekkas.ussd.commands import DIALLING, choose_language
from rekkas.ussd.dialogue import answer
from rekkas.ussd.dialogue.screens import room_for, size_of
from tests.build import BOSS, MONDAY, accepted
from tests.counter import windows
from tests.payments import desks
from tests.reach import texts
from tests.reach.texts import AMINA, DRISS


def world() -> dict[str, str]:
    """A post with money orders, queues and texts. Two items: one goes to Amina, one comes from her."""
    windows.world()
    load_reach(rules=texts.manners(), country="MA", by=BOSS, at=MONDAY)
    (item,) = accepted("one")
    hers = Address(name="Amina", locality="Casablanca", phone=AMINA)
    his = Address(name="Driss", locality="Zagora", phone=DRISS)
    (sent,) = accepted("two", sender=hers, addressee=his, customer="", product="parcel", cod_amount=0)
    choose_language(phone=AMINA, language="en", by=DIALLING, at=MONDAY)
    order = desks.issue(payee=desks.PayeeEntry(name="Amina", phone=AMINA, locality="Zagora"))
    return {"item": item.number, "sent": sent.number, "order": order.number}


def dialled(*typed: str, phone: str = AMINA, session: str = "", at: datetime = MONDAY) -> str:
    """What the telephone shows at last, whose owner typed these one after the other."""
    session, screen = session or uuid4().hex, ""
    for said in range(len(typed) + 1):
        screen = answer(session=session, phone=phone, text="*".join(typed[:said]), at=at)
        assert size_of(screen[4:]) <= room_for(screen), screen
    return screen


def read(*typed: str, **changes: Any) -> str:
    """The same, with all pages of the last screen."""
    whole = ""
    for more in range(12):
        screen = dialled(*typed, *["0"] * more, **changes)
        whole += " " + screen.removesuffix("\n0 More")[4:]
        if not screen.endswith("0 More"):
            return screen[:4] + whole.strip()
    raise AssertionError(whole)
