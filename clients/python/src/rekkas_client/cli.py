"""``rekkas-pro``: what a merchant does with a post, at a terminal."""

import argparse
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from uuid import UUID, uuid4

import msgspec

from rekkas_client.api import RateAsked, ShipmentShown, Tracking
from rekkas_client.client import Client
from rekkas_client.following import Told, follow, journal_of
from rekkas_client.refusals import Declined, NotReached, Refused, RekkasError
from rekkas_client.sending import send_file
from rekkas_client.sheets import ADDRESS, PARCEL, SHIPMENT, FileNotRight, shipment_of
from rekkas_client.tables import amount_text, plain, say, table, warn

DONE, DECLINED, NOT_RIGHT, NOT_REACHED, INTERRUPTED = 0, 1, 2, 3, 130
ABOUT = """Prices, shipments, labels and tracking of a post that runs Rekkas.

The post is named by REKKAS_URL. The token is in REKKAS_TOKEN or in a file (--token-file), and on no command line, where
others could read it."""
CODES = "Ends with 0: done; 1: declined by the post, all or some; 2: not asked rightly; 3: the post was not reached."
HELP = {
    "product": "its code, as `rates` names it", "destination": "a code of a locality, or its name in either script",
    "reference": "your own, used once: by it a lost answer is found again", "weight_g": "grams",
    "cod_amount": "what is collected, in the smallest unit of the currency: 35000 for 350.00 MAD",
    "declared_value": "what it is worth, in the smallest unit", "origin": "from where; without it your usual address",
}  # fmt: skip
Arguments = argparse.Namespace
Verb = Callable[[object, str], argparse.ArgumentParser]


def rates(client: Client, given: Arguments) -> int:
    """What a parcel would cost by every product, and when it would be there."""
    shipment = shipment_of({**_cells(given), "product": "any", "name": "anybody"})
    asked = RateAsked(destination=shipment.destination, parcels=shipment.parcels, origin=shipment.origin)
    (answer,) = client.list_rates([asked]).results
    if answer.code:
        raise Declined(answer.code, answer.message)
    heads = ["product", "name", "price", "promised", "likely"]
    _show(given, answer.offers, heads, [
        [offer.product, offer.product_name, amount_text(offer.amount, offer.currency), offer.promise_date,
         offer.likely_date]
        for offer in answer.offers
    ])  # fmt: skip
    return DONE


def send(client: Client, given: Arguments) -> int:
    """Send one parcel, or those of a file."""
    return _send_file(client, given) if given.file else _send_one(client, given)


def _send_one(client: Client, given: Arguments) -> int:
    shipment = msgspec.structs.replace(shipment_of(_cells(given)), key=given.key or uuid4())
    try:
        answer = client.send(shipment)
    except NotReached:
        warn(f"It may have been sent. Run the same again with --key {shipment.key}: it is not sent twice.")
        raise
    if given.label:
        client.save_label(answer.numbers[0], given.label)
    price = amount_text(answer.amount, answer.currency)
    _show(given, [answer], ["number", "outcome", "price", "promised"], [
        [" ".join(answer.numbers), answer.outcome, price, answer.promise_date]
    ])  # fmt: skip
    return DONE


def _send_file(client: Client, given: Arguments) -> int:
    if _cells(given) or given.key or given.label:
        raise FileNotRight("name a file, or say what one parcel is: not both")

    def tell(counts: dict[str, int]) -> None:
        warn(", ".join(f"{count} {outcome}" for outcome, count in sorted(counts.items())))

    try:
        counts = send_file(client, given.file, part=given.part, tell=tell)
    except (NotReached, KeyboardInterrupt):
        warn("It broke off. Run the same again: it goes on, and nothing is sent twice.")
        raise
    kinds = sorted(counts.items())
    say(msgspec.json.encode(counts).decode() if given.json else table(["outcome", "rows"], kinds))
    warn(f"What became of each row: {given.file}.results.csv")
    return DECLINED if counts.get("declined") else DONE


def label(client: Client, given: Arguments) -> int:
    """Save the labels of a shipment."""
    if str(given.out) == "-":
        sys.stdout.buffer.write(client.show_label(given.number, form=given.form).content)
        return DONE
    path = client.save_label(given.number, given.out or f"{given.number}.{given.form}", form=given.form)
    warn(f"{path} is saved")
    return DONE


