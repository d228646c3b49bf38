"""That the post bears a difference is proposed by one, with a reason."""

import pytest

from rekkas.cash import commands, queries
from rekkas.cash.errors import AlreadyProposed, OwnCase, ReasonMissing
from tests.build import AGENCY, FATIMA, later
from tests.cash.drawers import IDRISS, KARIM, NADIA, held, short

pytestmark = pytest.mark.usefixtures("post_office")


def propose(case: str, reason: str = "Too small to look for.", by: object = IDRISS) -> str:
    return commands.propose_write_off(case=case, reason=reason, by=by, at=later(30))  # type: ignore[arg-type]


def test_a_proposal_moves_nothing_and_is_noted() -> None:
    number = short()

    propose(number)

    assert held(queries.case(number).suspense) == [300]
    assert queries.case(number).is_waiting
    said = queries.statements_of(number)[-1]
    assert (said.kind, said.text, said.amount) == ("proposed", "Too small to look for.", -300)


def test_it_is_proposed_once_with_a_reason_by_who_is_not_concerned() -> None:
    number = short()
    with pytest.raises(ReasonMissing):
        propose(number, "")
    with pytest.raises(OwnCase):
        propose(number, by=type(FATIMA)(FATIMA.kind, "fatima", AGENCY, KARIM.permissions))
    propose(number)

    with pytest.raises(AlreadyProposed, match="idriss"):
        propose(number, by=NADIA)
