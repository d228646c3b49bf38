"""What can be asked of money."""

from rekkas.money.queries.balances import (
    AccountLine,
    account,
    accounts,
    balance,
    balance_at,
    balance_on,
    hold_accounts,
    sums_by_kind,
)
from rekkas.money.queries.cod import CodPlace, cod_collected, cod_held, cod_places
from rekkas.money.queries.days import (
    DayFigures,
    closed_days,
    closing,
    day_faults,
    day_figures,
    last_closed_day,
)
from rekkas.money.queries.evidence import (
    balance_faults,
    ledger_faults,
    line_faults,
    recomputed_balances,
    said_by,
)
from rekkas.money.queries.export import at_one_moment, books_file
from rekkas.money.queries.journal import (
    RECORD,
    HeldEntry,
    TillLine,
    entry_keyed,
    expired_holds,
    lines_of,
    movements,
    reversal_of,
    trail_of,
    unwitnessed,
)

__all__ = [
    "RECORD",
    "AccountLine",
    "CodPlace",
    "DayFigures",
    "HeldEntry",
    "TillLine",
    "account",
    "accounts",
    "at_one_moment",
    "balance",
    "balance_at",
    "balance_faults",
    "balance_on",
    "books_file",
    "closed_days",
    "closing",
    "cod_collected",
    "cod_held",
    "cod_places",
    "day_faults",
    "day_figures",
    "entry_keyed",
    "expired_holds",
    "hold_accounts",
    "last_closed_day",
    "ledger_faults",
    "line_faults",
    "lines_of",
    "movements",
    "recomputed_balances",
    "reversal_of",
    "said_by",
    "sums_by_kind",
    "trail_of",
    "unwitnessed",
]