def list_(client: Client, given: Arguments) -> int:
    """The shipments, in the order in which they were made."""
    found = client.shipments()
    _show_shipments(
        given, found if given.all else (one for one, _count in zip(found, range(given.limit), strict=False))
    )
    return DONE


def show(client: Client, given: Arguments) -> int:
    """One shipment, by the number of a parcel or by your own reference."""
    found = client.find(given.what) if given.reference else client.show_shipment(given.what)
    if found is None:
        raise Declined("shipping.unknown-shipment", f"nothing was sent under {given.what}")
    if given.json:
        _show_shipments(given, [found])
        return DONE
    head = [found.reference, found.product, amount_text(found.amount, found.currency), found.promise_date]
    say(table(["reference", "product", "price", "promised"], [head]) + "\n")
    say(table(["number", "status", "since", "grams", "to collect"], [
        [one.number, one.status_label, one.happened_at, one.weight_g, amount_text(one.cod_amount, found.currency)]
        for one in found.parcels
    ]))  # fmt: skip
    return DONE


def track(client: Client, given: Arguments) -> int:
    """Where parcels stand, step by step."""
    told = list(client.track(given.numbers))
    if given.json:
        _show(given, told, [], [])
    else:
        say("\n\n".join(_told(one) for one in told))
    return DONE if all(one.outcome == "found" for one in told) else DECLINED


def _told(one: Tracking) -> str:
    promised = f", promised for {one.promise_date}" if one.promise_date else ""
    head = plain(f"{one.number}: {one.status_label or one.problem or one.outcome}{promised}")
    steps = [[step.at, step.office_name, step.label, step.reason_label] for step in one.steps]
    return head + ("\n" + table(["at", "office", "what", "why"], steps) if steps else "")


def cancel(client: Client, given: Arguments) -> int:
    """Cancel shipments that were not handed over yet."""
    counts = []
    for number in given.numbers:
        counts.append([number, client.cancel_shipment(number).count])
    rows = [{"number": number, "cancelled": count} for number, count in counts]
    _show(given, rows, ["number", "parcels cancelled"], counts)
    return DONE


def changes(client: Client, given: Arguments) -> int:
    """What you are told: statuses of parcels, payments to you."""

    def tell(news: Sequence[Told]) -> None:
        for one in news:
            text = msgspec.json.encode(one).decode()
            say(text if given.json else "  ".join(f"{name} {plain(value)}" for name, value in _flat(text)))
        sys.stdout.flush()

    page_after = journal_of(client)
    if page_after is None:
        raise FileNotRight("the interface has no journal of changes")
    every_s = given.every if given.follow else None
    follow(page_after, after=given.after, state=given.state, every_s=every_s, tell=tell, warn=warn)
    return DONE


def _flat(text: str) -> list[tuple[str, object]]:
    """What stands in an object and in its data, one after the other, without what is empty."""
    said = msgspec.json.decode(text)
    data = said.pop("data", None)
    parts = [*said.items(), *(data.items() if isinstance(data, dict) else [])]
    return [(name, value) for name, value in parts if value not in ("", None, [], {})]


def _show(
    given: Arguments, things: Iterable[object], heads: Sequence[str], rows: Sequence[Sequence[object]]
) -> None:
    """As a table, or one JSON object a line."""
    if given.json:
        for thing in things:
            say(msgspec.json.encode(thing).decode())
    else:
        say(table(heads, rows))


def _show_shipments(given: Arguments, found: Iterable[ShipmentShown]) -> None:
    if given.json:
        _show(given, found, [], [])
        return
    _show(given, [], ["number", "reference", "product", "status", "price", "to", "made"], [
        [one.number, one.reference, one.product, one.status, amount_text(one.amount, one.currency),
         one.addressee.get("name"), one.made_at.date()]
        for one in found
    ])  # fmt: skip


def _cells(given: Arguments) -> dict[str, str]:
    """What was said of one parcel."""
    names = (*SHIPMENT, *ADDRESS, *PARCEL)
    return {name: text for name in names if (text := getattr(given, name, None))}


