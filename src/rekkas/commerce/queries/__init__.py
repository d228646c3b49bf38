"""What can be asked about merchants: what they are owed, what they were told and paid, what does not agree."""

from rekkas.commerce.queries.checks import (
    bags,
    checked_merchants,
    differing_merchants,
    exception,
    exceptions,
    latest_check,
    old_bags,
    open_days,
)
from rekkas.commerce.queries.drafts import Draft, candidates_due, drafts
from rekkas.commerce.queries.dues import Due, collected_line, corrected, dues, open_balances
from rekkas.commerce.queries.faults import cod_faults
from rekkas.commerce.queries.robberies import robberies, robbery
from rekkas.commerce.queries.statements import (
    advice,
    lines_of,
    lines_on,
    lines_page,
    payout,
    payouts_of,
    said,
    statement,
    statements_of,
)
from rekkas.commerce.queries.terms import terms_in_force, terms_of

__all__ = [
    "Draft",
    "Due",
    "advice",
    "bags",
    "candidates_due",
    "checked_merchants",
    "cod_faults",
    "collected_line",
    "corrected",
    "differing_merchants",
    "drafts",
    "dues",
    "exception",
    "exceptions",
    "latest_check",
    "lines_of",
    "lines_on",
    "lines_page",
    "old_bags",
    "open_balances",
    "open_days",
    "payout",
    "payouts_of",
    "robberies",
    "robbery",
    "said",
    "statement",
    "statements_of",
    "terms_in_force",
    "terms_of",
]
