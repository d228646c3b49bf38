"""The country pack: what is right in it is read, and each mistake is named where it stands."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postkit.pack import FILES, Mistake, OutlinePoint, Pack, read_pack, write_pack

MAY_BE_MISSING = (
    "outline.csv", "services.csv", "stops.csv", "trip_days.csv", "waves.csv", "peaks.csv", "destinations.csv",
)  # fmt: skip
TINY = {
    "country.toml": """\
iso = "MA"
currency = "MAD"
decimals = 2
time_zone = "Africa/Casablanca"
languages = ["ar", "fr"]
postcode_pattern = "[0-9]{5}"

[name]
en = "Morocco"
fr = "Maroc"
ar = "المغرب"
""",
    "outline.csv": """\
longitude,latitude
-5.9,35.8
-9.6,30.4
""",
    "regions.csv": """\
code,name,name_ar
MA-01,Tangier,طنجة
MA-02,Oujda,وجدة
MA-03,Agadir,أكادير
""",
    "localities.csv": """\
code,name,name_ar,region,postcode,latitude,longitude,population,delivery_office,also
MA1,Sefrou,صفرو,MA-01,31000,33.83,-4.83,80000,MA0002,Sofrou|صفرُو
MA2,Zagora,زاكورة,MA-02,,30.35,-5.84,34000,MA0002,
MA4,Tata,,MA-01,,29.74,-7.97,18000,MA0002,
""",
    "offices.csv": """\
code,name,name_ar,kind,locality,hub,latitude,longitude,opens,closes,open_days,cut_off,delivery_days,closed_from,closed_until
MA0001,Sefrou Sorting Centre,,sorting,MA1,,33.83,-4.83,00:00,24:00,1234567,20:00,,,
MA0002,Sefrou,صفرو,delivery,MA1,MA0001,33.84,-4.83,08:00,18:00,123456,16:00,12345,,
MA0003,Zagora,زاكورة,agency,MA2,MA0001,30.35,-5.84,08:30,16:30,12345,16:00,,2026-08-01,2026-08-31
MA0004,Tata,,exchange,MA1,MA0001,30.36,-5.83,08:00,15:00,12345,14:00,,,
""",
    "trips.csv": """\
code,origin,destination,days,departs,duration_min,mode
MAT1,MA0001,MA0002,123456,05:30,30,road
MAT2,MA0003,MA0001,135,14:00,480,road
""",
    "products.csv": """\
code,name_en,name_fr,name_ar,prefix,max_weight_g,cod_allowed,max_cod,kept_days
parcel,Parcel,Colis,طرد,PA,30000,0,0,15
parcel-cod,"Parcel, paid for on delivery",,,PC,30000,1,400000,15
""",
    "prices.csv": """\
code,product,kind,zone,up_to_weight_g,amount,per_mille,label_en,label_fr,label_ar
parcel-base,parcel,base,any,30000,2000,0,Carriage,Transport,النقل
cod-base,parcel-cod,base,any,30000,2000,0,Carriage,,
cod-fee,parcel-cod,cod,any,0,600,10,Fee,,
""",
    "holidays.csv": """\
