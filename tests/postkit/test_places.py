"""Addresses understood: a table of made-up ones over the packs' places, and what holds for all."""

import csv
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postkit.places import Entry, Gazetteer, Reason, Understood, Verdict, Written, understand, understand_all
from tests.postkit.places_of_packs import entries_of, here

TABLE = Path(__file__).parent / "data" / "addresses.csv"
PARTS = ("street", "locality", "region", "postcode", "whole")
SHAPELESS = (
    "\u200b\u200c\u200d\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\u00ad"
)


def rows() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def written(row: dict[str, str]) -> Written:
    return Written(**{part: row[part].replace("\\n", "\n") for part in PARTS})


def named(answer: Understood, country: str) -> list[str]:
    return [here(country).called[candidate.code] for candidate in answer.candidates]


def moroccan(**parts: str) -> Understood:
    return understand(Written(**parts), here("morocco").gazetteer)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "row", rows(), ids=lambda row: f"{row['country']}: {row['reason']} ({row['locality'] or row['whole']})"
)
def test_an_address_is_understood_as_a_person_would(row: dict[str, str]) -> None:
    answer = understand(written(row), here(row["country"]).gazetteer)

    found = named(answer, row["country"])
    assert answer.verdict == row["verdict"], (found, [list(one.reasons) for one in answer.candidates])
    if answer.verdict in (Verdict.SURE, Verdict.LIKELY):
        assert found[0] == row["expected"]
    elif answer.verdict is Verdict.UNKNOWN:
        assert found == []
    elif row["expected"]:
        assert row["expected"] in found


def test_what_is_sure_is_right_and_most_of_what_is_plain_is_sure() -> None:
    counts: Counter[tuple[str, bool]] = Counter()

    for row in rows():
        answer = understand(written(row), here(row["country"]).gazetteer)
        counts[answer.verdict.value, named(answer, row["country"])[:1] == [row["expected"]]] += 1

    assert sum(counts.values()) >= 160
    assert counts["sure", False] == 0
    assert counts["sure", True] >= 100


def test_a_batch_answers_each_row_as_if_it_were_alone_and_in_order() -> None:
    asked = [written(row) for row in rows() if row["country"] == "morocco"]
    gazetteer = here("morocco").gazetteer

    together = understand_all([*asked, *asked], gazetteer)

    alone = [understand(one, gazetteer) for one in asked]
    assert together == alone * 2


@pytest.mark.parametrize("country", ["morocco", "senegal", "brazil"])
def test_every_name_of_a_pack_leads_to_its_place(country: str) -> None:
    entries = entries_of(country)
    names = [(entry.code, name) for entry in entries for name in (entry.name, entry.name_ar) if name]

    answers = understand_all([Written(locality=name) for _code, name in names], here(country).gazetteer)

    assert [
        (code, name)
        for (code, name), answer in zip(names, answers, strict=True)
        if code not in [candidate.code for candidate in answer.candidates]
        and Reason.SEVERAL_OF_THIS_NAME not in answer.candidates[0].reasons  # six bear it, and five are shown
    ] == []
    assert {answer.verdict for answer in answers} <= {Verdict.SURE, Verdict.LIKELY, Verdict.DOUBTFUL}


def test_a_place_is_sure_by_its_name_only_where_no_other_bears_it() -> None:
    entries = entries_of("brazil")
    counts = Counter(entry.name for entry in entries)

    answers = understand_all([Written(locality=entry.name) for entry in entries], here("brazil").gazetteer)

    assert [
        entry.name
        for entry, answer in zip(entries, answers, strict=True)
        if answer.verdict is Verdict.SURE and counts[entry.name] > 1
    ] == []
    assert [
        entry.name
        for entry, answer in zip(entries, answers, strict=True)
        if answer.verdict is Verdict.SURE and answer.code != entry.code
    ] == []


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_signs_without_shape_never_change_what_is_understood(data: st.DataObject) -> None:
    row = data.draw(st.sampled_from([row for row in rows() if row["country"] == "morocco"]))
    plain = written(row)
    text = "\n".join(filter(None, (plain.street, plain.whole, plain.locality)))
    signs = data.draw(st.lists(st.sampled_from(SHAPELESS), min_size=len(text) + 1, max_size=len(text) + 1))

    shown = "".join(sign + char for sign, char in zip(signs, f"{text} ", strict=True))

    assert moroccan(whole=shown) == moroccan(whole=text)


