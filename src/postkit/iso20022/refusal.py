"""Why a file is no message of ours: one error with a stable reason, and the place where it was found.

>>> refusal = NotAMessage("sum", "150.00 expected", "/Document/CstmrCdtTrfInitn/GrpHdr/CtrlSum", 7)
>>> str(refusal), refusal.reason
('sum: 150.00 expected (line 7, /Document/CstmrCdtTrfInitn/GrpHdr/CtrlSum)', 'sum')
"""

REASONS = {
    # the file as a whole
    "too-large": "the file is larger than is taken",
    "encoding": "the file is not UTF-8",
    "has-dtd": "the file declares a document type, which no payment message needs",
    "not-xml": "the file is not well-formed XML",
    "too-deep": "elements lie in one another deeper than any message needs",
    "unknown-message": "this message, or this version of it, is not read here",
    # its elements
    "missing": "an element that must be there is not",
    "unexpected": "an element, an attribute or a text stands where none may, or stands too often",
    "unsupported": "the standard has this element or value, our profile does not: it would change what is paid",
    # what they hold
    "text": "a text is empty, too long, or has characters that cannot be shown",
    "code": "a code is not one that may stand there",
    "number": "a count is not written in digits",
    "date": "a date or a moment is not written as ISO 8601, or does not exist",
    "amount": "an amount is not written plainly, or is nothing",
    "decimals": "an amount has more decimals than its currency",
    "currency": "a currency is not three capital letters, or not the one of the rest",
    "account": "an account's number does not agree with its check digits or its key",
    "agent": "a bank is named by nothing that identifies it",
    # what they say together
    "count": "the count of transfers is not what is written",
    "sum": "the sum of amounts is not what is written",
    "balance": "the closing balance is not the opening balance and the entries",
    "duplicate": "an identification that must be given once stands twice",
}


class NotAMessage(ValueError):
    """A file that is no message of this profile; `reason` is one of REASONS."""

    def __init__(self, reason: str, said: str = "", path: str = "", line: int = 0) -> None:
        place = ", ".join(part for part in (f"line {line}" if line else "", path) if part)
        super().__init__(f"{reason}: {said or REASONS[reason]}" + (f" ({place})" if place else ""))
        self.reason = reason
        self.said = said
        self.path = path
        self.line = line
