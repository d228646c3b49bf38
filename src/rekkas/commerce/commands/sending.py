"""What merchants at other banks are paid goes on to their banks with the next cut-off, where a clearing leads there."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import uuid5

from rekkas.base.actors import Actor, Moment
from rekkas.base.bulk import update_rows
from rekkas.catalogue.queries import customers_by_code
from rekkas.commerce.models import Payout
from rekkas.commerce.queries.statements import unsent_payouts
from rekkas.money.choices import Posted
from rekkas.payments.commands import send_payouts
from rekkas.payments.entries import PayoutAnswer, PayoutWish
from rekkas.payments.queries import clearings

SENT_AT_ONCE = 500


def send_unsent(*, by: Actor, at: Moment) -> int:
    """Send payments that wait for a way to their bank, the oldest first, each once. Returns how many went.

    What cannot be sent stays where it waits, with the reason; nothing is paid a second time.
    """
    waiting = unsent_payouts()[:SENT_AT_ONCE]
    countries = {rules.country_id for rules in clearings()} if waiting else set()
    if not countries:
        return 0
    merchants = customers_by_code(row.customer_code for row in waiting)
    wishes = [
        (row, _wish(row, merchant))
        for row in waiting
        if (merchant := merchants.get(row.customer_code)) is not None and merchant.country_id in countries
    ]
    answers = send_payouts(payouts=[wish for _, wish in wishes], by=by, at=at)
    _note((row for row, _ in wishes), answers)
    return sum(answer.outcome is not Posted.DECLINED for answer in answers)


def _wish(row: Payout, merchant: Any) -> PayoutWish:
    return PayoutWish(
        key=uuid5(row.entry, "sent"), country=merchant.country_id, payer_name=f"Post of {merchant.country.name_en}",
        payee_name=merchant.name, payee_account=row.account, amount=row.amount, currency=row.currency,
        reference=row.number, remittance=f"Cash on delivery {row.number}",
    )  # fmt: skip


def _note(rows: Iterable[Payout], answers: Sequence[PayoutAnswer]) -> None:
    update_rows(
        "commerce_payout", ("number", "transfer", "unsent_code"),
        [(row.number, answer.number, answer.code) for row, answer in zip(rows, answers, strict=True)], key="number",
    )  # fmt: skip
