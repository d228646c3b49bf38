"""``python -m postkit.cod_statement statement.csv``: recompute statements, without the post."""

import sys
from collections.abc import Sequence
from pathlib import Path

from postkit.cod_statement.reckoning import Statement, recompute, totals_of
from postkit.cod_statement.text import NotAStatement, from_text
from postkit.money import to_text as amount_text


def told(statement: Statement) -> list[str]:
    """What a statement says and whether it follows, in sentences."""
    currency = statement.currency

    def money(amount: int) -> str:
        return f"{amount_text(amount, currency)} {currency}"

    total = totals_of(statement.lines)
    lines = [
        f"statement {statement.number} of {statement.merchant}, {statement.period}: {len(statement.lines)} lines",
        f"  carried over {money(statement.opening)}; lines {money(total.amount)}, fees {money(total.fee)}, "
        f"tax {money(total.tax)} ({statement.terms.fees})",
        f"  paid {money(statement.paid)}, carried on {money(statement.closing)}",
    ]
    differences = recompute(statement)
    lines += [f"  wrong: {where}: {said}" for where, said in differences]
    if not differences:
        lines.append("  right: every fee, sum and balance follows from the terms and the lines")
    return lines


def main(arguments: Sequence[str]) -> int:
    """Recompute statements (``-`` is what comes in). 0: right, 1: something differs, 2: cannot be read."""
    if not arguments:
        print("usage: python -m postkit.cod_statement statement.csv [more.csv ...]", file=sys.stderr)
        return 2
    status = 0
    for name in arguments:
        try:
            text = sys.stdin.read() if name == "-" else Path(name).read_bytes().decode("utf-8")
            statement = from_text(text)
        except (OSError, UnicodeDecodeError, NotAStatement) as problem:
            print(f"{name}: cannot be read ({problem})", file=sys.stderr)
            return 2
        print("\n".join(told(statement)))
        status = status or int(bool(recompute(statement)))
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
