"""The first menu, in the order of how often each is wanted."""

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rekkas.ussd.dialogue import items, oneself, places
from rekkas.ussd.dialogue.engine import Caller, Talk, choose

MENU: tuple[tuple[Callable[[Caller], Talk[str]], object], ...] = (
    (items.track, gettext_lazy("Where is my item?")),
    (items.mine, gettext_lazy("My items")),
    (places.price, gettext_lazy("Price and day of arrival")),
    (places.offices, gettext_lazy("Offices near")),
    (items.change, gettext_lazy("Follow or change")),
    (oneself.money_order, gettext_lazy("Money order")),
    (oneself.call_back, gettext_lazy("Call me back")),
    (oneself.texts, gettext_lazy("My texts")),
    (oneself.language, gettext_lazy("Language")),
    (oneself.looks, gettext_lazy("My data")),
)


def begin(caller: Caller) -> Talk[str]:
    chosen = yield from choose(_("The post"), MENU)
    return (yield from chosen(caller))
