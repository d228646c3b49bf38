"""What can be done to the network."""

from rekkas.network.commands.days import (
    Moved,
    clear_disruption,
    close_office,
    disrupt_run,
    note_movements,
    reopen_office,
)
from rekkas.network.commands.learning import Delivered, Lesson, learn_experience, lesson_of
from rekkas.network.commands.loading import LoadedNetwork, load_network, renew_network
from rekkas.network.commands.timetables import (
    change_trip,
    draft_timetable,
    publish_timetable,
    put_in_force,
    revise_timetable,
    withdraw_timetable,
)

__all__ = [
    "Delivered",
    "Lesson",
    "LoadedNetwork",
    "Moved",
    "change_trip",
    "clear_disruption",
    "close_office",
    "disrupt_run",
    "draft_timetable",
    "learn_experience",
    "lesson_of",
    "load_network",
    "note_movements",
    "publish_timetable",
    "put_in_force",
    "renew_network",
    "reopen_office",
    "revise_timetable",
    "withdraw_timetable",
]
