"""What can write to the ledger is on a public list, and complete: a new place fails until it is reviewed."""

import pytest

from tests.cash.write_paths import UNREVIEWED, Place, places, reviewed


def found_in(source: str, path: str = "src/rekkas/counter/somewhere.py") -> list[str]:
    return [place.how for place in places([(path, source)])]


def test_every_place_that_can_write_to_the_ledger_was_reviewed() -> None:
    listed = reviewed()

    new = sorted(set(places()) - listed.keys())
    gone = sorted(listed.keys() - set(places()))
    unreviewed = sorted(place for place, why in listed.items() if not why or why == UNREVIEWED)

    say = "python -m tests.cash.write_paths prints the page anew; then say why each may write"
    assert (new, gone, unreviewed) == ([], [], []), say


@pytest.mark.parametrize(
    ("source", "how"),
    [
        ("def f():\n    post_all(transfers=[])", "calls post_all"),
        (
            "from rekkas.money.commands import post_transfers as quietly\nquietly(transfers=[])",
            "calls post_transfers",
        ),
        ("import rekkas.money.commands as m\ndef f():\n    m.reverse_entry(entry=1)", "calls reverse_entry"),
        ("insert_all('money_entry', C, rows)", "insert_all money_entry"),
        ("def f(table):\n    insert_all(table, C, rows)", "insert_all any table"),
        ("cursor.execute('insert  into money_transfer values (1)')", "SQL: INSERT INTO money_transfer"),
        ("q = f'UPDATE money_balance SET {what}'", "SQL: UPDATE money_balance"),
        ("q = f'UPDATE {table} SET a = 1'", "SQL: UPDATE any table"),
        ("q = 'DELETE FROM money_line'", "SQL: DELETE FROM money_line"),
        ("q = 'DROP TABLE money_touch'", "SQL: DROP TABLE money_touch"),
        ("q = 'CREATE TRIGGER t BEFORE INSERT ON money_touch'", "SQL: trigger on money_touch"),
        ("apps.get_model('money', 'Entry').objects.create()", "Django: money"),
    ],
)
def test_a_new_way_in_is_found_however_it_is_written(source: str, how: str) -> None:
    assert how in found_in(source)


def test_the_app_money_is_searched_for_its_models_too() -> None:
    source = "def f():\n    Balance.objects.filter(pk=1).update(received=0)"

    assert found_in(source) == []
    assert found_in(source, "src/rekkas/money/queries/somewhere.py") == [
        "Django: Balance.objects.filter(pk=1).update"
    ]


@pytest.mark.parametrize(
    "source",
    [
        "rows = 'SELECT * FROM money_entry'",
        "def f():\n    '''An update of what others said.'''",
        "insert_all('mail_event', C, rows)",
        "text = _('Update {name}')",
    ],
)
def test_who_only_reads_is_not_on_the_list(source: str) -> None:
    assert found_in(source) == []


def test_a_place_is_named_by_the_function_in_which_it_is() -> None:
    source = "class A:\n    def f(self):\n        def g():\n            post_all(transfers=[])"

    assert places([("src/a.py", source)]) == [Place("src/a.py", "A.f.g", "calls post_all")]
