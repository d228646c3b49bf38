"""People are told what has happened to their items: every event once to each, however often the record is read."""

import hashlib
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.utils import translation

from rekkas.base.actors import Actor, Moment
from rekkas.base.command import command
from rekkas.citizen import queries
from rekkas.citizen.choices import EVENT_OF_CODE, KINDS, ItemEvent
from rekkas.citizen.models import Sweep
from rekkas.citizen.queries import Reader
from rekkas.mail import queries as mail
from rekkas.mail.choices import AWAITING
from rekkas.mail.queries import News
from rekkas.network.queries import offices_named
from rekkas.reach.choices import Channel
from rekkas.reach.commands import write_texts
from rekkas.reach.entries import TextEntry
from rekkas.reach.queries import Manners

A_PART = 500
# A scanner that was long without a connection brings what nobody wants to be told any more.
OLD, OLD_TODAY = timedelta(days=3), timedelta(hours=12)


@command
def tell_followers(*, by: Actor, at: Moment) -> int:
    """Write to whoever is to be told what has happened since the last time. Returns how many texts were written.

    The first time nothing is told: what happened before the post could write to people is past.
    """
    last, mark, count = mail.latest_event_id(), queries.last_sweep(at), 0
    if mark is not None:
        after = mark.last_event
        while news := queries.news_since(mark, A_PART, after):
            count += _tell(news, by, at)
            after = news[-1].id
        Sweep.objects.filter(at__lt=mark.at).delete()
    Sweep.objects.create(at=at, last_event=last)
    return count


def _tell(news: Sequence[News], by: Actor, at: Moment) -> int:
    fresh = [one for one in news if at - one.happened_at < _old(EVENT_OF_CODE[one.code])]
    offices, manners = offices_named({one.office_code for one in fresh}), Manners()
    texts = [
        _text(one, reader, offices.get(one.office_code), manners)
        for one, readers in zip(fresh, queries.readers_of(fresh), strict=True)
        for reader in readers
    ]
    return (
        sum(answer.outcome == "written" for answer in write_texts(texts=texts, by=by, at=at)) if texts else 0
    )


def _old(event: ItemEvent) -> timedelta:
    return OLD_TODAY if event is ItemEvent.OUT else OLD


def _text(news: News, reader: Reader, office: Any, manners: Manners) -> TextEntry:
    country = manners.country_for(reader.reader, news.country)
    language = manners.language_for(reader.language, country)
    params = {"number": news.number}
    if office is not None:
        with translation.override(language):
            params["office"] = str(office.shown_name)
    if news.code == AWAITING and reader.is_addressee:
        params["code"] = mail.pick_up_code(news.scan_id)  # for who it goes to, and for no other follower
    if reader.follower and reader.channel == Channel.EMAIL:
        params["stop"] = f"{settings.SITE_ADDRESS}/follow/{queries.follower_token(reader.follower)}/"
    who = hashlib.sha256(reader.reader.encode()).hexdigest()[:24]
    return TextEntry(
        f"told/{news.scan_id}/{who}", reader.channel, reader.reader, KINDS[EVENT_OF_CODE[news.code]], params, language,
        news.number, country,
    )  # fmt: skip
