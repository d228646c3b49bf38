"""What every page knows: its language, its direction, and the same page in the other languages."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language, get_language_info

DIRECTIONS = {True: "rtl", False: "ltr"}


@dataclass(frozen=True, slots=True)
class Tongue:
    """One language of the site, under its own name."""

    code: str
    name: str
    address: str
    current: bool


def page(request: HttpRequest) -> dict[str, Any]:
    language = get_language() or settings.LANGUAGE_CODE
    offered = getattr(request, "languages", [code for code, _ in settings.WHOLE_LANGUAGES])
    return {
        "language": language,
        "direction": DIRECTIONS[get_language_info(language)["bidi"]],
        "tongues": [_tongue(request, code, language) for code in offered],
        "path": request.path,
    }


def _tongue(request: HttpRequest, code: str, language: str) -> Tongue:
    query = request.GET.copy()
    query["lang"] = code
    name = get_language_info(code)["name_local"]
    own = name[:1].upper() + name[1:]
    return Tongue(code, own, f"{request.path}?{query.urlencode()}", code == language)