date,name_en,name_fr,name_ar
2026-07-30,Throne Day,Fête du Trône,عيد العرش
2026-11-18,Independence Day,,
""",
}


def read(texts: dict[str, str]) -> tuple[Pack | None, list[Mistake]]:
    return read_pack({name: text.encode() for name, text in texts.items()})


def corrupted(file: str, old: str, new: str) -> dict[str, str]:
    assert TINY[file].count(old) == 1, "a corruption changes one place"
    return TINY | {file: TINY[file].replace(old, new)}


def test_a_tiny_pack_is_read_with_its_types() -> None:
    pack, mistakes = read(TINY)

    assert mistakes == []
    assert pack is not None
    assert pack.country.languages == ("ar", "fr")
    assert pack.localities[0].also == ("Sofrou", "صفرُو")
    assert pack.offices[0].closes_min == 24 * 60
    assert pack.offices[2].closed_until == date(2026, 8, 31)
    assert pack.trips[0].departs_min == 330
    assert pack.products[1].cod_allowed is True
    assert pack.products[1].name_en == "Parcel, paid for on delivery"
    assert pack.prices[2].per_mille == 10
    assert pack.outline[1] == OutlinePoint(-9.6, 30.4)


CORRUPTIONS = [
    # country.toml
    ("country.toml", 'iso = "MA"', 'iso = "Mar"', 1, "iso", "two capital letters"),
    ("country.toml", 'currency = "MAD"', 'currency = "dirham"', 2, "currency", "three capital letters"),
    ("country.toml", "decimals = 2", "decimals = 3", 3, "decimals", "write 2"),  # against ISO 4217
    ("country.toml", "decimals = 2", "decimals = true", 3, "decimals", "a whole number"),
    ("country.toml", "Africa/Casablanca", "Morocco time", 4, "time_zone", "Africa/Casablanca"),
    ("country.toml", '["ar", "fr"]', "[]", 5, "languages", "a list"),
    ("country.toml", '"ar", "fr"', '"Arabic", "fr"', 5, "languages", "ISO 639"),
    ("country.toml", "[0-9]{5}", "[0-9", 6, "postcode_pattern", "regular expression"),
    ("country.toml", 'en = "Morocco"', 'en = ""', 9, "name.en", "write a text"),
    ("country.toml", 'en = "Morocco"\n', "", 8, "name.en", "missing"),  # shown at its table
    ("country.toml", 'time_zone = "Africa/Casablanca"\n', "", 1, "time_zone", "missing"),
    ("country.toml", 'fr = "Maroc"', 'de = "Marokko"', 10, "name.de", "no such key"),
    ("country.toml", "decimals = 2", "decimals = 2\ngenerated = true", 1, "notice.en", "on every page"),
    # shape of a table
    ("regions.csv", "code,name,name_ar", "code,name", 1, "name_ar", "missing"),
    ("regions.csv", "code,name,name_ar", "code,name,name_ar,area", 1, "area", "no such column"),
    ("regions.csv", "code,name,name_ar", "code,name,name_ar,name", 1, "name", "stands twice"),
    ("regions.csv", "code,name,name_ar", "code;name;name_ar", 1, "code", "commas"),  # a French spreadsheet
    ("regions.csv", "MA-02,Oujda,وجدة", "MA-02,Oujda", 3, "name_ar", "2 fields and the header 3"),
    ("regions.csv", "MA-02,Oujda,وجدة", "MA-02,Oujda, the city,وجدة", 3, "name_ar", "quotation marks"),
    ("regions.csv", "MA-02,Oujda,وجدة", 'MA-02,"Oujda,وجدة', 3, "code", "close each quotation mark"),
    # single cells
    ("regions.csv", "MA-02,Oujda", "MA-02,", 3, "name", "is empty"),
    ("regions.csv", "MA-03", "Souss", 4, "code", "such as MA-06"),
    ("regions.csv", "MA-02,Oujda", 'MA-02,"Ouj\nda"', 3, "name", "one line of text"),
    ("localities.csv", "33.83", "93.83", 2, "latitude", "from -90 to 90"),
    ("localities.csv", "-4.83", "-184.83", 2, "longitude", "from -180 to 180"),
    ("localities.csv", "30.35", '"30,35"', 3, "latitude", "with a point"),  # a French decimal comma
    ("localities.csv", "80000", "80 000", 2, "population", "digits only"),
    ("localities.csv", "34000", "-1", 3, "population", "from 0"),
    ("localities.csv", "Sofrou|صفرُو", "a|b|c|d|e|f|g|h|i", 2, "also", "keep the 8"),
    ("localities.csv", "Sofrou|صفرُو", "Sofrou|", 2, "also", "empty spelling"),
    ("localities.csv", "Sofrou|صفرُو", "Сефру", 2, "also", "Latin or Arabic"),
    ("offices.csv", "MA0004", "MA4", 5, "code", "such as MA0001"),
    ("offices.csv", "agency", "counter", 4, "kind", "agency, delivery"),
    ("offices.csv", "08:30", "8h30", 4, "opens", "HH:MM"),
    ("offices.csv", "18:00", "24:01", 3, "closes", "24:00"),
    ("offices.csv", "08:30", "24:00", 4, "opens", "23:59"),
    ("offices.csv", "1234567", "1123456", 2, "open_days", "Monday"),
    ("offices.csv", "16:30,12345", "16:30,", 4, "open_days", "Monday"),
    ("offices.csv", "16:30,12345", "16:30,12389", 4, "open_days", "Monday"),
    ("offices.csv", "2026-08-01", "01/08/2026", 4, "closed_from", "2026-03-20"),
    ("offices.csv", "2026-08-31", "2026-08-32", 4, "closed_until", "calendar"),
    ("trips.csv", "05:30", "5:30", 2, "departs", "HH:MM"),
    ("trips.csv", "480", "0", 3, "duration_min", "from 1"),
    ("trips.csv", "30,road", "30,lorry", 2, "mode", "road, rail"),
    ("trips.csv", "135", "531", 3, "days", "in order"),
    ("products.csv", "PC", "P1", 3, "prefix", "two capital letters"),
    ("products.csv", "PA,30000,0", "PA,30000,no", 2, "cod_allowed", "1 for yes or 0 for no"),
    ("products.csv", "400000", "4000.00", 3, "max_cod", "smallest unit"),
    ("products.csv", "400000", "-400000", 3, "max_cod", "from 0"),
    ("prices.csv", "0,600,10", "0,-600,10", 4, "amount", "from 0"),
    ("prices.csv", "0,600,10", "0,6.00,10", 4, "amount", "1250 for 12.50"),
    ("prices.csv", "0,600,10", "0,٦٠٠,10", 4, "amount", "digits only"),  # Arabic digits
    ("prices.csv", "0,600,10", "0,600,1%", 4, "per_mille", "digits only"),
    ("prices.csv", "cod-fee", "cod_fee", 4, "code", "hyphens"),
    ("prices.csv", "parcel,base,any", "parcel,base,all", 2, "zone", "national"),
    ("prices.csv", "cod,any", "cod,abroad", 4, "zone", "national"),
    ("holidays.csv", "2026-11-18", "18 November", 3, "date", "2026-03-20"),
    ("holidays.csv", "2026-11-18", "2026-02-29", 3, "date", "calendar"),  # no leap year
    # codes
    ("regions.csv", "MA-03", "MA-01", 4, "code", "line 2"),
    ("localities.csv", "MA4", "SN4", 4, "code", "begin it with MA"),
    ("trips.csv", "MAT2", "MAT1", 3, "code", "line 2"),
    ("prices.csv", "cod-fee", "cod-base", 4, "code", "line 3"),
    ("holidays.csv", "2026-11-18", "2026-07-30", 3, "date", "line 2"),
    # references from file to file
    ("localities.csv", "MA-02", "MA-99", 3, "region", "regions.csv"),
    ("localities.csv", "34000,MA0002", "34000,MA0099", 3, "delivery_office", "offices.csv"),
    ("localities.csv", "34000,MA0002", "34000,MA0003", 3, "delivery_office", "delivers nothing"),
    ("localities.csv", "34000,MA0002", "34000,", 3, "delivery_office", "is empty"),
    ("localities.csv", "31000", "3100", 2, "postcode", "postcode_pattern"),
    ("offices.csv", "agency,MA2", "agency,MA3", 4, "locality", "localities.csv"),
    ("offices.csv", "agency,MA2,MA0001", "agency,MA2,MA0009", 4, "hub", "offices.csv"),
    ("offices.csv", "agency,MA2,MA0001", "agency,MA2,MA0002", 4, "hub", "kind sorting"),
    ("offices.csv", "agency,MA2,MA0001", "agency,MA2,", 4, "hub", "is empty"),
    ("offices.csv", "sorting,MA1,", "sorting,MA1,MA0001", 2, "hub", "leave it blank"),
    ("trips.csv", "MA0003,MA0001", "MA0009,MA0001", 3, "origin", "offices.csv"),
    ("trips.csv", "MA0001,MA0002", "MA0001,MA0009", 2, "destination", "offices.csv"),
    ("trips.csv", "MA0001,MA0002", "MA0001,MA0001", 2, "destination", "another office"),
    ("prices.csv", "cod-fee,parcel-cod", "cod-fee,letter", 4, "product", "products.csv"),
    # what cells must say together
    ("offices.csv", "08:30,16:30", "16:30,08:30", 4, "closes", "later than you open"),
    ("offices.csv", "123456,16:00", "123456,18:01", 3, "cut_off", "08:00 to 18:00"),
    ("offices.csv", "123456,16:00", "123456,07:59", 3, "cut_off", "08:00 to 18:00"),
    ("offices.csv", "16:00,12345", "16:00,", 3, "delivery_days", "on some day"),
    ("offices.csv", "16:00,,2026", "16:00,12345,2026", 4, "delivery_days", "leave it blank"),
    ("offices.csv", "2026-08-31", "2026-07-31", 4, "closed_until", "before"),
    ("offices.csv", "2026-08-01", "", 4, "closed_from", "first day"),
    ("products.csv", "PA,30000,0,0", "PA,30000,0,500", 2, "max_cod", "write 0"),
    ("products.csv", "PA,30000", "PA,31000", 2, "max_weight_g", "ends at local 30000 g"),
    ("prices.csv", "parcel,base,any,30000", "parcel,base,any,0", 2, "up_to_weight_g", "some weight"),
    ("prices.csv", "parcel,base,any,30000,2000,0", "parcel,base,any,30000,2000,5", 2, "per_mille", "write 0"),
    ("prices.csv", "cod-fee,parcel-cod", "cod-fee,parcel", 4, "kind", "allows no cash on delivery"),
]


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "field", "right"),
    CORRUPTIONS,
    ids=[f"{row[0]}:{row[4]}:{row[2][:24]!r}" for row in CORRUPTIONS],
)
def test_each_corruption_is_named_where_it_stands(
    file: str, old: str, new: str, line: int, field: str, right: str
) -> None:
    pack, mistakes = read(corrupted(file, old, new))

    assert pack is None
    assert [(one.file, one.line, one.field) for one in mistakes] == [(file, line, field)]
    assert right in mistakes[0].reason


def test_all_mistakes_are_found_in_one_pass_in_the_order_of_the_files() -> None:
    texts = corrupted("localities.csv", "33.83", "93.83")
    texts |= {"trips.csv": corrupted("trips.csv", "MA0003,MA0001", "MA0009,MA0001")["trips.csv"]}
    texts |= {"country.toml": TINY["country.toml"].replace("MAD", "mad").replace('"MA"', '"ma"')}
    del texts["holidays.csv"]

    pack, mistakes = read(texts)

    assert pack is None
    assert [(one.file, one.line, one.field) for one in mistakes] == [
        ("country.toml", 1, "iso"),
        ("country.toml", 2, "currency"),
        ("localities.csv", 2, "latitude"),
        ("trips.csv", 3, "origin"),
        ("holidays.csv", 1, ""),
    ]


@pytest.mark.parametrize("file", [file for file in FILES if file not in MAY_BE_MISSING])
def test_a_missing_file_is_named_and_not_held_against_the_others(file: str) -> None:
    _, mistakes = read({name: text for name, text in TINY.items() if name != file})

    assert [(one.file, one.line) for one in mistakes] == [(file, 1)]
    assert "missing" in mistakes[0].reason


def test_a_pack_may_have_no_outline() -> None:
    pack, _ = read({name: text for name, text in TINY.items() if name != "outline.csv"})

    assert pack is not None
    assert pack.outline == ()
    assert "outline.csv" not in write_pack(pack)


@pytest.mark.parametrize("file", ["regions.csv", "localities.csv", "offices.csv", "products.csv"])
def test_a_file_with_a_header_alone_holds_no_row(file: str) -> None:
    header = TINY[file].splitlines()[0]

    _, mistakes = read(TINY | {file: f"{header}\n\n"})

    assert Mistake(file, 1, "code", "holds no row; write at least one below the header") in mistakes


def test_an_empty_file_lacks_each_column() -> None:
    _, mistakes = read(TINY | {"holidays.csv": ""})

    assert [one.field for one in mistakes] == ["date", "name_en", "name_fr", "name_ar"]


def test_a_byte_order_mark_and_windows_line_ends_are_welcome() -> None:
    saved = {name: b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode() for name, text in TINY.items()}

    assert read_pack(saved) == read(TINY)


def test_columns_may_stand_in_another_order_and_blank_lines_are_passed_over() -> None:
    swapped = "name,code,name_ar\n\nTangier,MA-01,طنجة\n,,\nOujda,MA-02,وجدة\nAgadir,MA-03,أكادير\n"

    assert read(TINY | {"regions.csv": swapped}) == read(TINY)


def test_a_line_is_counted_as_an_editor_counts_it() -> None:
    """A quoted line break above, and blank lines, do not move what stands below."""
    text = 'code,name,name_ar\nMA-01,"Tan\ngier",طنجة\n\nMA-02,Oujda,وجدة\nMA-03,,أكادير\n'

    _, mistakes = read(TINY | {"regions.csv": text})

    assert [(one.line, one.field) for one in mistakes] == [(2, "name"), (6, "name")]


@pytest.mark.parametrize(
    ("encoding", "named", "file", "line", "field"),
    [
        ("cp1256", "Windows-1256", "regions.csv", 2, "name_ar"),  # an Arabic Windows spreadsheet
        ("cp1256", "Windows-1256", "country.toml", 11, "ar"),
        ("utf-16", "UTF-16", "regions.csv", 1, ""),  # "Unicode text" of a spreadsheet
    ],
)
def test_another_encoding_is_named_with_its_line(
    encoding: str, named: str, file: str, line: int, field: str
) -> None:
    saved = {name: text.encode() for name, text in TINY.items()}

    _, mistakes = read_pack(saved | {file: TINY[file].encode(encoding)})

    assert [(one.file, one.line, one.field) for one in mistakes] == [(file, line, field)]
    assert named in mistakes[0].reason
    assert "UTF-8" in mistakes[0].reason


def test_a_latin_encoding_is_told_from_an_arabic_one_and_shown_as_it_reads() -> None:
    text = TINY["holidays.csv"].replace("عيد العرش", "").encode("cp1252")

    _, mistakes = read_pack({name: text.encode() for name, text in TINY.items()} | {"holidays.csv": text})

    assert [(one.line, one.field) for one in mistakes] == [(2, "name_fr")]
    assert "Windows-1252" in mistakes[0].reason
    assert "Fête du Trône" in mistakes[0].reason


def test_toml_that_cannot_be_read_is_named_with_its_line() -> None:
    _, mistakes = read(corrupted("country.toml", "decimals = 2", "decimals : 2"))

    assert [(one.file, one.line) for one in mistakes] == [("country.toml", 3)]


def test_a_product_without_a_base_price_is_not_sold() -> None:
    _, mistakes = read(
        corrupted("prices.csv", "parcel-base,parcel,base,any,30000,2000,0,Carriage,Transport,النقل\n", "")
    )

    assert [(one.file, one.line, one.field) for one in mistakes] == [("products.csv", 2, "code")]
    assert "local, regional, national" in mistakes[0].reason


def test_a_product_needs_a_base_price_in_every_zone() -> None:
    _, mistakes = read(corrupted("prices.csv", "parcel,base,any", "parcel,base,national"))

    assert [(one.file, one.line, one.field) for one in mistakes] == [("products.csv", 2, "code")]
    assert "zone local, regional;" in mistakes[0].reason


def test_two_base_prices_of_one_product_zone_and_weight_are_one_too_many() -> None:
    twin = TINY["prices.csv"] + "again,parcel,base,any,30000,1900,0,Carriage,,\n"

    _, mistakes = read(TINY | {"prices.csv": twin})

    assert [(one.line, one.field) for one in mistakes] == [(5, "up_to_weight_g")]
    assert "line 2" in mistakes[0].reason


def test_a_code_that_is_gone_is_missed_where_it_is_referred_to() -> None:
    _, mistakes = read(corrupted("offices.csv", "MA0002,Sefrou", "MA0012,Sefrou"))

    assert [(one.file, one.line, one.field) for one in mistakes] == [
        ("localities.csv", 2, "delivery_office"),
        ("localities.csv", 3, "delivery_office"),
        ("localities.csv", 4, "delivery_office"),
        ("trips.csv", 2, "destination"),
    ]


def test_a_mistake_reads_as_one_sentence() -> None:
    mistake = Mistake("offices.csv", 12, "opens", "'8h30' is not a time of day; write HH:MM")

    assert str(mistake) == "offices.csv, line 12, opens: '8h30' is not a time of day; write HH:MM"


@given(st.sampled_from(FILES), st.binary(max_size=200))
def test_no_bytes_whatever_break_the_reader(file: str, content: bytes) -> None:
    saved = {name: text.encode() for name, text in TINY.items()}

    pack, mistakes = read_pack(saved | {file: content})

    assert (pack is None) == bool(mistakes)
    assert all(mistake.line >= 1 and mistake.reason for mistake in mistakes)


@given(st.sampled_from(FILES), st.data())
def test_no_cut_file_breaks_the_reader(file: str, data: st.DataObject) -> None:
    """A copy that broke off, or a byte that was lost, is answered like any other mistake."""
    saved = {name: text.encode() for name, text in TINY.items()}
    content = saved.get(file, b"office,days,starts,duration_min,capacity\nMA0001,135,18:00,120,0\n")
    at = data.draw(st.integers(0, len(content) - 1))
    damaged = data.draw(st.sampled_from([content[:at], content[:at] + content[at + 1 :]]))

    pack, mistakes = read_pack(saved | {file: damaged})

    assert (pack is None) == bool(mistakes)


SERVICES = """\
code,name_en,name_fr,name_ar,pictogram,kinds
letters,Letters,Lettres,الرسائل,letter,agency|delivery
boxes,Boxes,,,stamps,
"""


def doing(services: str, file: str = SERVICES) -> dict[str, str]:
    """The tiny pack, whose first office says what it does."""
    header, first, *rest = TINY["offices.csv"].splitlines()
    lines = [f"{header},services", f"{first},{services}", *(f"{line}," for line in rest)]
    return TINY | {"offices.csv": "\n".join(lines), "services.csv": file}


def test_an_office_does_what_its_kind_does_or_what_it_says() -> None:
    pack, mistakes = read(doing("boxes|letters"))

    assert mistakes == []
    assert pack is not None
    assert [row.kinds for row in pack.services] == [("agency", "delivery"), ()]
    assert [office.services for office in pack.offices[:2]] == [("boxes", "letters"), ()]
    assert "services" not in write_pack(read(TINY)[0] or pack)["offices.csv"].decode()  # a rare column


@pytest.mark.parametrize(
    ("files", "place", "said"),
    [
        (doing("dancing"), ("offices.csv", 2, "services"), "no code of services.csv"),
        (doing("letters|letters"), ("offices.csv", 2, "services"), "twice"),
        (doing("", SERVICES.replace("agency|delivery", "castle")), ("services.csv", 2, "kinds"), "castle"),
        (doing("", SERVICES.replace("boxes", "letters")), ("services.csv", 3, "code"), "line 2"),
        (doing("", SERVICES.replace("stamps", "A picture")), ("services.csv", 3, "pictogram"), "picture"),
    ],
)
def test_a_service_that_nobody_knows_is_found(
    files: dict[str, str], place: tuple[str, int, str], said: str
) -> None:
    _, (mistake,) = read(files)

    assert (mistake.file, mistake.line, mistake.field) == place
    assert said in mistake.reason
