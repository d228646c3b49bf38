"""The type faces of papers: an operator's own first (REKKAS_FONTS), then one that writes Latin and Arabic."""

import os
from functools import cache
from importlib.resources import files
from pathlib import Path
from unicodedata import category

import typst
from fontTools.ttLib import TTFont

SILENT = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})  # blanks and marks of direction have no shape of their own


def folders() -> list[Path]:
    own = os.environ.get("REKKAS_FONTS")
    shipped = Path(str(files("justmytype_intl_rtl"))) / "fonts" / "ofl" / "notosansarabic"
    return [*([Path(own)] if own else []), shipped]


@cache
def families() -> tuple[str, ...]:
    """The names of the faces, in the order in which a letter looks for its shape."""
    found: dict[str, None] = {}
    for folder in folders():
        faces = typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)]
        )
        found.update(dict.fromkeys(face.family for face in faces.fonts()))
    return tuple(found)


@cache
def _drawn() -> frozenset[int]:
    """Every character for which one of the faces has a shape."""
    drawn: set[int] = set()
    for folder in folders():
        for path in sorted(folder.rglob("*")):
            if path.suffix.lower() in {".ttf", ".otf"}:
                with TTFont(path, lazy=True) as face:
                    drawn.update(face.getBestCmap() or ())
    return frozenset(drawn)


def without_face(texts: object) -> list[str]:
    """The characters of these texts that no face can draw, as code points that every face can.

    >>> without_face({"name": "Amina أمينة", "street": ["12, rue 漢"]})
    ['U+6F22']
    """
    letters = {letter for text in _texts(texts) for letter in text}
    missing = {ord(letter) for letter in letters if category(letter) not in SILENT} - _drawn()
    return [f"U+{point:04X}" for point in sorted(missing)]


def _texts(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else ()
    return [text for one in inner for text in _texts(one)]
