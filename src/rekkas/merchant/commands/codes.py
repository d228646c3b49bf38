"""Codes that go to a member's mailbox: it is proved, and a lost password is replaced."""

from datetime import timedelta

from django.utils.crypto import constant_time_compare

from rekkas.base.actors import Actor, Moment
from rekkas.base.keys import ShortCode
from rekkas.merchant.models import Member
from rekkas.reach.choices import Channel, Kind
from rekkas.reach.commands import write_texts
from rekkas.reach.entries import TextEntry

CODE_LASTS, PAUSE = timedelta(minutes=30), timedelta(seconds=30)
WRONG_AT_MOST = 5


def send_code(row: Member, code: ShortCode, *, by: Actor, at: Moment) -> None:
    """Send a code to a mailbox. One asked for before opens nothing any more; one just sent stays the one that opens.

    Whoever asks is told the same in any case: an answer of its own would say that somebody is known by this mailbox.
    """
    if row.code_sent_at is not None and at - row.code_sent_at < PAUSE:
        return
    row.code_hash, row.code_until = code.kept_for(row.number), at + CODE_LASTS
    row.code_wrong, row.code_sent_at = 0, at
    row.save(update_fields=["code_hash", "code_until", "code_wrong", "code_sent_at"])
    text = TextEntry(
        f"merchant-code/{row.number}/{at:%Y%m%d%H%M%S}", Channel.EMAIL, row.email, Kind.MERCHANT_CODE,
        {"code": code.plain}, row.language, country=row.merchant.customer.country_id,
    )  # fmt: skip
    write_texts(texts=[text], by=by, at=at)


def is_code_right(row: Member, code: ShortCode, at: Moment) -> bool:
    """Whether it is the code that was sent last; a wrong one is counted, and the right one opens once."""
    is_open = row.code_hash and row.code_until and at < row.code_until and row.code_wrong < WRONG_AT_MOST
    if not is_open:
        return False
    if not constant_time_compare(row.code_hash, code.kept_for(row.number)):
        row.code_wrong += 1
        row.save(update_fields=["code_wrong"])
        return False
    row.code_hash = ""
    row.save(update_fields=["code_hash"])
    return True
