import pytest
from hypothesis import given
from hypothesis import strategies as st

from postkit.plus_codes import (
    MOST_LEFT_OUT,
    NotAPlusCode,
    decode,
    encode,
    is_full,
    is_short,
    is_valid,
    recover,
    shorten,
)

latitudes, longitudes = st.floats(-90, 90), st.floats(-180, 180, exclude_max=True)


@pytest.mark.parametrize(
    ("code", "latitude", "longitude", "south", "west", "north", "east"),
    [
        ("7FG49Q00+", 20.375, 2.775, 20.35, 2.75, 20.4, 2.8),  # six signs, padded
        ("7FG40000+", 20.5, 2.5, 20, 2, 21, 3),  # four
        ("7F000000+", 25.0, 15.0, 10, 0, 30, 20),  # two
        ("7FG49QCJ+2V", 20.3700625, 2.7821875, 20.37, 2.782125, 20.370125, 2.78225),
        ("7FG49QCJ+2VX", 20.3701125, 2.782234375, 20.3701, 2.78221875, 20.370125, 2.78225),  # eleven
        ("8FVC2222+22", 47.0000625, 8.0000625, 47, 8, 47.000125, 8.000125),
        (
            "4VCPPQGP+Q9",
            -41.2730625,
            174.7859375,
            -41.273125,
            174.785875,
            -41.273,
            174.786,
        ),  # south of the line
        ("62G20000+", 0.5, -179.5, 0, -180, 1, -179),  # beside the date line
        ("6VGX0000+", 0.5, 179.5, 0, 179, 1, 180),
        ("22220000+", -89.5, -179.5, -90, -180, -89, -179),
        ("CFX3X2X2+X2", 90, 1, 89.999875, 1, 90, 1.000125),  # the pole
        ("CFX30000+", 92, 1, 89, 1, 90, 2),  # beyond it
        ("62H20000+", 1, 180, 1, -180, 2, -179),  # round the globe
        ("62H30000+", 1, 181, 1, -179, 2, -178),
        ("8C6M25C5+99", 34.02093, -6.84156, 34.020875, -6.841625, 34.021, -6.8415),
    ],
)
def test_a_place_and_its_code(
    code: str, latitude: float, longitude: float, south: float, west: float, north: float, east: float
) -> None:
    digits = len(code.replace("+", "").rstrip("0"))

    area = decode(code)

    assert encode(latitude, longitude, digits) == code
    assert (area.south, area.west, area.north, area.east) == pytest.approx(
        (south, west, north, east), abs=1e-10
    )
    assert decode(code.lower()) == area


@pytest.mark.parametrize(
    ("text", "valid", "short", "full"),
    [
        ("8FWC2345+G6", True, False, True),
        ("8FWC2345+G6G", True, False, True),
        ("8fwc2345+", True, False, True),  # in small letters, nothing after the plus
        ("8FWCX400+", True, False, True),  # padded
        ("WC2345+G6g", True, True, False),
        ("45+G6", True, True, False),
        ("+G6", True, True, False),
        ("849VGJQF+VX7QR3JW", True, False, True),  # more signs than say something
        ("G+", False, False, False),  # half a pair
        ("+", False, False, False),
        ("", False, False, False),
        ("8FWC2345+G", False, False, False),  # one sign alone after the plus
        ("8FWC2_45+G6", False, False, False),
        ("8FWC2η45+G6", False, False, False),
        ("8FWC2345+G6+", False, False, False),  # two pluses
        ("8FWC2345G6+", False, False, False),  # the plus too late
        ("8FWC2300+G6", False, False, False),  # signs after padding
        ("WC2300+", False, False, False),  # short and padded
        ("80002345+G6", False, False, False),  # padding within
        ("849VGJQF+VX7QR3U", False, False, False),  # U is no sign
        ("XXWC2345+G6", True, False, False),  # beyond the pole
        ("8X000000+", True, False, False),  # beyond the date line
    ],
)
def test_what_a_code_looks_like(text: str, valid: bool, short: bool, full: bool) -> None:
    assert (is_valid(text), is_short(text), is_full(text)) == (valid, short, full)


