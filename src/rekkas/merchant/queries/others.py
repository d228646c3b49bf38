"""The words of other systems for where a parcel stands, beside ours."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Literal

import msgspec

from rekkas.mail.choices import Status


class Peer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Another system, and how its words were looked up."""

    code: str
    name: str
    checked: Literal["sources", "documents", "not-verified"]


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The peers, and for each status of ours what each of them says."""

    peers: tuple[Peer, ...]
    statuses: dict[str, dict[str, tuple[str, ...]]]


@cache
def words_of_others() -> Words:
    """Our statuses in the words of others, as the data file has them."""
    text = files("rekkas.merchant").joinpath("data/words_of_others.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), Words)


def status_meant(peer: str, word: str) -> list[Status]:
    """Our statuses that another system has this word for."""
    said = word.strip().casefold()
    return [
        Status(status)
        for status, words in words_of_others().statuses.items()
        if said in {one.casefold() for one in words.get(peer, ())}
    ]
