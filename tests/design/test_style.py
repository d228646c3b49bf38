"""The style sheets keep their promises: legible by day and by night, one sheet for both directions, small."""

import re
from pathlib import Path

import pytest

from rekkas import design

STATIC = Path(design.__path__[0]) / "static" / "design"
SHEETS = sorted(STATIC.glob("*.css"))
TOKENS = (STATIC / "tokens.css").read_text()
TEXT, SHAPE = 4.5, 3.0  # WCAG 2.2: 1.4.3 and 1.4.11

TEXT_PAIRS = (
    *((text, on) for text in ("ink", "soft", "link") for on in ("ground", "surface", "sunk")),
    *(
        (tone, on)
        for tone in ("good", "wait", "bad", "moving", "quiet")
        for on in (f"{tone}-tint", "surface")
    ),
    *(("ink", f"{tone}-tint") for tone in ("good", "wait", "bad", "moving", "quiet")),
    ("soft", "moving-tint"),
    ("link", "moving-tint"),
    ("on-action", "action"),
    ("surface", "bad"),
    ("on-band", "band"),
    ("on-band", "band-deep"),
    ("on-band-soft", "band"),
    ("on-band-soft", "band-deep"),
    ("on-saffron", "saffron"),
)
SHAPE_PAIRS = (
    ("edge", "surface"),
    ("edge", "ground"),
    ("focus", "ground"),
    ("focus", "surface"),
    ("saffron", "band"),
    ("saffron", "band-deep"),
    ("action", "surface"),
    ("good", "surface"),
    ("bad", "surface"),
)


def tokens() -> dict[str, tuple[str, str]]:
    """Each colour by day and by night."""
    body = TOKENS.split("@supports")[0]
    pairs = re.findall(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\);", body)
    fixed = re.findall(r"--([\w-]+): (#\w{6});", body)
    return {name: (day, night) for name, day, night in pairs} | {name: (both, both) for name, both in fixed}


def luminance(colour: str) -> float:
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_black_on_white_has_the_contrast_that_the_standard_says() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("time", [0, 1], ids=["day", "night"])
@pytest.mark.parametrize(
    ("front", "back", "least"),
    [(*pair, TEXT) for pair in TEXT_PAIRS] + [(*pair, SHAPE) for pair in SHAPE_PAIRS],
)
def test_what_must_be_read_can_be_read(front: str, back: str, least: float, time: int) -> None:
    colours = tokens()

    assert contrast(colours[front][time], colours[back][time]) >= least


def test_old_browsers_get_the_day_colours() -> None:
    fallback = dict(re.findall(r"--([\w-]+): (#\w{6});", TOKENS.split("@supports")[1]))
    by_day = {name: day for name, (day, night) in tokens().items() if day != night}

    assert fallback == by_day


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_a_sheet_serves_both_directions(sheet: Path) -> None:
    rules = re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.DOTALL)

    assert re.findall(r"[^\n]*\b(?:left|right)\b[^\n]*", rules) == []
    four_sided = r"(?:padding|margin|inset|border-radius): *(?:[^;\s()]+ +){3}[^;\s]+;"
    assert re.findall(four_sided, rules) == []


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_every_colour_is_a_token(sheet: Path) -> None:
    if sheet.name == "tokens.css":
        pytest.skip("the palette itself")

    without_print = sheet.read_text().split("@layer print")[0]

    assert re.findall(r"#[0-9a-f]{3,8}\b", without_print) == []


def test_the_style_and_its_drawings_stay_small() -> None:
    assert sum(file.stat().st_size for file in STATIC.glob("*.*") if file.suffix in {".css", ".svg"}) < 30_000
