"""The style sheets keep their promises: legible by day and by night, at rest on request, for both directions."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import rekkas
from rekkas import design
from rekkas.web.design_page import PICTOGRAMS
from rekkas.web.desk import DESK

STATIC = Path(design.__path__[0]) / "static" / "design"
SHEETS = sorted(STATIC.glob("*.css"))
TOKENS = (STATIC / "tokens.css").read_text()
TEXT, SHAPE = 4.5, 3.0  # WCAG 2.2: 1.4.3 and 1.4.11

# What words stand on: each colour that is read, on each ground under it somewhere.
GROUNDS = ("ground", "surface", "sunk")
TONES = ("good", "wait", "bad", "moving", "quiet")
TEXT_PAIRS = (
    *((text, on) for text in ("ink", "soft", "link") for on in GROUNDS),
    *((tone, on) for tone in TONES for on in (f"{tone}-tint", "surface", "ground")),
    *(("ink", f"{tone}-tint") for tone in TONES),
    *((text, on) for text in ("soft", "link", "wait", "bad", "good") for on in ("moving-tint",)),
    ("link", "wait-tint"),
    ("on-action", "action"),
    ("surface", "good"),
    ("surface", "bad"),
    ("ground", "ink"),
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
    ("action", "glow"),
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


def all_sheets() -> list[Path]:
    """Those of every app, not of this one alone."""
    return sorted(Path(rekkas.__path__[0]).glob("*/static/*/*.css"))


def rules_of(sheet: Path) -> Iterator[tuple[str, str]]:
    """Each innermost rule: its selector and what it says. What is printed is black on white."""
    text = re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.DOTALL).split("@layer print {")[0]
    yield from re.findall(r"([^{};]+)\{([^{}]*)\}", text)


def pairs_in(body: str) -> set[tuple[str, str]]:
    """The colours that one rule puts on each other."""
    fronts = re.findall(r"(?<![\w-])color: var\(--([\w-]+)\)", body)
    backs = re.findall(r"(?<![\w-])background(?:-color)?: var\(--([\w-]+)\)", body)
    return {(front, back) for front in fronts for back in backs}


@pytest.mark.parametrize("sheet", all_sheets(), ids=lambda sheet: f"{sheet.parts[-2]}-{sheet.stem}")
def test_every_pair_that_a_rule_makes_is_measured(sheet: Path) -> None:
    """A rule that names a colour and its ground names a pair of the list; a colour alone is read on every ground."""
    colours, measured = tokens(), set(TEXT_PAIRS)
    for selector, body in rules_of(sheet):
        assert pairs_in(body) <= measured, selector.strip()
        for alone in re.findall(r"(?<![\w-])color: var\(--([\w-]+)\)", body):
            assert alone in colours, selector.strip()
            assert any(front == alone for front, _back in (*TEXT_PAIRS, *SHAPE_PAIRS)), selector.strip()


def test_every_token_that_a_sheet_asks_for_is_there() -> None:
    known = {*tokens(), *re.findall(r"--([\w-]+):", TOKENS)}
    own = {name for sheet in all_sheets() for name in re.findall(r"--([\w-]+):", sheet.read_text())}

    asked = {name for sheet in all_sheets() for name in re.findall(r"var\(--([\w-]+)", sheet.read_text())}

    assert asked - known - own == set()


@pytest.mark.parametrize("time", [0, 1], ids=["day", "night"])
def test_what_must_be_read_can_be_read(time: int) -> None:
    colours = tokens()
    wanted = [(*pair, TEXT) for pair in TEXT_PAIRS] + [(*pair, SHAPE) for pair in SHAPE_PAIRS]

    weak = {
        f"{front} on {back}": round(found, 2)
        for front, back, least in wanted
        if (found := contrast(colours[front][time], colours[back][time])) < least
    }

    assert weak == {}


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


def test_nothing_moves_where_the_reader_asked_for_rest() -> None:
    moving = re.compile(r"(?<![\w-])(?:transition|animation)(?:-[a-z]+)?: (?!none)")
    for sheet in all_sheets():
        rest = re.sub(
            r"@media \(prefers-reduced-motion: no-preference\) \{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}",
            "",
            sheet.read_text(),
        )
        assert not moving.search(rest), sheet


@pytest.mark.parametrize("tag", ["icon", "pictogram"])
def test_every_picture_that_a_page_names_is_drawn(tag: str) -> None:
    drawn = set(re.findall(r'<symbol id="([\w-]+)"', (STATIC / f"{tag}s.svg").read_text()))
    pages = Path(rekkas.__path__[0]).glob("*/templates/**/*.html")

    named = {name for page in pages for name in re.findall(rf'{{% {tag} "([\w-]+)"', page.read_text())}

    if tag == "icon":
        named |= {link.icon for part in DESK for link in part.links}
    assert named - drawn == set()
    if tag == "pictogram":
        assert {name for name, _label in PICTOGRAMS} == drawn  # the living page shows each
