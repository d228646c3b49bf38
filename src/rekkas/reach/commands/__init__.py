"""What can be done with words to people."""

from rekkas.reach.commands.incoming import note_incoming
from rekkas.reach.commands.rules import load_reach, set_simulator
from rekkas.reach.commands.sending import note_receipt, note_sending, retry_text, take_due_texts
from rekkas.reach.commands.writing import write_texts

__all__ = [
    "load_reach",
    "note_incoming",
    "note_receipt",
    "note_sending",
    "retry_text",
    "set_simulator",
    "take_due_texts",
    "write_texts",
]
