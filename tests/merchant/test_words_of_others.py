"""Whoever comes from another system finds their words."""

import re

from rekkas.mail.choices import Status
from rekkas.merchant.queries import status_meant, words_of_others
from tests.architecture.ladder import ROOT

PAGE = ROOT / "docs" / "words-of-others.md"


def test_each_status_has_a_row_and_each_row_a_word_of_each_or_none() -> None:
    words = words_of_others()

    assert list(words.statuses) == Status.values
    assert {tuple(row) for row in words.statuses.values()} == {tuple(peer.code for peer in words.peers)}


def test_a_word_of_another_leads_to_ours() -> None:
    assert status_meant("karrio", "out_for_delivery") == [Status.OUT_FOR_DELIVERY]
    assert status_meant("aftership", "expired") == [Status.SILENT]
    assert status_meant("karrio", "return_to_sender") == [Status.RETURNING, Status.RETURNED]
    assert status_meant("nobody", "delivered") == []


def test_a_return_is_no_delivery_in_anybodys_words() -> None:
    words = words_of_others().statuses

    for peer in words_of_others().peers:
        for status in (Status.RETURNED, Status.RETURNING):
            assert not set(words[status][peer.code]) & set(words[Status.DELIVERED][peer.code])


def test_the_page_says_what_the_data_says() -> None:
    words = words_of_others()
    rows = re.findall(r"^\| `(\w+)` \|(.*)\|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)

    said = {status: [re.findall(r"`([^`]+)`", cell) for cell in cells.split("|")] for status, cells in rows}

    assert said == {
        status: [list(row[peer.code]) for peer in words.peers] for status, row in words.statuses.items()
    }
