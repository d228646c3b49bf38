"""Why a file is no invoice of ours, and why an invoice is not written: stable words, and the place.

>>> refusal = NotAnInvoice("amount", "'1,5'", "/Invoice/LegalMonetaryTotal/PayableAmount", 7)
>>> str(refusal), refusal.reason
("amount: '1,5' (line 7, /Invoice/LegalMonetaryTotal/PayableAmount)", 'amount')
"""

from collections.abc import Sequence
from dataclasses import dataclass

REASONS = {
    # the file as a whole
    "too-large": "the file is larger than is taken",
    "encoding": "the file is not UTF-8",
    "has-dtd": "the file declares a document type, which no invoice needs",
    "not-xml": "the file is not well-formed XML",
    "too-deep": "elements lie in one another deeper than any invoice needs",
    "unknown-document": "it is neither an invoice nor a credit note of UBL 2",
    # its elements
    "missing": "an element that must be there is not",
    "unexpected": "an element or a text stands where none may, out of order, or too often",
    "unsupported": "the standard has this element, our profile does not: it would change what is owed",
    # what they hold
    "text": "a text is empty, too long, or has characters that cannot be shown",
    "code": "a code is not one that may stand there",
    "number": "a quantity or a rate is not written plainly",
    "date": "a date is not written as ISO 8601, or does not exist",
    "amount": "an amount is not written plainly",
    "decimals": "an amount has more decimals than its currency",
    "currency": "a currency is not three capital letters, or not the one of the document",
}


class NotAnInvoice(ValueError):
    """A file that is no invoice or credit note of this profile; ``reason`` is one of REASONS."""

    def __init__(self, reason: str, said: str = "", path: str = "", line: int = 0) -> None:
        place = ", ".join(part for part in (f"line {line}" if line else "", path) if part)
        super().__init__(f"{reason}: {said or REASONS[reason]}" + (f" ({place})" if place else ""))
        self.reason = reason
        self.said = said
        self.path = path
        self.line = line


@dataclass(frozen=True, slots=True)
class Problem:
    """One way in which a document does not agree with itself.

    ``code`` is stable, ``where`` and ``said`` are for people; ``rule`` is the name that EN 16931 gives the rule, or
    Peppol BIS Billing where it begins so; nothing where the rule is ours or its name is not known for sure.
    """

    code: str
    where: str
    said: str
    rule: str = ""

    def __str__(self) -> str:
        return f"{self.where}: {self.said} ({', '.join(part for part in (self.code, self.rule) if part)})"


class NotWritable(ValueError):
    """A document that is not given out as it stands; ``problems`` says everything that is wrong with it."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(map(str, problems)))
        self.problems = tuple(problems)
