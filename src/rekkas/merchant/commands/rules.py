"""How merchants are known comes from the pack of their country."""

import msgspec

from postkit.pack.merchants import Merchants
from rekkas.base.actors import Actor, Moment
from rekkas.base.command import command
from rekkas.merchant.models import MerchantRules
from rekkas.territory import queries as territory


@command
def load_merchants(*, rules: Merchants, country: str, by: Actor, at: Moment) -> None:
    """Take in how the merchants of a country are known, and what they may do before they are checked."""
    territory.country(country)
    MerchantRules.objects.update_or_create(
        country_id=country, defaults={"body": msgspec.to_builtins(rules), "loaded_at": at}
    )
