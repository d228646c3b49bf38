"""What can be asked at the counter."""

from rekkas.counter.queries.accounts import CreditLeft, credit_on
from rekkas.counter.queries.acts import (
    act,
    act_for_update,
    act_of_visit,
    acts_held,
    acts_with_cash,
    device,
    device_for_update,
    held_money,
)
from rekkas.counter.queries.people import correspondents_like, correspondents_of, wrote_before
from rekkas.counter.queries.queue import hall_of, halls_of, wait_of
from rekkas.counter.queries.receipts import receipt, receipts_of, way_of
from rekkas.counter.queries.rules import rules_of, sheet, sheet_body
from rekkas.counter.queries.visits import (
    paid_by,
    refunds_of,
    visit,
    visit_lines,
    visits_of,
)

__all__ = [
    "CreditLeft",
    "act",
    "act_for_update",
    "act_of_visit",
    "acts_held",
    "acts_with_cash",
    "correspondents_like",
    "correspondents_of",
    "credit_on",
    "device",
    "device_for_update",
    "hall_of",
    "halls_of",
    "held_money",
    "paid_by",
    "receipt",
    "receipts_of",
    "refunds_of",
    "rules_of",
    "sheet",
    "sheet_body",
    "visit",
    "visit_lines",
    "visits_of",
    "wait_of",
    "way_of",
    "wrote_before",
]
