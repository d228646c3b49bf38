"""`rekkas ussd`: the menus of a telephone in a terminal, by the contract that gateways speak."""

import os
from collections.abc import Callable
from typing import Annotated
from urllib.parse import urlencode
from urllib.request import Request, urlopen
from uuid import uuid4

import typer

from rekkas.operator.circumstances import need_database, plainly, say, set_up

Ask = Callable[[str, str, str], str]


def ussd(
    phone: Annotated[str, typer.Argument(help="The telephone that dials.")] = "+212600000000",
    to: Annotated[
        str,
        typer.Option(help="Ask a site over HTTP, such as http://127.0.0.1:8000/ussd/ ; else this database."),
    ] = "",
    typed: Annotated[
        str, typer.Option(help="What is typed after dialling, parted by stars; the last screen is shown.")
    ] = "",
) -> None:
    """Dial the post: each screen as a telephone shows it. The secret for a site is REKKAS_USSD_SECRET."""
    with plainly():
        set_up()
        ask = _over_http(to) if to else _here()
        session, text = uuid4().hex, typed
        screen = ask(session, phone, text)
        _show(screen)
        while screen.startswith("CON") and not typed:
            text = "*".join(filter(None, (text, typer.prompt(">", prompt_suffix=" ").strip())))
            screen = ask(session, phone, text)
            _show(screen)


def _show(screen: str) -> None:
    say.print(screen, markup=False, highlight=False)
    say.print(f"({len(screen) - 4})", style="dim", highlight=False)


def _here() -> Ask:
    from django.utils import timezone

    from rekkas.ussd.dialogue import answer

    need_database()
    return lambda session, phone, text: answer(session=session, phone=phone, text=text, at=timezone.now())


def _over_http(address: str) -> Ask:
    if not address.startswith(("http://", "https://")):
        raise typer.BadParameter("an address begins with http:// or https://")
    secret = os.environ.get("REKKAS_USSD_SECRET", "")

    def ask(session: str, phone: str, text: str) -> str:
        form = urlencode({"sessionId": session, "phoneNumber": phone, "text": text}).encode()
        request = Request(address, form, {"Authorization": f"Bearer {secret}"})  # noqa: S310 (see above)
        with urlopen(request, timeout=20) as answered:  # noqa: S310
            return str(answered.read().decode())

    return ask
