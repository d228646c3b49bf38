"""What is done at a counter."""

from rekkas.counter.commands.accepting import accept_parcels
from rekkas.counter.commands.acts import decline_act, release_act, take_act
from rekkas.counter.commands.devices import know_device, reserve_device_numbers, retire_device
from rekkas.counter.commands.refunds import refund_line
from rekkas.counter.commands.rules import load_counter
from rekkas.counter.commands.visits import settle_visit

__all__ = [
    "accept_parcels",
    "decline_act",
    "know_device",
    "load_counter",
    "refund_line",
    "release_act",
    "reserve_device_numbers",
    "retire_device",
    "settle_visit",
    "take_act",
]
