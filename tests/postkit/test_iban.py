import pytest
import schwifty
from hypothesis import assume, given
from hypothesis import strategies as st

from postkit import iban
from postkit.s10 import COUNTRIES

MOROCCAN = "MA64011519000001205000534921"

codes = st.text("0123456789", min_size=3, max_size=3)
ribs = st.builds(iban.make_rib, codes, codes, st.integers(0, 10**16 - 1))
# Countries whose own number is digits only in schwifty's data, so that any digits make a number of theirs.
of_digits = st.sampled_from([("DE", 18), ("ES", 20), ("PT", 21), ("TN", 20), ("MR", 23), ("BE", 12)])


@st.composite
def foreign(draw: st.DrawFn) -> iban.IBAN:
    country, size = draw(of_digits)
    bban = draw(st.text("0123456789", min_size=size, max_size=size))
    return iban.IBAN(country, iban.check_digits(country, bban), bban)


numbers = st.one_of(foreign(), ribs.map(iban.iban_of))


@pytest.mark.parametrize(
    "text",
    [
        "MA64 0115 1900 0001 2050 0053 4921",  # as it is printed
        "ma64-0115-1900-0001-2050-0053-4921",  # as a person may type it
        "MA64\u00a00115\u202f1900 0001 2050 0053 4921",  # as a web page breaks it
        "\ufeffMA64011519000001205000534921\u200e",  # as a spreadsheet hands it over
        "MA٦٤ ٠١١٥ ١٩٠٠ ٠٠٠١ ٢٠٥٠ ٠٠٥٣ ٤٩٢١",  # Arabic-Indic digits
        "MA۶۴۰۱۱۵۱۹۰۰۰۰۰۱۲۰۵۰۰۰۵۳۴۹۲۱",  # Persian digits
    ],
)
def test_an_iban_is_read_however_it_is_written(text: str) -> None:
    assert str(iban.parse(text)) == MOROCCAN


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "length"),  # nothing was typed
        ("MA64", "length"),  # the beginning only
        ("MA6401151900000120500053492", "length"),  # a digit is missing, and Morocco has 28 characters
        ("GB82WEST123456987654321", "length"),  # one too many for its country
        ("MA64" + "0" * 40, "length"),  # no IBAN is so long
        ("MAD4011519000001205000534921", "characters"),  # letters where the check digits are
        ("6464011519000001205000534921", "characters"),  # digits where the country is
        ("MA64É11519000001205000534921", "characters"),  # a letter, but not of these twenty-six
        ("MA640115190000012050005349/1", "characters"),  # a sign that no number has
        ("ZZ6401151900000120500053492", "country"),  # no country of that code
        ("MA64O11519000001205000534921", "structure"),  # letter O for digit 0
        ("GB8212345698765432WEST", "structure"),  # the bank stands first in Britain
        ("MA65011519000001205000534921", "check"),  # 64 is right
        ("GB82WEST12345698765423", "check"),  # two digits are swapped
        ("MA37011519000001205000534922", "key"),  # made from a wrong RIB: the check digits do agree
        ("MA64000000000000000000000000", "key"),  # a key of 97 written as 00: the check digits agree again
    ],
)
def test_a_text_that_is_no_iban_says_why(text: str, reason: str) -> None:
    with pytest.raises(iban.NotAnAccount) as refusal:
        iban.parse(text)

    assert refusal.value.reason == reason
    assert reason in iban.REASONS


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("01151900000120500053492", "length"),  # a digit is missing
        ("01151900000120500053492A", "characters"),  # a letter in the place of a digit
        (MOROCCAN, "length"),  # an IBAN is no RIB
        ("011519000001205000534912", "key"),  # the key's digits are swapped
        ("000000000000000000000000", "key"),  # the key of zeros is 97, never 00
    ],
)
def test_a_text_that_is_no_rib_says_why(text: str, reason: str) -> None:
    with pytest.raises(iban.NotAnAccount) as refusal:
        iban.parse_rib(text)

    assert refusal.value.reason == reason


@given(numbers)
def test_an_iban_written_is_the_iban_read(number: iban.IBAN) -> None:
    assert iban.parse(str(number)) == number
    assert str(iban.parse(iban.format(number))) == str(number)


@given(ribs)
def test_a_rib_written_is_the_rib_read(rib: iban.RIB) -> None:
    assert iban.parse_rib(str(rib)) == rib
    assert iban.parse_rib(iban.format(rib)) == rib


