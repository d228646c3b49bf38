"""``python -m postkit.ubl invoice.xml``: whether the sums of an invoice or a credit note agree, without the post."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from postkit.money import to_text
from postkit.ubl import CreditNote, Invoice, NotAnInvoice, problems_of, read


def told(document: Invoice | CreditNote) -> list[str]:
    """What a document says and whether it follows, in sentences."""
    problems = problems_of(document)
    lines = list(_said(document)) + [f"  wrong: {problem}" for problem in problems]
    if not problems:
        lines.append("  right: every tax and every sum follows from the lines")
    return lines


def _said(document: Invoice | CreditNote) -> Iterator[str]:
    def money(amount: int) -> str:
        return f"{to_text(amount, document.currency)} {document.currency}"

    totals = document.totals
    what = "invoice"
    if isinstance(document, CreditNote):
        what = f"credit note on invoice {document.corrects.number}:"
    yield f"{what} {document.number} of {document.issue_date}, {document.seller.name} to {document.buyer.name}"
    yield f"  {len(document.lines)} lines of {money(totals.lines)}, without tax {money(totals.without_tax)}"
    for share in document.taxes:
        yield f"  tax {share.tax}: {money(share.amount)} on {money(share.taxable)}"
    yield f"  with tax {money(totals.with_tax)}, paid before {money(totals.paid_before)}"
    yield f"  payable {money(totals.payable)}"


def main(arguments: Sequence[str]) -> int:
    """Look at documents (``-`` is what comes in). 0: all agree, 1: a sum differs, 2: one cannot be read."""
    if not arguments:
        print("usage: python -m postkit.ubl invoice.xml [more.xml ...]", file=sys.stderr)
        return 2
    status = 0
    for name in arguments:
        try:
            document = read(sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes())
        except (OSError, NotAnInvoice) as problem:
            print(f"{name}: cannot be read ({problem})", file=sys.stderr)
            status = 2
            continue
        print("\n".join(told(document)))
        status = max(status, int(bool(problems_of(document))))
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
