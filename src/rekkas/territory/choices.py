"""The languages in which a country pack names things."""

from django.conf import settings
from django.utils.translation import get_language


def in_reader_language(*, en: str, fr: str = "", ar: str = "", zgh: str = "") -> str:
    """The name in the reader's language, or in the one that stands in for it; in English, or the place's first known
    name, where there is none.
    """
    names = {"en": en, "fr": fr, "ar": ar, "zgh": zgh}
    language = (get_language() or "en").partition("-")[0]
    stand_in = settings.PUBLIC_LANGUAGES.get(language, "en")
    return names.get(language) or names.get(stand_in) or en or fr or ar


def in_both_scripts(shown: str, latin: str, arabic: str) -> str:
    """A name as the reader is shown it and, where it is known, in the other script: as it stands on the door.

    It belongs into a ``<bdi>``, which reads it in the direction of the first.
    """
    other = latin if shown == arabic else arabic
    return " · ".join(name for name in dict.fromkeys((shown, other)) if name)
