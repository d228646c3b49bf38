"""Messages of ISO 20022 and the official schemas that the operator has put down (REKKAS_SCHEMAS)."""

from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from postkit.iso20022 import Message, write
from postkit.iso20022.schemas import NoSchema, Problem, problems_of
from rekkas.bank.errors import OurMessageNotRight


def problem_of(content: bytes) -> Problem | None:
    """What the official schema says first against a message; nothing where it is valid or there is no schema of it.

    A message of any size: what comes was measured when it was read, and what leaves is ours.
    """
    if not settings.ISO20022_SCHEMAS:
        return None
    folder = Path(settings.ISO20022_SCHEMAS)
    if not folder.is_dir():
        raise ImproperlyConfigured(f"REKKAS_SCHEMAS names {folder}, which is no folder")
    try:
        return next(iter(problems_of(content, folder, len(content))), None)
    except NoSchema:
        return None


def written(message: Message, name: str) -> bytes:
    """A message of ours as it leaves; refused, before anything has left, where its official schema refuses it."""
    content = write(message)
    problem = problem_of(content)
    if problem is not None:
        raise OurMessageNotRight(name=name, line=problem.line, said=problem.said)
    return content
