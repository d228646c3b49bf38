"""The shapes in which the catalogue is told what was agreed with a customer. Amounts are minor units."""

from datetime import date

import msgspec


class OwnPrice(msgspec.Struct, frozen=True):
    """What one step of carriage costs a customer, in the place of the tariff's."""

    product: str
    zone: str
    up_to_weight_g: int
    amount: int


class RebateStep(msgspec.Struct, frozen=True):
    """From so many parcels in the month before on, so many thousandths off the carriage."""

    from_count: int
    per_mille: int


class ContractEntry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is agreed with a customer from a day on. Without a credit limit they pay at the counter."""

    valid_from: date
    credit_limit: int = 0
    payment_days: int = 0
    prices: tuple[OwnPrice, ...] = ()
    rebates: tuple[RebateStep, ...] = ()
