"""What fits a small screen: 182 signs of the telephones' own alphabet (GSM 03.38), or 70 of any other script.

A text is first brought as near to that alphabet as it goes (ê becomes e, a curved apostrophe a straight one), for one
sign outside it makes all of them cost more than twice as much. What does not fit is parted between lines, then between
words; ``0`` leads on.

>>> plain("L’envoi est prêt : à Fès…")
"L'envoi est pret : à Fès..."
>>> room_for("Fès"), room_for("فاس")
(182, 70)
"""

from collections.abc import Iterator
from dataclasses import dataclass
from unicodedata import combining, normalize

from postkit.text import visible

LATIN_AT_MOST, OTHER_AT_MOST = 182, 70
MORE = "0"
_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("^{}\\[~]|€")  # two signs each
_NEAR = str.maketrans(
    {
        "’": "'", "‘": "'", "«": '"', "»": '"', "“": '"', "”": '"', "…": "...", "–": "-", "—": "-", "œ": "oe",
        "\xa0": " ", "\u202f": " ", "·": "-", "×": "x",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Screen:
    """What a telephone shows: a question, or the end. ``chooses`` by a figure; ``again``: what was typed was none."""

    text: str
    ends: bool = False
    chooses: bool = False
    again: bool = False


def plain(text: str) -> str:
    """The text in the telephones' alphabet, as far as that goes."""
    near = visible(text).translate(_NEAR)
    return "".join(sign if sign in _BASIC | _EXTENDED else _bare(sign) for sign in near)


def _bare(sign: str) -> str:
    bare = "".join(part for part in normalize("NFKD", sign) if not combining(part))
    return bare if bare and all(part in _BASIC for part in bare) else sign


def room_for(text: str) -> int:
    """How many signs a screen has for such a text."""
    return LATIN_AT_MOST if all(sign in _BASIC | _EXTENDED for sign in text) else OTHER_AT_MOST


def size_of(text: str) -> int:
    return len(text) + sum(sign in _EXTENDED for sign in text)


def pages_of(text: str, more: str) -> list[str]:
    """A text as the screens that show it one after the other; each but the last says how to go on."""
    text, more = plain(text), f"\n{MORE} {plain(more)}"
    room = room_for(text + more)
    if size_of(text) <= room:
        return [text]
    pages: list[str] = []
    page = ""
    for line in _lines(text, room - size_of(more)):
        joined = f"{page}\n{line}" if page else line
        if page and size_of(joined) > room - size_of(more):
            pages.append(page)
            page = line
        else:
            page = joined
    pages.append(page)
    return [*(each + more for each in pages[:-1]), pages[-1]]


def _lines(text: str, room: int) -> Iterator[str]:
    """The lines of a text, those that are longer than a screen parted between words, or where there are none."""
    for line in text.split("\n"):
        part = ""
        for word in line.split(" "):
            for piece in _pieces(word, room):
                joined = f"{part} {piece}" if part else piece
                if part and size_of(joined) > room:
                    yield part
                    part = piece
                else:
                    part = joined
        yield part


def _pieces(word: str, room: int) -> Iterator[str]:
    step = room // 2  # a sign of the extended alphabet counts for two
    if size_of(word) <= room:
        yield word
    else:
        yield from (word[at : at + step] for at in range(0, len(word), step))
