"""Bills of nobody, on lists of billers that do not exist."""

from datetime import date
from typing import Any

from rekkas.base.actors import Actor
from rekkas.payments import commands
from rekkas.payments.entries import BillTaken, LoadedBills, Remitted
from rekkas.payments.queries import bills as queries
from rekkas.payments.queries.rules import biller
from tests.build import FATIMA, MONDAY
from tests.payments.desks import RACHID

TODAY = MONDAY.date()
POWER, WATER, TAX, PHONE = (f"biller:{code}:MAD" for code in ("power", "water", "local-tax", "phone-credit"))
INCOME = "income:bills:MAD"
LIST = (
    "reference,amount,due_on,name\r\n44000012342,312.50,2026-03-31,Driss Berrada\r\n44000012359,87.00,,\r\n"
)
WATER_LIST = "reference,amount\n26-0001-2348,400\n"
TAX_LIST = "reference,amount\nTF26001222,1500.00\n"


def load(biller_code: str = "power", text: str | bytes = LIST, **changes: Any) -> LoadedBills:
    data = text.encode() if isinstance(text, str) else text
    said = {"country": "MA", "by": RACHID, "at": MONDAY}
    return commands.load_bills(biller=biller_code, data=data, **{**said, **changes})


def pay_bill(
    biller_code: str = "power", reference: str = "44000012342", amount: int = 31_250, by: Actor = FATIMA, **changes: Any
) -> BillTaken:  # fmt: skip
    said = {"currency": "MAD", "office": by.office, "at": MONDAY}
    return commands.pay_bill(
        biller=biller_code, reference=reference, amount=amount, by=by, **{**said, **changes}
    )


def cancel(number: str, by: Actor = FATIMA, **changes: Any) -> str:
    said = {"reason": "the wrong bill", "office": by.office, "at": MONDAY}
    return commands.cancel_bill_payment(number=number, by=by, **{**said, **changes})


def remit(biller_code: str = "power", until: date = TODAY, **changes: Any) -> Remitted:
    said = {"country": "MA", "by": RACHID, "at": MONDAY.replace(day=3)}
    return commands.remit_biller(biller=biller_code, until=until, **{**said, **changes})


def left(biller_code: str, reference: str) -> int:
    return queries.bill(biller("MA", biller_code), reference).left
