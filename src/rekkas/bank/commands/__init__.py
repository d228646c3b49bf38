"""What can be done in the bank, by what it is done to. Accounts have a file of their own beside these."""

from rekkas.bank.commands.accounts import open_account
from rekkas.bank.commands.blocking import block_account, unblock_account
from rekkas.bank.commands.closing import close_account, mark_dormant
from rekkas.bank.commands.fees import charge_fees
from rekkas.bank.commands.gate import Gate, Move
from rekkas.bank.commands.identity import note_document, raise_level
from rekkas.bank.commands.interest import capitalise_interest
from rekkas.bank.commands.lists import load_sanction_list
from rekkas.bank.commands.logins import activate_login, change_secret, invite_customer, log_in_customer
from rekkas.bank.commands.movements import credit_many, debit_many, deposit, transfer_between, withdraw
from rekkas.bank.commands.moving import move
from rekkas.bank.commands.people import (
    amend_customer,
    block_customer,
    close_customer,
    enrol_customer,
    unblock_customer,
)
from rekkas.bank.commands.products import load_bank
from rekkas.bank.commands.renewing import renew_accounts
from rekkas.bank.commands.screening import decide_match, screen_customers
from rekkas.bank.commands.statements import issue_statement, issue_statements
from rekkas.bank.commands.terms import load_bank_terms

__all__ = [
    "Gate",
    "Move",
    "activate_login",
    "amend_customer",
    "block_account",
    "block_customer",
    "capitalise_interest",
    "change_secret",
    "charge_fees",
    "close_account",
    "close_customer",
    "credit_many",
    "debit_many",
    "decide_match",
    "deposit",
    "enrol_customer",
    "invite_customer",
    "issue_statement",
    "issue_statements",
    "load_bank",
    "load_bank_terms",
    "load_sanction_list",
    "log_in_customer",
    "mark_dormant",
    "move",
    "note_document",
    "open_account",
    "raise_level",
    "renew_accounts",
    "screen_customers",
    "transfer_between",
    "unblock_account",
    "unblock_customer",
    "withdraw",
]
