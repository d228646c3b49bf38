"""Files from outside, opened: whatever is no message of ours is refused before anything is kept."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from django.conf import settings

from postkit.iso20022 import NotAMessage
from postkit.iso20022.schemas import NoSchema, problems_of
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
    judge(content, name)
    return message


def judge(content: bytes, name: str) -> None:
    """Have the official schema of a message judge it, where the operator has put one (REKKAS_SCHEMAS)."""
    folder = getattr(settings, "ISO20022_SCHEMAS", "")
    if not folder:
        return
    try:
        problems = problems_of(content, Path(folder))
    except NoSchema:
        return
    if problems:
        raise AgainstItsSchema(name=name, line=problems[0].line, said=problems[0].said)


def file_name(text: str) -> str:
    """The name of a file as it is kept: without folders, in one line."""
    last = text.replace("\\", "/").rpartition("/")[2]
    return " ".join(last.split())[:NAME_LENGTH] or "-"
