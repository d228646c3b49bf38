"""The languages in which a country pack names things."""

from django.utils.translation import get_language


def in_reader_language(*, en: str, fr: str = "", ar: str = "") -> str:
    """The name in the reader's language; in English, or the place's first known name, where there is none."""
    said = {"en": en, "fr": fr, "ar": ar}.get((get_language() or "en")[:2], en)
    return said or en or fr or ar
