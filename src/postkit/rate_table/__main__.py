"""``python -m postkit.rate_table FILE``: what an item costs by a signed rate table, without server or network.

Ends with 0 where there is a price, 1 where the table has none for the question (the code says why), 2 where the file
is not to be trusted or the question cannot be read. Without ``--product`` each product of the table answers.
"""

import argparse
import sys
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

from postkit.money import NotAnAmount, to_minor, to_text
from postkit.rate_table import NoPrice, NotARateTable, RatePrice, RateQuestion, Rates, RateTable, verify


def main(arguments: list[str] | None = None) -> int:
    given = _parser().parse_args(arguments)
    try:
        table = verify(given.file.read_bytes(), *given.key)
        questions = list(_questions(table, given))
    except (OSError, NotARateTable, NotAnAmount) as problem:
        print(f"{given.file.name}: {problem}", file=sys.stderr)
        return 2
    contract = f", contract {table.contract}" if table.contract else ""
    print(_plain(f"rate table {table.number} of {table.issuer}{contract}: signature right"))
    print(f"  valid from {table.from_date} until {table.until_date}")
    rates, has_price = Rates(table), False
    for question in questions:
        try:
            lines = _told(question.product, rates.price(question), given.language)
            has_price = True
        except NoPrice as why:
            lines = [f"{question.product}: no price ({why})"]
        print("\n".join(map(_plain, lines)))
    return 0 if has_price else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m postkit.rate_table", description=__doc__)
    parser.add_argument("file", type=Path, help="the signed rate table")
    parser.add_argument(
        "--key", action="append", required=True,
        help="the post's public key (hex); again for each key that is trusted",
    )  # fmt: skip
    parser.add_argument("--weight-g", type=int, required=True, help="the weight in grams")
    parser.add_argument("--from", dest="origin", required=True, help="the code of the locality of posting")
    parser.add_argument("--to", dest="destination", default="", help="the code of the locality it goes to")
    parser.add_argument("--country", default="", help="the country it goes to, where that is abroad: FR")
    parser.add_argument("--product", default="", help="one product alone")
    parser.add_argument("--cod", default="0", help="the cash to collect on delivery: 350.00")
    parser.add_argument("--value", default="0", help="the value declared: 350.00")
    parser.add_argument(
        "--on", type=date.fromisoformat, default=None, help="the day of posting (ISO); today if not said"
    )
    parser.add_argument("--language", default="en", help="the language of the lines, where the table has it")
    return parser


def _questions(table: RateTable, given: argparse.Namespace) -> Iterator[RateQuestion]:
    cod, value = (to_minor(text, table.currency) for text in (given.cod, given.value))
    on = given.on or date.today()
    for code in [given.product] if given.product else [product.code for product in table.products]:
        yield RateQuestion(
            code, given.weight_g, given.origin, given.destination, on, cod, value, given.country
        )


def _told(product: str, found: RatePrice, language: str) -> list[str]:
    days = "" if found.days is None else f", promised in {found.days} days"
    return [
        f"{product}: {to_text(found.amount, found.currency)} {found.currency}, {found.zone}{days}",
        *(
            f"  {to_text(line.amount, found.currency):>12}  {_label(line.labels, language, line.code)}"
            for line in found.lines
        ),
    ]


def _label(labels: Mapping[str, str], language: str, code: str) -> str:
    return labels.get(language) or labels.get("en") or code


def _plain(line: str) -> str:
    """A line without signs that would write over another on a terminal."""
    return "".join(sign if sign.isprintable() else "?" for sign in line)


if __name__ == "__main__":
    sys.exit(main())