@given(ribs)
def test_a_rib_and_its_iban_lead_to_each_other(rib: iban.RIB) -> None:
    number = iban.iban_of(rib)

    assert iban.rib_of(number) == rib
    assert str(number) == f"MA64{rib}"  # with its key a RIB is a multiple of 97
    assert iban.parse(str(number)) == number


@given(numbers, st.data())
def test_a_change_of_one_digit_is_always_found(number: iban.IBAN, data: st.DataObject) -> None:
    text = str(number)
    place = data.draw(st.integers(2, len(text) - 1))
    digit = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != text[place]]))

    assert not iban.is_valid(f"{text[:place]}{digit}{text[place + 1 :]}")


@given(numbers, st.data())
def test_a_swap_of_two_neighbours_is_always_found(number: iban.IBAN, data: st.DataObject) -> None:
    text = str(number)
    place = data.draw(st.integers(2, len(text) - 2))
    assume(text[place] != text[place + 1])

    assert not iban.is_valid(f"{text[:place]}{text[place + 1]}{text[place]}{text[place + 2 :]}")


@given(ribs, st.data())
def test_a_slip_in_a_rib_is_always_found(rib: iban.RIB, data: st.DataObject) -> None:
    text = str(rib)
    place = data.draw(st.integers(0, 22))
    digit = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != text[place]]))

    assert not iban.is_valid(f"{text[:place]}{digit}{text[place + 1 :]}")
    if text[place] != text[place + 1]:
        assert not iban.is_valid(f"{text[:place]}{text[place + 1]}{text[place]}{text[place + 2 :]}")


@given(st.text())
def test_every_text_is_read_or_refused_with_a_known_reason(text: str) -> None:
    for read in (iban.parse, iban.parse_rib, iban.parse_bic):
        number, reason = None, ""
        try:
            number = read(text)
        except iban.NotAnAccount as refusal:
            reason = refusal.reason

        assert reason in iban.REASONS or read(str(number)) == number


@given(foreign())
def test_other_countries_agree_with_schwifty(number: iban.IBAN) -> None:
    assert str(number) == schwifty.IBAN.from_bban(number.country, number.bban)


def test_a_country_that_is_not_in_the_table_is_judged_by_its_check_digits() -> None:
    unlisted = next(country for country in sorted(COUNTRIES) if country in {"AQ", "JP", "US"})
    number = iban.IBAN(unlisted, iban.check_digits(unlisted, "12345678901"), "12345678901")

    assert iban.parse(str(number)) == number
    with pytest.raises(iban.NotAnAccount, match="check"):
        iban.parse(f"{unlisted}{number.check}12345678902")


def test_an_iban_of_another_country_holds_no_rib() -> None:
    with pytest.raises(iban.NotAnAccount, match="country"):
        iban.rib_of(iban.parse("GB82WEST12345698765432"))


@pytest.mark.parametrize(
    ("bank", "locality", "serial", "reason"),
    [
        ("35", "810", 1, "length"),  # a bank has three digits
        ("350", "8100", 1, "length"),  # so has a locality
        ("350", "810", 10**16, "length"),  # after the last
        ("350", "810", -1, "length"),  # before the first
        ("35A", "810", 1, "characters"),  # a letter
        ("٣٥٠", "810", 1, "characters"),  # a number is made in western digits
    ],
)
def test_an_account_is_not_numbered_of_wrong_parts(
    bank: str, locality: str, serial: int, reason: str
) -> None:
    with pytest.raises(iban.NotAnAccount) as refusal:
        iban.make_rib(bank, locality, serial)

    assert refusal.value.reason == reason


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("BCMAMAMC", ""),  # eight characters: the whole bank
        ("bcma ma mc xxx", ""),  # eleven: one branch
        ("BCMAMAM", "length"),  # one short
        ("BCMAMAMCXX", "length"),  # neither eight nor eleven
        ("BCMAZZMC", "country"),  # no country of that code
        ("BCMA00MC", "structure"),  # digits where the country is
        ("BCMAMA!C", "structure"),  # a sign that no bank has
    ],
)
def test_a_bank_is_named_by_eight_or_eleven_characters(text: str, reason: str) -> None:
    try:
        bank, said = str(iban.parse_bic(text)), ""
    except iban.NotAnAccount as refusal:
        bank, said = "", refusal.reason

    assert said == reason
    assert bool(bank) == (not reason)


@pytest.mark.parametrize(("country", "bban"), [("é", "1"), ("GB", "WEST!"), ("GB", "1" * 40)])
def test_check_digits_need_letters_and_digits(country: str, bban: str) -> None:
    with pytest.raises(iban.NotAnAccount, match="characters"):
        iban.check_digits(country, bban)
