"""The paper of the site itself: the badge of a member of staff."""

from pathlib import Path
from typing import Any

from django.utils.translation import get_language, get_language_info, gettext

from rekkas.design.paper import sheets
from rekkas.design.paper.bars import bars

HERE = Path(__file__).resolve().parent
CARD_MM = 120.0


def badge_pdf(*, name: str, role: str, office: str, code: str) -> bytes:
    """A card to hang from the neck, 12 by 7 cm: who it is, and the bars that resume their session."""
    return sheets.pdf(HERE / "badge.typ", badge_data(name=name, role=role, office=office, code=code))


def badge_data(*, name: str, role: str, office: str, code: str) -> dict[str, Any]:
    drawn = bars(code, width_mm=CARD_MM, height_mm=0.0)
    language = get_language() or "en"
    return {
        "title": gettext("Badge"), "name": name, "role": role, "office": office, "language": language,
        "direction": "rtl" if get_language_info(language)["bidi"] else "ltr",
        "warning": gettext("Found it? Give it to any post office."),
        "code": {"runs": list(drawn.runs), "module": drawn.module_mm, "width": drawn.width_mm},
    }  # fmt: skip
