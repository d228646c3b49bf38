"""Where people work. What an office and a region are is known higher up: the app that knows answers for them."""

from collections.abc import Callable

Question = Callable[[str, str], bool]
_lies_in: list[Question] = []
_are_known: list[Question] = []


def answers_lies_in(asked: Question) -> Question:
    """Mark the question whether an office lies in a region."""
    _lies_in[:] = [asked]
    return asked


def answers_are_known(asked: Question) -> Question:
    """Mark the question whether an office and a region, each or neither given, are places of this post."""
    _are_known[:] = [asked]
    return asked


def lies_in(office: str, region: str) -> bool:
    """Whether an office lies in a region; where nobody can say, it does not."""
    return any(asked(office, region) for asked in _lies_in)


def are_known(office: str, region: str) -> bool:
    """Whether these are places of this post."""
    return any(asked(office, region) for asked in _are_known)
