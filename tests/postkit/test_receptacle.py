import pytest
from hypothesis import given
from hypothesis import strategies as st

from postkit import receptacle
from postkit.receptacle import S8, S9, DomesticDispatch, DomesticReceptacle

CAPITALS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
impc = st.from_regex(r"\A[A-Z]{2}[A-Z0-9]{3}[A-Z]\Z")
office = st.from_regex(r"\A[A-Z]{2}[0-9]{4}\Z")
digit = st.integers(0, 9)
flags = st.sampled_from([True, False, None])
weights = st.none() | st.integers(0, 9998).map(lambda hectograms: hectograms * 100)
letters = st.sampled_from(CAPITALS)
subclasses = st.tuples(letters, st.sampled_from(CAPITALS + "0123456789")).map("".join)
s8 = st.builds(S8, impc, impc, letters, subclasses, digit, st.integers(0, 9999))
containers = st.one_of(
    s8,
    st.builds(S9, s8, st.integers(0, 999), flags, flags, weights),
    st.builds(DomesticDispatch, office, office, digit, st.integers(0, 9999)),
    st.builds(DomesticReceptacle, office, office, digit, st.integers(0, 99999)),
)


def test_the_worked_example_is_read_field_by_field() -> None:
    bag = receptacle.parse("IEDUBANLHAGIAUN60123001100125")

    assert bag == S9(
        dispatch=S8("IEDUBA", "NLHAGI", category="A", subclass="UN", year_digit=6, serial=123),
        serial=1,
        is_last=True,
        has_registered=False,
        weight_g=12_500,
    )
    assert (bag.origin, bag.destination) == ("IEDUBA", "NLHAGI")


@given(containers)
def test_a_number_written_is_the_number_read(container: receptacle.Container) -> None:
    assert receptacle.parse(str(container)) == container


@given(containers)
def test_a_number_tells_its_kind(container: receptacle.Container) -> None:
    is_dispatch = isinstance(container, S8 | DomesticDispatch)

    assert receptacle.kind_of(str(container)) == ("dispatch" if is_dispatch else "receptacle")


@given(st.builds(S9, s8, st.integers(0, 999), flags, flags, weights))
def test_the_first_twenty_characters_of_a_receptacle_are_its_dispatch(bag: S9) -> None:
    assert receptacle.parse(str(bag)[:20]) == bag.dispatch


@pytest.mark.parametrize(
    ("tail", "is_last", "has_registered", "weight_g"),
    [
        ("110125", True, True, 12_500),  # last, registered, 12.5 kg
        ("000000", False, False, 0),  # neither, empty
        ("999998", None, None, 999_800),  # not stated; the heaviest weight that can be written
        ("999999", None, None, None),  # 9999 says "heavier than that"
    ],
)
def test_flags_and_weight_may_be_unstated(
    tail: str, is_last: bool | None, has_registered: bool | None, weight_g: int | None
) -> None:
    bag = receptacle.parse(f"IEDUBANLHAGIAUN60123001{tail}")

    assert isinstance(bag, S9)
    assert (bag.is_last, bag.has_registered, bag.weight_g) == (is_last, has_registered, weight_g)


def test_a_weight_beyond_the_scale_is_written_as_the_flag() -> None:
    dispatch = S8("IEDUBA", "NLHAGI", "A", "UN", 6, 123)

    assert str(S9(dispatch, 1, True, False, 1_250_000)).endswith("9999")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "length"),  # nothing
        ("EE876543216CA", "length"),  # an item
        ("IEDUBANLHAGIAUN6012300110012", "length"),  # 28 characters
        ("1EDUBANLHAGIAUN60123001100125", "shape"),  # a country has two letters
        ("IEDUB4NLHAGIAUN60123001100125", "shape"),  # an IMPC ends with a letter
        ("IEDUBANLHAGIAUN60123001200125", "shape"),  # 2 is no flag
        ("IEDUBANLHAGIAUN6O123", "shape"),  # letter O for zero
        ("MA0001MA00426000O7", "shape"),  # the same at home
        ("MA001XMA004260012", "shape"),  # an office has four digits
    ],
)
def test_what_names_no_receptacle_is_refused_with_a_reason(text: str, reason: str) -> None:
    with pytest.raises(receptacle.NotAContainer) as refusal:
        receptacle.parse(text)

    assert refusal.value.reason == reason


def test_an_impc_may_hold_digits() -> None:
    dispatch = receptacle.parse("US2AXANLHAGICCN60001")

    assert (dispatch.origin, dispatch.destination) == ("US2AXA", "NLHAGI")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("EE876543216CA", "item-s10"),  # the international shape
        ("RB123456786US", "item-s10"),  # the shape alone, though the check digit is wrong
        ("JVGL06123456789", "item"),  # a parcel number of another carrier
        ("123456", "item"),  # the shortest
        ("A" * 35, "item"),  # the longest
        ("12345", ""),  # too short
        ("A" * 36, ""),  # too long
        ("MA0001MA0042600012", "receptacle"),  # 18 characters, domestic
        ("MA0001MA004260012", "dispatch"),  # 17 characters, domestic
        ("MA0001MA00426001X", "item"),  # 17 characters of something else
        ("ma0001 ma0042 6 00012", "receptacle"),  # as read aloud from the label
        ("MAT00001-20260309", "run"),  # a trip and its day
        ("MAT00001-20261309", "item"),  # no such month: the hyphen was decoration
        ("RB/123456785", ""),  # a sign that belongs to no number
        ("", ""),  # nothing
    ],
)
def test_the_shape_tells_the_kind(text: str, kind: str) -> None:
    assert receptacle.kind_of(text) == kind


def test_domestic_numbers_keep_only_the_last_digit_of_the_year() -> None:
    assert str(receptacle.make_domestic_dispatch("MA0001", "MA0042", 2026, 12)) == "MA0001MA004260012"
    assert receptacle.make_domestic_receptacle("MA0001", "MA0042", 2036, 7) == DomesticReceptacle(
        "MA0001", "MA0042", 6, 7
    )


@pytest.mark.parametrize(
    ("origin", "serial", "reason"),
    [
        ("MA001", 1, "office"),  # a digit is missing
        ("IEDUBA", 1, "office"),  # an IMPC is no domestic office
        ("MA0001", 10_000, "serial"),  # the year's numbers are used up
        ("MA0001", -1, "serial"),  # before the first
    ],
)
def test_a_dispatch_is_not_numbered_wrongly(origin: str, serial: int, reason: str) -> None:
    with pytest.raises(receptacle.NotAContainer) as refusal:
        receptacle.make_domestic_dispatch(origin, "MA0042", 2026, serial)

    assert refusal.value.reason == reason