def parser() -> argparse.ArgumentParser:
    """The words of the command line."""
    whole = argparse.ArgumentParser(
        prog="rekkas-pro",
        description=ABOUT,
        epilog=CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    whole.add_argument("--url", help="the address of the post; else REKKAS_URL")
    whole.add_argument("--token-file", type=Path, help="a file that holds the token; else REKKAS_TOKEN")
    whole.add_argument("--language", default="", help="that of names and refusals: ar, fr, en")
    verbs = whole.add_subparsers(required=True, metavar="VERB")

    def verb(run: object, name: str) -> argparse.ArgumentParser:
        one = verbs.add_parser(name, help=run.__doc__, description=run.__doc__)
        one.add_argument("--json", action="store_true", help="one JSON object a line")
        one.set_defaults(run=run)
        return one

    _words_of_parcels(verb)
    _words_of_shipments(verb)
    if journal_of(Client):
        telling = verb(changes, "changes")
        telling.add_argument("--after", type=int, help="the number of the last change that you have")
        telling.add_argument("--state", type=Path, help="a file that keeps that number between two calls")
        telling.add_argument("--follow", action="store_true", help="go on for ever")
        telling.add_argument("--every", type=_count, default=10, help="seconds between two looks (10)")
    return whole


def _words_of_parcels(verb: Verb) -> None:
    asking = verb(rates, "rates")
    _fields(asking, ("destination", "origin", *PARCEL))
    sending = verb(send, "send")
    sending.add_argument("file", nargs="?", type=Path, help="a CSV, or JSON lines; run again, it goes on")
    _fields(sending, (*SHIPMENT, *ADDRESS, *PARCEL))
    sending.add_argument("--key", type=UUID, help="that of a try before whose answer was lost")
    sending.add_argument("--label", type=Path, help="where to save its label (PDF)")
    sending.add_argument("--part", type=_count, default=500, help="so many rows of a file at a time (500)")


def _words_of_shipments(verb: Verb) -> None:
    saving = verb(label, "label")
    saving.add_argument("number")
    saving.add_argument("--out", type=Path, help="where to; - is the standard output")
    saving.add_argument("--form", choices=["pdf", "zpl"], default="pdf")
    listing = verb(list_, "list")
    listing.add_argument("--limit", type=_count, default=50)
    listing.add_argument("--all", action="store_true")
    showing = verb(show, "show")
    showing.add_argument("what", help="the number of a parcel")
    showing.add_argument("--reference", action="store_true", help="it is your own reference")
    for run, name in ((track, "track"), (cancel, "cancel")):
        verb(run, name).add_argument("numbers", nargs="+")


def _fields(verb: argparse.ArgumentParser, names: Iterable[str]) -> None:
    for name in names:
        verb.add_argument(f"--{name.replace('_', '-')}", help=HELP.get(name))


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text)):
        raise argparse.ArgumentTypeError("a number from 1 on is expected")
    return int(text)


def _token(given: Arguments) -> str | None:
    try:
        return given.token_file.read_text(encoding="utf-8").strip() if given.token_file else None
    except (OSError, UnicodeDecodeError) as fault:
        raise FileNotRight(f"{given.token_file} cannot be read") from fault


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line says; returns how it ended."""
    given = parser().parse_args(arguments)
    try:
        with Client(given.url, _token(given), language=given.language) as client:
            ended: int = given.run(client, given)
            sys.stdout.flush()
            return ended
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # whoever read has read enough
        return DONE
    except KeyboardInterrupt:
        return INTERRUPTED
    except (FileNotRight, msgspec.ValidationError) as fault:
        return _ended(fault, NOT_RIGHT)
    except (Declined, Refused) as refused:
        return _ended(refused, DECLINED)
    except RekkasError as fault:
        return _ended(fault, NOT_REACHED)
    except OSError as fault:
        return _ended(fault, NOT_RIGHT)


def _ended(fault: Exception, code: int) -> int:
    warn(f"rekkas-pro: {plain(fault)}")
    for place, reason in getattr(fault, "fields", {}).items():
        warn(f"  {plain(place)}: {plain(reason)}")
    return code


if __name__ == "__main__":
    sys.exit(main())
