"""Whoever looks at a person's data is written down, once for each page in ten minutes, for good."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError, transaction
from django.test import RequestFactory
from django.utils import timezone

from rekkas.base import looks
from rekkas.base.choices import SubjectKind
from rekkas.base.looks import looks_at, looks_at_any, note_look
from rekkas.base.models import LookRecord, User
from tests.build import AGENCY

pytestmark = pytest.mark.django_db


def asked_by(user: Any, page: str = "/desk/bank/customers/") -> Any:
    request = RequestFactory().get(page)
    request.user, request.session, request.resolver_match = user, {}, None  # type: ignore[assignment]
    return request


def test_a_look_is_told_once_in_ten_minutes_for_each_page_and_person(assert_statements: Any) -> None:
    fatima = User(username="fatima", role="clerk", office_code=AGENCY)
    amina, phone = looks.customer("C1"), looks.phone("0611 22 33 44")

    note_look(asked_by(fatima), amina, phone, looks.phone(""))
    with assert_statements(1):
        note_look(asked_by(fatima), amina, phone)
    note_look(asked_by(fatima, "/desk/elsewhere/"), amina, reason="She asked for it.")
    note_look(asked_by(User(username="karim", role="manager", office_code=AGENCY)), amina)
    note_look(asked_by(AnonymousUser()), amina)

    found = looks_at(SubjectKind.CUSTOMER, "C1")
    assert [(look.reader, look.page, look.reason) for look in found] == [
        ("karim", "/desk/bank/customers/", ""), ("fatima", "/desk/elsewhere/", "She asked for it."),
        ("fatima", "/desk/bank/customers/", ""),
    ]  # fmt: skip
    assert (found[0].office, str(found[0].role_label)) == (AGENCY, "Office manager")
    (by_phone,) = looks_at(SubjectKind.PHONE, "+212611223344")  # however it was typed
    assert by_phone.reader == "fatima"
    assert len(looks_at_any([amina, phone], at_most=3)) == 3


def test_the_same_page_later_is_another_look(monkeypatch: pytest.MonkeyPatch) -> None:
    fatima, amina = User(username="fatima", role="clerk"), looks.customer("C1")
    note_look(asked_by(fatima), amina)

    later = timezone.now() + timedelta(minutes=11)
    monkeypatch.setattr(looks.timezone, "now", lambda: later)
    note_look(asked_by(fatima), amina)

    assert LookRecord.objects.count() == 2


def test_a_look_that_was_written_down_stays() -> None:
    note_look(asked_by(User(username="fatima", role="clerk")), looks.customer("C1"))

    for change in (LookRecord.objects.all().delete, lambda: LookRecord.objects.update(reader="nobody")):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()
