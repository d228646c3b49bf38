"""A badge is printed once; the post keeps what recognises it and no more."""

import pytest

from rekkas.base.commands import issue_badge, resume_session
from rekkas.base.errors import NotResumed
from rekkas.base.keys import BADGE, badge_digest
from rekkas.web.papers import badge_pdf
from tests import build
from tests.base.staff import ADMINISTRATOR, hired, speaking
from tests.build import MONDAY

pytestmark = pytest.mark.django_db


def test_the_latest_badge_alone_is_known_and_only_by_its_digest() -> None:
    build.country()
    row = hired("amal")

    first = issue_badge(user="amal", by=ADMINISTRATOR, at=MONDAY)
    second = issue_badge(user="amal", by=ADMINISTRATOR, at=MONDAY)

    row.refresh_from_db()
    assert BADGE.fullmatch(first)
    assert first != second
    assert bytes(row.badge_digest) == badge_digest(second)
    assert resume_session(badge=second, by=speaking(row), at=MONDAY).user == "amal"
    with pytest.raises(NotResumed):
        resume_session(badge=first, by=speaking(row), at=MONDAY)


def test_the_card_is_a_paper_that_a_scanner_reads() -> None:
    import io

    import zxingcpp
    from PIL import Image

    from rekkas.design.paper import sheets
    from rekkas.web import papers

    code = "0123456789" * 5
    assert badge_pdf(name="Amal Idrissi", role="Clerk", office="MA0001", code=code).startswith(b"%PDF")
    data = papers.badge_data(name="أمل", role="Clerk", office="MA0001", code=code)
    (picture,) = sheets.pictures(papers.HERE / "badge.typ", data)
    assert [found.text for found in zxingcpp.read_barcodes(Image.open(io.BytesIO(picture)))] == [code]
