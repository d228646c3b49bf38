"""What a counter keeps: proofs of posting, visits, what devices did without a network, its rules."""

from rekkas.counter.models.declarations import Declaration, DeclaredContent
from rekkas.counter.models.devices import Act, Device, NumberRange, Sheet, SheetGiven
from rekkas.counter.models.people import Correspondence, Correspondent
from rekkas.counter.models.queue import Break, ErrandChoice, Ticket
from rekkas.counter.models.receipts import Receipt
from rekkas.counter.models.rules import CounterRules
from rekkas.counter.models.visits import Refund, Visit, VisitLine, VisitPayment

__all__ = [
    "Act",
    "Break",
    "Correspondence",
    "Correspondent",
    "CounterRules",
    "Declaration",
    "DeclaredContent",
    "Device",
    "ErrandChoice",
    "NumberRange",
    "Receipt",
    "Refund",
    "Sheet",
    "SheetGiven",
    "Ticket",
    "Visit",
    "VisitLine",
    "VisitPayment",
]
