"""Amounts in words: in the grammar of the reader, one sentence an amount, and never two amounts in the same words."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postkit.money import decimals
from postkit.words import CURRENCIES, LANGUAGES, NotSayable, in_words
from postkit.words.units import SMALLEST

MOST = 999_999_999_999


@pytest.mark.parametrize(
    ("amount", "currency", "words"),
    [
        (0, "MAD", "صفر درهم"),  # nothing
        (100, "MAD", "درهم واحد"),  # one follows its noun
        (200, "MAD", "درهمان"),  # two is the dual alone
        (300, "MAD", "ثلاثة دراهم"),  # three to ten: the plural, and the other gender
        (800, "MAD", "ثمانية دراهم"),
        (1000, "MAD", "عشرة دراهم"),
        (1100, "MAD", "أحد عشر درهما"),  # from eleven: the singular in the accusative
        (1200, "MAD", "اثنا عشر درهما"),
        (1300, "MAD", "ثلاثة عشر درهما"),
        (2000, "MAD", "عشرون درهما"),
        (2100, "MAD", "واحد وعشرون درهما"),
        (9900, "MAD", "تسعة وتسعون درهما"),
        (10_000, "MAD", "مائة درهم"),  # a hundred: the singular in the genitive
        (10_100, "MAD", "مائة درهم ودرهم واحد"),  # the noun comes twice
        (10_200, "MAD", "مائة درهم ودرهمان"),
        (10_300, "MAD", "مائة وثلاثة دراهم"),
        (11_100, "MAD", "مائة وأحد عشر درهما"),
        (20_000, "MAD", "مائتا درهم"),  # the dual loses its last letter before a noun
        (20_300, "MAD", "مائتان وثلاثة دراهم"),  # and keeps it elsewhere
        (25_000, "MAD", "مائتان وخمسون درهما"),  # as on the coin of 250 dirhams
        (80_000, "MAD", "ثمانمائة درهم"),
        (100_000, "MAD", "ألف درهم"),
        (100_100, "MAD", "ألف درهم ودرهم واحد"),
        (100_200, "MAD", "ألف درهم ودرهمان"),
        (200_000, "MAD", "ألفا درهم"),
        (250_000, "MAD", "ألفان وخمسمائة درهم"),
        (300_000, "MAD", "ثلاثة آلاف درهم"),
        (1_100_000, "MAD", "أحد عشر ألف درهم"),  # before a noun the thousand loses its ending
        (1_150_000, "MAD", "أحد عشر ألفا وخمسمائة درهم"),  # and keeps it elsewhere
        (10_000_000, "MAD", "مائة ألف درهم"),
        (10_100_000, "MAD", "مائة ألف وألف درهم"),
        (10_200_000, "MAD", "مائة ألف وألفا درهم"),
        (10_300_000, "MAD", "مائة وثلاثة آلاف درهم"),
        (20_000_000, "MAD", "مائتا ألف درهم"),
        (100_000_000, "MAD", "مليون درهم"),
        (100_100_000, "MAD", "مليون وألف درهم"),
        (200_000_000, "MAD", "مليونا درهم"),
        (200_000_100, "MAD", "مليونا درهم ودرهم واحد"),
        (250_000_000, "MAD", "مليونان وخمسمائة ألف درهم"),
        (300_000_000, "MAD", "ثلاثة ملايين درهم"),
        (123_456_700, "MAD", "مليون ومائتان وأربعة وثلاثون ألفا وخمسمائة وسبعة وستون درهما"),
        (1, "MAD", "سنتيم واحد"),  # centimes alone
        (2, "MAD", "سنتيمان"),
        (5, "MAD", "خمسة سنتيمات"),
        (150, "MAD", "درهم واحد وخمسون سنتيما"),
        (10_102, "MAD", "مائة درهم ودرهم واحد وسنتيمان"),
        (-300, "MAD", "ناقص ثلاثة دراهم"),  # a correction
        (3_000, "TND", "ثلاثة دنانير"),
        (12_500, "TND", "اثنا عشر دينارا وخمسمائة مليم"),  # thousandths
        (1_003, "TND", "دينار واحد وثلاثة مليمات"),
        (100, "MRU", "أوقية واحدة"),  # a feminine noun
        (200, "MRU", "أوقيتان"),
        (300, "MRU", "ثلاث أوقيات"),
        (800, "MRU", "ثماني أوقيات"),
        (1000, "MRU", "عشر أوقيات"),
        (1100, "MRU", "إحدى عشرة أوقية"),
        (1200, "MRU", "اثنتا عشرة أوقية"),
        (1300, "MRU", "ثلاث عشرة أوقية"),
        (1800, "MRU", "ثماني عشرة أوقية"),
        (2100, "MRU", "إحدى وعشرون أوقية"),
        (2200, "MRU", "اثنتان وعشرون أوقية"),
        (2800, "MRU", "ثمان وعشرون أوقية"),
        (10_100, "MRU", "مائة أوقية وأوقية واحدة"),
        (300_000, "MRU", "ثلاثة آلاف أوقية"),  # thousands are masculine whatever they count
        (140, "MRU", "أوقية واحدة وخمسان"),  # two fifths
        (5_000, "XOF", "خمسة آلاف فرنك سيفا"),  # no smaller unit
        (250, "EUR", "يوروان وخمسون سنتا"),
    ],
)
def test_arabic_counts_a_noun_as_its_grammar_has_it(amount: int, currency: str, words: str) -> None:
    assert in_words(amount, currency, "ar") == words


@pytest.mark.parametrize(
    ("amount", "currency", "words"),
    [
        (0, "MAD", "zéro dirham"),  # less than two is singular
        (100, "MAD", "un dirham"),
        (200, "MAD", "deux dirhams"),
        (2_100, "MAD", "vingt et un dirhams"),  # no hyphen beside "et"
        (2_200, "MAD", "vingt-deux dirhams"),
        (7_100, "MAD", "soixante et onze dirhams"),
        (7_700, "MAD", "soixante-dix-sept dirhams"),
        (8_000, "MAD", "quatre-vingts dirhams"),  # multiplied, and last
        (8_100, "MAD", "quatre-vingt-un dirhams"),  # not last, and without "et"
        (9_100, "MAD", "quatre-vingt-onze dirhams"),
        (10_000, "MAD", "cent dirhams"),
        (10_100, "MAD", "cent un dirhams"),
        (20_000, "MAD", "deux cents dirhams"),
        (20_100, "MAD", "deux cent un dirhams"),
        (28_000, "MAD", "deux cent quatre-vingts dirhams"),
        (100_000, "MAD", "mille dirhams"),  # no "un"
        (123_450, "MAD", "mille deux cent trente-quatre dirhams et cinquante centimes"),
        (2_100_000, "MAD", "vingt et un mille dirhams"),
        (8_000_000, "MAD", "quatre-vingt mille dirhams"),  # "mille" is no noun
        (20_000_000, "MAD", "deux cent mille dirhams"),
        (100_000_000, "MAD", "un million de dirhams"),  # "million" is one
        (250_000_000, "MAD", "deux millions cinq cent mille dirhams"),
        (8_000_000_000, "MAD", "quatre-vingts millions de dirhams"),
        (20_000_000_000, "MAD", "deux cents millions de dirhams"),
        (100_000_000_000, "EUR", "un milliard d’euros"),  # elided
        (1, "MAD", "un centime"),
        (105, "MAD", "un dirham et cinq centimes"),
        (-105, "MAD", "moins un dirham et cinq centimes"),
        (5_000, "XOF", "cinq mille francs CFA"),
        (1_000_000, "XOF", "un million de francs CFA"),
        (12_500, "TND", "douze dinars et cinq cents millimes"),
        (40, "MRU", "deux khoums"),
        (100, "BRL", "un réal"),
        (
            MOST,
            "XOF",
            "neuf cent quatre-vingt-dix-neuf milliards neuf cent quatre-vingt-dix-neuf millions "
            "neuf cent quatre-vingt-dix-neuf mille neuf cent quatre-vingt-dix-neuf francs CFA",
        ),
    ],
)
def test_french_spells_as_cheques_do(amount: int, currency: str, words: str) -> None:
    assert in_words(amount, currency, "fr") == words


@pytest.mark.parametrize(
    ("amount", "currency", "words"),
    [
        (0, "MAD", "zero dirhams"),
        (100, "MAD", "one dirham"),
        (2_101, "MAD", "twenty-one dirhams and one centime"),
        (11_500, "MAD", "one hundred fifteen dirhams"),
        (200_000, "MAD", "two thousand dirhams"),
        (100_000_100, "MAD", "one million one dirhams"),
        (5_000, "XOF", "five thousand CFA francs"),
        (12_505, "TND", "twelve dinars and five hundred five millimes"),
        (199, "EUR", "one euro and ninety-nine cents"),
        (20, "MRU", "one khoums"),
        (-1, "USD", "minus one cent"),
    ],
)
def test_english_is_plain(amount: int, currency: str, words: str) -> None:
    assert in_words(amount, currency, "en") == words


@pytest.mark.parametrize("currency", CURRENCIES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_small_amounts_and_drawn_ones_never_share_their_words(currency: str, language: str) -> None:
    dice = random.Random(f"{currency} {language}")  # noqa: S311 - which amounts are drawn is no secret
    step = SMALLEST.get(currency, 1)
    amounts = {amount * step for amount in range(3_000)}
    amounts |= {dice.randrange(10 ** dice.randint(3, 12)) // step * step for _ in range(7_000)}

    said = {in_words(amount, currency, language) for amount in amounts}

    assert len(said) == len(amounts)
    assert all(words and words == " ".join(words.split()) for words in said)


@pytest.mark.parametrize("language", LANGUAGES)
def test_drawn_dirhams_below_a_million_never_share_their_words(language: str) -> None:
    drawn = random.Random(language).sample(range(10**6), 100_000)  # noqa: S311

    assert len({in_words(amount * 100, "MAD", language) for amount in drawn}) == len(drawn)


@given(st.integers(-MOST, MOST), st.sampled_from(CURRENCIES), st.sampled_from(LANGUAGES))
def test_every_amount_is_said_in_letters_alone(amount: int, currency: str, language: str) -> None:
    words = in_words(amount // SMALLEST.get(currency, 1) * SMALLEST.get(currency, 1), currency, language)

    assert words
    assert not any(letter.isdigit() for letter in words)


@given(st.integers(1, MOST), st.sampled_from(CURRENCIES), st.sampled_from(LANGUAGES))
def test_less_than_nothing_is_said_before(amount: int, currency: str, language: str) -> None:
    amount = amount * SMALLEST.get(currency, 1)

    said = in_words(-amount, currency, language)

    assert said.endswith(f" {in_words(amount, currency, language)}")


@pytest.mark.parametrize(
    ("amount", "currency", "language"),
    [
        (100, "JPY", "fr"),  # no names for it here
        (100, "MAD", "pt"),  # no such language here
        (10, "MRU", "fr"),  # half a khoums does not exist
        (10**12, "XOF", "fr"),  # more than anybody writes by hand
        (10**14, "MAD", "ar"),  # the same
    ],
)
def test_what_has_no_words_is_refused(amount: int, currency: str, language: str) -> None:
    with pytest.raises(NotSayable):
        in_words(amount, currency, language)


@pytest.mark.parametrize("currency", CURRENCIES)
def test_each_currency_has_a_small_unit_where_it_has_decimals(currency: str) -> None:
    part = SMALLEST.get(currency, 1)

    assert decimals(currency) == 0 or in_words(part, currency, "en").startswith("one ")
