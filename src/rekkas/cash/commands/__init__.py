"""What can be done with cash. See docs/domains/cash.md."""

from rekkas.cash.commands.cases import (
    add_statement,
    assign_case,
    dispute_discrepancy,
    explain_discrepancy,
    propose_write_off,
    write_off_discrepancy,
)
from rekkas.cash.commands.moving import (
    acknowledge_lines,
    confirm_move,
    entrust_vault,
    move_to_till,
    move_to_vault,
)
from rekkas.cash.commands.offices import (
    announce_needs,
    count_vault,
    load_cash,
    set_cash_terms,
    withdraw_needs,
)
from rekkas.cash.commands.recovery import recover_entry
from rekkas.cash.commands.tills import close_till, keep_draft, open_till, question_mismatch, recount_till
from rekkas.cash.commands.transport import bank_surplus, receive_cash, send_cash, sign_pouch, supply_cash
from rekkas.cash.commands.trust import (
    ask_support_access,
    declare_known_error,
    end_support_access,
    grant_support_access,
)

__all__ = [
    "acknowledge_lines",
    "add_statement",
    "announce_needs",
    "ask_support_access",
    "assign_case",
    "bank_surplus",
    "close_till",
    "confirm_move",
    "count_vault",
    "declare_known_error",
    "dispute_discrepancy",
    "end_support_access",
    "entrust_vault",
    "explain_discrepancy",
    "grant_support_access",
    "keep_draft",
    "load_cash",
    "move_to_till",
    "move_to_vault",
    "open_till",
    "propose_write_off",
    "question_mismatch",
    "receive_cash",
    "recount_till",
    "recover_entry",
    "send_cash",
    "set_cash_terms",
    "sign_pouch",
    "supply_cash",
    "withdraw_needs",
    "write_off_discrepancy",
]
