from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postkit import s10

serials = st.text("0123456789", min_size=8, max_size=8)
two_letters = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=2, max_size=2)
numbers = st.builds(s10.make, two_letters, st.integers(0, 99_999_999), two_letters)


def remainder(serial: str) -> int:
    return (
        sum(int(digit) * weight for digit, weight in zip(serial, (8, 6, 4, 2, 3, 5, 9, 7), strict=True)) % 11
    )


@pytest.mark.parametrize(
    ("text", "outcome", "reason"),
    [
        ("RB123456785GB", "valid", ""),  # a registered letter, as in public test data
        ("EE876543216CA", "valid", ""),  # the grouping example of S10 annex A
        ("ee 876 543 216 ca", "valid", ""),  # as a person types it
        ("EE\u00a0876\u202f543 216\u00a0CA", "valid", ""),  # as a web page breaks it
        ("\ufeffEE-876543216-CA\u200e", "valid", ""),  # as a spreadsheet hands it over
        ("RB١٢٣٤٥٦٧٨٥GB", "valid", ""),  # Arabic-Indic digits
        ("RB۱۲۳۴۵۶۷۸۵GB", "valid", ""),  # Persian digits
        ("AA000000005AA", "unallocated", "unknown-country"),  # result 11 becomes 5; AA is no country
        ("AA700000000AA", "unallocated", "unknown-country"),  # result 10 becomes 0
        ("RB123456785XX", "unallocated", "unknown-country"),  # XX stands for an unknown country
        ("KA123456785MA", "unallocated", "reserved-indicator"),  # K is kept in reserve
        ("XA123456785MA", "unallocated", "unallocated-indicator"),  # X circulates but was never allocated
        ("XA123456785XX", "unallocated", "unallocated-indicator"),  # the service is told before the country
        ("RB123456786US", "invalid", "check-digit"),  # 5 expected
        ("EC25772105BE", "invalid", "length"),  # one digit is missing
        ("", "invalid", "length"),  # nothing was typed
        ("R1123456785GB", "invalid", "letters"),  # a digit in the place of a letter
        ("RB123456785G8", "invalid", "letters"),  # the same in the country
        ("ÉE876543216CA", "invalid", "letters"),  # a letter, but not of these twenty-six
        ("RBI23456785GB", "invalid", "digits"),  # letter I for digit 1
        ("RB12345678OGB", "invalid", "digits"),  # letter O in the place of the check digit
    ],
)
def test_a_text_is_judged_with_a_reason(text: str, outcome: str, reason: str) -> None:
    judgement = s10.judge(text)

    assert (judgement.outcome, judgement.reason) == (outcome, reason)
    assert (judgement.number is None) == (outcome == "invalid")


def test_a_wrong_check_digit_is_told_with_the_right_one() -> None:
    assert s10.judge("RB123456786US").expected == 5

    with pytest.raises(s10.NotS10, match="check-digit: 5 expected") as refusal:
        s10.parse("RB123456786US")

    assert (refusal.value.reason, refusal.value.expected) == ("check-digit", 5)


@pytest.mark.parametrize(
    ("letters", "reason"),
    [
        ("JKSTW", "reserved-indicator"),  # kept back by UPU
        ("FIOXY", "unallocated-indicator"),  # given to no service yet
    ],
)
def test_letters_of_no_service_are_well_made_but_unallocated(letters: str, reason: str) -> None:
    for letter in letters:
        number = s10.make(f"{letter}A", 12345678, "MA")

        assert s10.judge(str(number)) == s10.Judgement("unallocated", number, reason)


def test_the_countries_are_those_of_iso_3166() -> None:
    table = (files("tzdata") / "zoneinfo" / "iso3166.tab").read_text(encoding="utf-8")

    assert {line[:2] for line in table.splitlines() if not line.startswith("#")} == s10.COUNTRIES


@given(numbers)
def test_a_number_written_is_the_number_read(number: s10.S10) -> None:
    assert s10.parse(str(number)) == number
    assert s10.parse(s10.format(number)) == number


@given(numbers, st.lists(st.tuples(st.integers(0, 13), st.sampled_from(" -\u00a0\u200f\t"))))
def test_blanks_hyphens_and_case_do_not_change_a_number(
    number: s10.S10, marks: list[tuple[int, str]]
) -> None:
    text = str(number).lower()
    for place, mark in marks:
        text = text[:place] + mark + text[place:]

    assert s10.parse(text) == number


@given(numbers, st.integers(0, 9))
def test_each_serial_has_exactly_one_check_digit(number: s10.S10, digit: int) -> None:
    text = f"{number.indicator}{number.serial}{digit}{number.country}"

    assert s10.is_valid(text) == (digit == number.check)


@given(serials, st.integers(0, 7), st.integers(1, 9))
def test_one_wrong_digit_passes_only_where_remainders_0_and_6_meet(
    serial: str, place: int, shift: int
) -> None:
    wrong = serial[:place] + str((int(serial[place]) + shift) % 10) + serial[place + 1 :]

    passes = s10.check_digit(wrong) == s10.check_digit(serial)

    assert passes == ({remainder(serial), remainder(wrong)} == {0, 6})


def test_a_confusion_that_passes_does_exist() -> None:
    assert (remainder("00000000"), remainder("00700000")) == (0, 6)
    assert s10.check_digit("00000000") == s10.check_digit("00700000") == 5


@given(st.text("ABCZ0159", max_size=20).filter(lambda text: len(text) != 13))
def test_any_other_length_fails(text: str) -> None:
    assert s10.judge(text) == s10.Judgement("invalid", None, "length")


@given(st.text())
def test_every_text_has_a_judgement(text: str) -> None:
    assert s10.is_valid(text) == (s10.judge(text).outcome != "invalid")


@pytest.mark.parametrize(
    ("indicator", "serial", "country", "reason"),
    [
        ("P", 1, "MA", "letters"),  # one letter short
        ("pa", 1, "MA", "letters"),  # a number is made in capitals
        ("PA", 1, "MAR", "letters"),  # alpha-3 is another code
        ("PA", -1, "MA", "digits"),  # before the first
        ("PA", 100_000_000, "MA", "digits"),  # after the last
    ],
)
def test_a_number_is_not_made_of_wrong_parts(indicator: str, serial: int, country: str, reason: str) -> None:
    with pytest.raises(s10.NotS10) as refusal:
        s10.make(indicator, serial, country)

    assert refusal.value.reason == reason


@pytest.mark.parametrize("serial", ["1234567", "123456789", "1234567A", "١٢٣٤٥٦٧٨"])
def test_a_check_digit_needs_eight_digits(serial: str) -> None:
    with pytest.raises(s10.NotS10, match="digits"):
        s10.check_digit(serial)
