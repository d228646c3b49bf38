"""How a country's post writes to people, and how the simulator answers."""

import msgspec

from postkit.pack.reach import Reach
from rekkas.base.actors import Actor, Moment
from rekkas.base.command import command
from rekkas.reach.choices import Answer
from rekkas.reach.models import ReachRules, SimulatorMood
from rekkas.territory import queries as territory


@command
def load_reach(*, rules: Reach, country: str, by: Actor, at: Moment) -> None:
    """Take in how a country's post writes to people: languages, quiet hours, what is told unasked."""
    territory.country(country)
    ReachRules.objects.update_or_create(
        country_id=country, defaults={"body": msgspec.to_builtins(rules), "loaded_at": at}
    )


@command
def set_simulator(*, answer: Answer, by: Actor, at: Moment) -> None:
    """Have the simulator of a gateway take texts, put them off or refuse them, so that failures can be tried."""
    SimulatorMood.objects.update_or_create(pk=1, defaults={"answer": answer, "set_at": at})