@given(st.text(max_size=60) | st.text("Rabat سلا, \n12-/+C8\u0300'", max_size=40))
@settings(max_examples=150, deadline=None)
def test_every_text_has_an_answer_and_none_is_sure_without_a_reason(text: str) -> None:
    for answer in (moroccan(whole=text), moroccan(locality=text), moroccan(street=text, locality="Rabat")):
        assert all(0 <= candidate.score <= 100 and candidate.reasons for candidate in answer.candidates)
        assert answer.candidates or answer.verdict is Verdict.UNKNOWN


def test_a_wish_that_is_no_address_comes_back_as_it_is() -> None:
    answer = moroccan(whole="Rabat " * 200)

    assert (answer.verdict, answer.street) == (Verdict.UNKNOWN, "Rabat " * 200)


def test_the_order_of_the_rows_does_not_matter() -> None:
    entries = [
        Entry(f"MA{n}", name, "", (), "MA-01", "", 34.0, -6.0, people)
        for n, (name, people) in enumerate([("Ouled Said", 5), ("Ouled Saïd", 5), ("Ouled Zaid", 5)])
    ]
    asked = [Written(locality=name) for name in ("Ouled Said", "Ouled Said Est", "Oled Zaid")]

    assert understand_all(asked, Gazetteer(entries)) == understand_all(asked, Gazetteer(entries[::-1]))


def test_a_spelling_of_one_namesake_may_mean_the_other_too() -> None:
    entries = [
        Entry("A1", "Ifrane", "إفران", ("Yfrane",), "R1", "", 33.5, -5.1, 70_000),
        Entry("A2", "Ifrane", "", ("Ifrane des Aït X",), "R2", "", 31.7, -6.3, 13_000),
    ]
    asked = [Written(locality=name) for name in ("إفران", "Yfrane", "Ifrane des Aït X")]

    answers = understand_all(asked, Gazetteer(entries))

    assert [(answer.verdict, answer.code) for answer in answers] == [
        (Verdict.DOUBTFUL, "A1"),  # the list has no Arabic name of the other
        (Verdict.DOUBTFUL, "A1"),
        (Verdict.SURE, "A2"),  # made to tell it apart
    ]


def test_an_empty_gazetteer_understands_the_rest() -> None:
    answer = understand(Written(whole="12, rue X, Rabat, tel +212 612345678"), Gazetteer([]))

    assert (answer.verdict, answer.street, answer.telephone) == (
        Verdict.UNKNOWN,
        "12, rue X, Rabat",
        "+212612345678",
    )


def test_the_letters_of_a_region_count_only_where_they_stand_alone() -> None:
    entries = [
        Entry("B1", "Bonito", "", (), "BR-PE", "", -8.5, -35.7, 39_000),
        Entry("B2", "Bonito", "", (), "BR-MS", "", -21.1, -56.5, 23_000),
    ]
    here = Gazetteer(entries, [("BR-PE", "Pernambuco", ""), ("BR-MS", "Mato Grosso do Sul", "")])

    def found(whole: str) -> tuple[Verdict, str | None, str]:
        answer = understand(Written(whole=whole), here)
        return answer.verdict, answer.code, answer.street

    assert found("Rua A 5, Bonito - MS") == (Verdict.SURE, "B2", "Rua A 5")
    assert found("Rua A 5, Bonito/PE") == (Verdict.SURE, "B1", "Rua A 5")
    assert found("Rua A 5, Bonito, Mato Grosso do Sul") == (Verdict.SURE, "B2", "Rua A 5")
    assert found("Rua MS 5, Bonito")[0] is Verdict.DOUBTFUL
