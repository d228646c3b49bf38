"""What a postman does, and what becomes of the cash."""

from rekkas.delivery.commands.cash import bank_cash, hand_over_cash
from rekkas.delivery.commands.collecting import try_document, try_pick_up_code
from rekkas.delivery.commands.keeping import return_items, shelve_items, stop_return
from rekkas.delivery.commands.reminding import remind_addressees
from rekkas.delivery.commands.rounds import attempt_delivery, await_collection, deliver_items, take_out
from rekkas.delivery.commands.wishes import note_wish, withdraw_wish

__all__ = [
    "attempt_delivery",
    "await_collection",
    "bank_cash",
    "deliver_items",
    "hand_over_cash",
    "note_wish",
    "remind_addressees",
    "return_items",
    "shelve_items",
    "stop_return",
    "take_out",
    "try_document",
    "try_pick_up_code",
    "withdraw_wish",
]
