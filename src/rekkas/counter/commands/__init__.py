"""What is done at a counter."""

from rekkas.counter.commands.accepting import accept_parcels
from rekkas.counter.commands.acts import take_act
from rekkas.counter.commands.decisions import decline_act, release_act, repay_act
from rekkas.counter.commands.devices import know_device, reserve_device_numbers, retire_device
from rekkas.counter.commands.queue import (
    begin_break,
    call_next,
    choose_errands,
    end_break,
    expire_tickets,
    pass_ticket,
    recall_ticket,
    serve_ticket,
    take_ticket,
)
from rekkas.counter.commands.refunds import refund_line
from rekkas.counter.commands.rules import load_counter
from rekkas.counter.commands.visits import settle_visit

__all__ = [
    "accept_parcels",
    "begin_break",
    "call_next",
    "choose_errands",
    "decline_act",
    "end_break",
    "expire_tickets",
    "know_device",
    "load_counter",
    "pass_ticket",
    "recall_ticket",
    "refund_line",
    "release_act",
    "repay_act",
    "reserve_device_numbers",
    "retire_device",
    "serve_ticket",
    "settle_visit",
    "take_act",
    "take_ticket",
]
