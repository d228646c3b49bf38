"""The ways of the desk: which pages staff are led to, each with the permission that opens it."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from rekkas.base.actors import Actor


@dataclass(frozen=True, slots=True)
class DeskLink:
    """One page: who may open it, where it is, its name, what one does there, and its icon."""

    permission: str
    address: str
    label: Any
    sentence: Any
    icon: str


DESK_LINKS: tuple[DeskLink, ...] = (
    DeskLink("view.mail", "/track/", _("Track"), _("Where an item is and what was said of it."), "search"),
    DeskLink("view.desk", "/offices/", _("Offices"), _("Hours, days of delivery, last hand-over."), "pin"),
    DeskLink("view.desk", "/prices/", _("Prices"), _("What an item costs, line by line."), "coin"),
)


def links_for(actor: Actor) -> list[DeskLink]:
    return [link for link in DESK_LINKS if actor.may(link.permission)]
