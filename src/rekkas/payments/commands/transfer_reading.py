"""Files from outside, opened: whatever is no message of ours is refused before anything is kept."""

from collections.abc import Callable
from typing import TypeVar

from postkit.iso20022 import NotAMessage
from rekkas.bank.queries.messages import problem_of
from rekkas.payments.errors import AgainstItsSchema, PaymentFileNotRight
from rekkas.payments.mistakes import message_text

M = TypeVar("M")
NAME_LENGTH = 120


def opened(read: Callable[[bytes], M], content: bytes, name: str) -> M:
    """The message in a file; refused with the place where it is wrong."""
    try:
        message = read(content)
    except NotAMessage as fault:
        raise PaymentFileNotRight(name=name, reason=message_text(fault), fault=fault.reason) from None
    problem = problem_of(content)
    if problem is not None:
        raise AgainstItsSchema(name=name, line=problem.line, said=problem.said)
    return message


def file_name(text: str) -> str:
    """The name of a file as it is kept: without folders, in one line."""
    last = text.replace("\\", "/").rpartition("/")[2]
    return " ".join(last.split())[:NAME_LENGTH] or "-"
