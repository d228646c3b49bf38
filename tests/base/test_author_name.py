"""The name of an author is kept whole: of two names that were cut, nobody could say whose it was."""

import pytest

from rekkas.base.actors import author_name, is_author, system
from rekkas.base.choices import Role
from rekkas.base.errors import InvalidInput
from rekkas.operator.staff import add_user


@pytest.mark.parametrize("name", ["", " ", "x" * 81])
def test_a_name_that_no_record_has_room_for_is_refused(name: str) -> None:
    for refused in (lambda: author_name(system(name)), lambda: is_author(system(name), "x" * 80)):
        with pytest.raises(InvalidInput):
            refused()


def test_one_author_is_not_another() -> None:
    assert is_author(system("x" * 80), "x" * 80)
    assert not is_author(system("x" * 79), "x" * 80)


@pytest.mark.django_db
def test_nobody_gets_a_login_under_such_a_name() -> None:
    with pytest.raises(InvalidInput):
        add_user("x" * 81, Role.CLERK, "", "a long enough one")
