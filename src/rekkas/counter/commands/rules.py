"""What a country says of its counters, taken in."""

import msgspec

from postkit.pack.counter import Counter
from rekkas.base.actors import Actor, Moment
from rekkas.base.command import command
from rekkas.counter.models import CounterRules
from rekkas.territory import queries as territory


@command
def load_counter(*, rules: Counter, country: str, by: Actor, at: Moment) -> None:
    """Take in what a pack says of a country's counters: articles, ways to pay, what is done without a network."""
    territory.country(country)
    CounterRules.objects.update_or_create(
        country_id=country, defaults={"body": msgspec.to_builtins(rules), "loaded_at": at}
    )
