"""What can be done with payments, by what it is done to. See docs/domains/payments.md."""

from rekkas.payments.commands.answers_taken import receive_return, receive_status
from rekkas.payments.commands.bill_lists import load_bills
from rekkas.payments.commands.bills import cancel_bill_payment, pay_bill
from rekkas.payments.commands.changing import (
    bring_back_money_order,
    redirect_money_order,
    reverse_payment,
    send_to_door,
)
from rekkas.payments.commands.cutting_off import close_cut_off, load_clearing
from rekkas.payments.commands.ending import (
    cancel_money_order,
    expire_money_orders,
    prescribe_money_orders,
    refuse_money_order,
    reimburse_money_order,
)
from rekkas.payments.commands.interbank import receive_interbank_file
from rekkas.payments.commands.issuing import announce_money_orders, issue_money_order
from rekkas.payments.commands.locking import (
    clear_money_order,
    lock_money_order,
    renew_code,
    unlock_money_order,
)
from rekkas.payments.commands.paying import (
    begin_payment,
    pay_money_order,
    resolve_payment,
    sign_payment,
)
from rekkas.payments.commands.payment_files import (
    approve_payment_file,
    carry_out_due_files,
    decline_payment_file,
    receive_payment_file,
)
from rekkas.payments.commands.payouts import send_payouts
from rekkas.payments.commands.remitting import remit_biller
from rekkas.payments.commands.rules import load_payments
from rekkas.payments.commands.sending import approve_transfer, cancel_transfer, send_transfer
from rekkas.payments.commands.signing import ask_signature, sign_request
from rekkas.payments.commands.unallocated import (
    allocate_money,
    explain_exception,
    send_money_back,
    settle_clearing,
)

__all__ = [
    "allocate_money",
    "announce_money_orders",
    "approve_payment_file",
    "approve_transfer",
    "ask_signature",
    "begin_payment",
    "bring_back_money_order",
    "cancel_bill_payment",
    "cancel_money_order",
    "cancel_transfer",
    "carry_out_due_files",
    "clear_money_order",
    "close_cut_off",
    "decline_payment_file",
    "expire_money_orders",
    "explain_exception",
    "issue_money_order",
    "load_bills",
    "load_clearing",
    "load_payments",
    "lock_money_order",
    "pay_bill",
    "pay_money_order",
    "prescribe_money_orders",
    "receive_interbank_file",
    "receive_payment_file",
    "receive_return",
    "receive_status",
    "redirect_money_order",
    "refuse_money_order",
    "reimburse_money_order",
    "remit_biller",
    "renew_code",
    "resolve_payment",
    "reverse_payment",
    "send_money_back",
    "send_payouts",
    "send_to_door",
    "send_transfer",
    "settle_clearing",
    "sign_payment",
    "sign_request",
    "unlock_money_order",
]
