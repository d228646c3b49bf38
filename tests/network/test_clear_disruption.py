from datetime import date

import pytest

from rekkas.network import queries
from rekkas.network.commands import clear_disruption, disrupt_run
from tests.network.drafts import ENGINEER, TUESDAY
from tests.territory.packs import load

pytestmark = pytest.mark.django_db


def test_a_run_that_was_told_of_runs_by_the_timetable_again() -> None:
    load()
    run = {"trip": "MAT00002", "date": date(2026, 3, 10), "by": ENGINEER, "at": TUESDAY}
    disrupt_run(is_cancelled=True, **run)

    clear_disruption(**run)
    clear_disruption(**run)  # twice does no harm

    (found,) = queries.expectations_for([queries.Whereabouts("MA0005", "MA0004", TUESDAY)], now=TUESDAY)
    assert found is not None
    assert (found.delivery_date, found.is_disturbed) == (date(2026, 3, 11), False)
