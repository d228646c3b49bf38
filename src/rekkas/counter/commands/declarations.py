"""What senders say is in an item for abroad: looked at before the item is taken, kept beside it after."""

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from rekkas.counter.choices import Purpose
from rekkas.counter.commands.pricing import Desk
from rekkas.counter.entries import Content, SendingLine
from rekkas.counter.errors import ContentsIncomplete, ContentsTooHeavy
from rekkas.counter.models import Declaration, DeclaredContent
from rekkas.design.formats import weight_text

CONTENTS_AT_MOST, COUNT_AT_MOST, WORDS_AT_MOST, VALUE_AT_MOST = 20, 10_000, 80, 10**12
TARIFF_CODE, COUNTRY = re.compile(r"(\d{6}|\d{8}|\d{10})?"), re.compile(r"([A-Z]{2})?")


def check_contents(line: Any) -> None:
    """Refuse contents that no customs could read. At home nobody asks, and papers alone need none."""
    if not isinstance(line, SendingLine):
        return
    if line.country and line.purpose is not Purpose.DOCUMENTS and not line.contents:
        raise ContentsIncomplete(line=1, reason=_("write what it is, or that papers alone are inside."))
    if not line.contents:
        return
    if len(line.contents) > CONTENTS_AT_MOST:
        reason = _("at most %(most)s lines.") % {"most": CONTENTS_AT_MOST}
        raise ContentsIncomplete(line=CONTENTS_AT_MOST + 1, reason=reason)
    for place, content in enumerate(line.contents, start=1):
        if reason := _wrong(content):
            raise ContentsIncomplete(line=place, reason=reason)
    declared = sum(content.weight_g for content in line.contents)
    if declared > line.weight_g:
        raise ContentsTooHeavy(declared=weight_text(declared), weight=weight_text(line.weight_g))


def _wrong(content: Content) -> str:
    if not 0 < len(content.what.strip()) <= WORDS_AT_MOST:
        return _("write what it is.")
    if not 0 < content.count <= COUNT_AT_MOST:
        return _("write how many.")
    if content.weight_g <= 0:
        return _("write its weight.")
    if not 0 <= content.value <= VALUE_AT_MOST:
        return _("write what it is worth.")
    if not TARIFF_CODE.fullmatch(content.tariff_code):
        return _("a tariff number has 6, 8 or 10 digits.")
    if not COUNTRY.fullmatch(content.made_in):
        return _("a country of origin has two letters, such as MA.")
    return ""


def keep_declarations(desk: Desk, lines: Mapping[int, Any], answers: Mapping[int, Any]) -> None:
    """Keep what was declared beside the items that were taken."""
    made = [
        (
            Declaration(
                item_number=answers[place].done.subject, key=desk.key_of(place), purpose=line.purpose,
                office=desk.office, clerk=desk.by.name, declared_at=desk.at, currency=desk.currency,
            ),
            line.contents,
        )
        for place, line in lines.items()
        if isinstance(line, SendingLine) and line.contents and hasattr(answers[place], "done")
    ]  # fmt: skip
    kept = Declaration.objects.bulk_create([row for row, _contents in made])
    DeclaredContent.objects.bulk_create(
        DeclaredContent(
            declaration=row, place=place, what=content.what.strip(), count=content.count, weight_g=content.weight_g,
            value=content.value, tariff_code=content.tariff_code, made_in=content.made_in,
        )
        for row, (_row, contents) in zip(kept, made, strict=True)
        for place, content in enumerate(contents)
    )  # fmt: skip
