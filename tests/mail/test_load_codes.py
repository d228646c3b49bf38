"""The tables of codes come into force."""

from rekkas.mail import commands as mail
from rekkas.mail.models import EventCode, ReasonCode
from tests.build import BOSS, MONDAY

UPU = (
    """EMA EMB EXA EXB EXC EXD EMC EXX EMJ EMK EMD EDA EDB EME EDC EMF EDD EDE EMG EDF EDG EDH EMH EMI EDX"""
)


def rows() -> list[dict[str, object]]:
    return [*EventCode.objects.order_by("code").values(), *ReasonCode.objects.order_by("code").values()]


def load() -> int:
    return mail.load_codes(by=BOSS, at=MONDAY)


def test_the_twenty_five_codes_of_the_union_are_in_force() -> None:
    assert set(EventCode.objects.filter(origin="upu").values_list("code", flat=True)) == set(UPU.split())


def test_loaded_twice_changes_nothing() -> None:
    before = rows()

    assert load() == len(before)

    assert rows() == before


def test_what_was_changed_comes_back_and_what_was_added_stays() -> None:
    before = rows()
    EventCode.objects.filter(code="EMI").update(status="lost", is_final=False, label_en="Gone")
    EventCode.objects.create(code="XYZ", origin="here", phase="note", rank=3, status="in_transit")

    load()

    assert [row for row in rows() if row["code"] != "XYZ"] == before
    assert EventCode.objects.filter(code="XYZ").exists()


def test_every_code_speaks_the_three_languages() -> None:
    assert [
        row["code"] for row in rows() if not (row["label_en"] and row["label_fr"] and row["label_ar"])
    ] == []


def test_only_the_ends_of_a_story_are_final() -> None:
    final = EventCode.objects.filter(is_final=True).values_list("status", flat=True)

    assert set(final) == {"delivered", "returned", "cancelled", "destroyed", "in_transit"}
    assert EventCode.objects.get(is_final=True, status="in_transit").code == "ROP"  # the end of a bag


def test_the_list_of_the_union_stays_empty_until_it_is_at_hand() -> None:
    assert set(ReasonCode.objects.values_list("upu_code", flat=True)) == {""}
