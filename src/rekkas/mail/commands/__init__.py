"""What can be done with the mail."""

from rekkas.mail.commands.cancelling import cancel_items, reserve_numbers
from rekkas.mail.commands.codes import load_codes
from rekkas.mail.commands.dispatches import close_dispatch
from rekkas.mail.commands.items import accept_items, announce_items
from rekkas.mail.commands.receptacles import (
    close_receptacle,
    fill_receptacle,
    open_receptacle,
    prepare_receptacle,
    receive_dispatch,
)
from rekkas.mail.commands.redirecting import redirect_all, redirect_item
from rekkas.mail.commands.runs import arrive_run, depart_run
from rekkas.mail.commands.scans import record_events, record_scans
from rekkas.mail.commands.standings import rebuild_standings

__all__ = [
    "accept_items",
    "announce_items",
    "arrive_run",
    "cancel_items",
    "close_dispatch",
    "close_receptacle",
    "depart_run",
    "fill_receptacle",
    "load_codes",
    "open_receptacle",
    "prepare_receptacle",
    "rebuild_standings",
    "receive_dispatch",
    "record_events",
    "record_scans",
    "redirect_all",
    "redirect_item",
    "reserve_numbers",
]
