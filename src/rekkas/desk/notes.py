"""What apps above the mail have to say of an item on the pages of staff: the mail does not know who says it."""

from collections.abc import Callable, Mapping, Sequence

Question = Callable[[Sequence[str]], Mapping[str, str]]
_asked: list[Question] = []


def adds_notes(question: Question) -> Question:
    """Mark a question that says, of items by number, what staff should know in one sentence."""
    _asked.append(question)
    return question


def notes_on(numbers: Sequence[str]) -> dict[str, list[str]]:
    """What is to be known of these items: one read for each who has something to say."""
    found: dict[str, list[str]] = {}
    for question in _asked if numbers else ():
        for number, sentence in question(numbers).items():
            found.setdefault(number, []).append(sentence)
    return found