@pytest.mark.parametrize(
    ("code", "latitude", "longitude", "short"),
    [
        ("9C3W9QCJ+2VX", 51.3708675, -1.217765625, "CJ+2VX"),
        ("9C3W9QCJ+2VX", 51.3701125, -1.217010625, "CJ+2VX"),
        ("9C3W9QCJ+2VX", 51.3852125, -1.217765625, "9QCJ+2VX"),  # a little too far for six signs
        ("8FVC9G8F+6W", 47.373313, 8.537562, "8F+6W"),
        ("8FVC9G8F+6W", 47.339563, 8.556687, "9G8F+6W"),
        ("8FVC9G8F+6W", 47.985187, 8.440688, "VC9G8F+6W"),
        ("8FVC9G8F+6W", 38.800562, -9.064937, "8FVC9G8F+6W"),  # nothing can be left out
        ("8FRCXGRF+PM", 47.00, 8.55, "XGRF+PM"),
        ("8FWCX400+", 48.1, 8.1, "8FWCX400+"),  # padded codes are not shortened
    ],
)
def test_a_code_is_shortened_beside_a_town_and_made_whole_again(
    code: str, latitude: float, longitude: float, short: str
) -> None:
    assert shorten(code, latitude, longitude) == short
    assert recover(short, latitude, longitude) == code


@pytest.mark.parametrize(
    ("short", "latitude", "longitude", "code"),
    [
        ("+2VX", 51.3701125, -1.217765625, "9C3W9QCJ+2VX"),  # shorter than we shorten
        ("22+", 42.899, 9.012, "8FJFW222+"),
        ("22+", 14.95125, -23.5001, "796RXG22+"),
        ("2222+22", 89.6, 0.0, "CFX22222+22"),  # at the pole
        ("XXXXXX+XX", -81.0, 0.0, "2CXXXXXX+XX"),
        ("XXXX+XX", 0.5, -179.99, "6VGXXXXX+XX"),  # over the date line
    ],
)
def test_a_short_code_means_the_nearest_place(
    short: str, latitude: float, longitude: float, code: str
) -> None:
    assert recover(short, latitude, longitude) == code


@given(latitudes, longitudes, st.sampled_from([2, 4, 6, 8, 10, 11, 12, 13, 14, 15]))
def test_a_point_lies_in_the_cell_of_its_code(latitude: float, longitude: float, digits: int) -> None:
    area = decode(encode(latitude, longitude, digits))

    assert area.south - 1e-9 <= latitude <= area.north + 1e-9
    assert area.west - 1e-9 <= longitude <= area.east + 1e-9
    assert encode(*area.center, digits) == encode(latitude, longitude, digits)


@given(latitudes, longitudes, st.floats(-0.4, 0.4), st.floats(-0.4, 0.4))
def test_a_shortened_code_is_recovered_from_the_same_point(
    latitude: float, longitude: float, north: float, east: float
) -> None:
    code = encode(latitude, longitude)
    beside = max(-90.0, min(90.0, latitude + north)), longitude + east

    short = shorten(code, *beside)

    assert recover(short, *beside) == code
    assert len(code) - len(short) <= MOST_LEFT_OUT


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: decode("9G8F+6W"),  # short
        lambda: decode("here"),
        lambda: recover("here", 0, 0),
        lambda: shorten("9G8F+6W", 0, 0),
        lambda: encode(0, 0, 9),
        lambda: encode(0, 0, 16),
        lambda: encode(float("nan"), 0),
        lambda: encode(0, float("inf")),
    ],
)
def test_what_is_no_code_is_refused(wrong: object) -> None:
    with pytest.raises(NotAPlusCode):
        wrong()  # type: ignore[operator]
