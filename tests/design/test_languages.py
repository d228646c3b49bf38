"""Which language a reader is given, on which page, and what stands in for what it does not have."""

import re
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.utils import translation
from pytest_django import Settings

from rekkas.base.languages import complete, forget_languages, languages_of, stand_in
from rekkas.design import formats
from rekkas.design.templatetags.design import both_calendars, named
from rekkas.territory.choices import in_both_scripts, in_reader_language
from tests import build, messages
from tests.lasting import lasting

Country, Locality = (apps.get_model("territory", name) for name in ("Country", "Locality"))
DAY = date(2026, 11, 23)
PUBLIC = ("/", "/track/", "/offices/", "/offices/MA0002/", "/prices/", "/promise/")


def world() -> str:
    build.country()
    build.merchant()
    (taken,) = build.accepted()
    Country.objects.update(languages=["ar", "zgh", "fr"], hijri=True)
    return taken.number


item = lasting(world)


@pytest.mark.django_db
class TestWhatIsOffered:
    def test_the_country_lists_the_languages_and_english_is_there_for_who_runs_the_site(
        self, item: str
    ) -> None:
        assert languages_of("/track/") == ("ar", "zgh", "fr", "en")

    @pytest.mark.parametrize("path", ["/desk/", "/me/post/", "/pro/", "/admin/", "/api/v1/docs"])
    def test_a_language_of_public_texts_alone_stays_on_public_pages(self, item: str, path: str) -> None:
        assert languages_of(path) == ("ar", "fr", "en")

    def test_the_operator_may_name_them(self, item: str, settings: Settings) -> None:
        settings.SITE_LANGUAGES = ["fr", "zgh", "tlh"]

        assert languages_of("/") == ("fr", "zgh")
        assert languages_of("/desk/") == ("fr",)

    def test_what_the_program_does_not_speak_is_not_offered(self, item: str) -> None:
        Country.objects.update(languages=["fr", "wo"])

        assert languages_of("/") == ("fr", "en")

    def test_a_site_without_english_gives_its_first_language(self) -> None:
        assert stand_in("de", ("fr", "ar")) == "fr"
        assert stand_in("de", ("fr", "en")) == "en"
        assert stand_in("zgh", ("ar", "fr", "en")) == "ar"


@pytest.mark.django_db
class TestPages:
    def test_the_choice_is_kept_for_public_pages_and_the_desk_takes_the_first_of_the_country(
        self, client: Client, item: str
    ) -> None:
        public = client.get("/?lang=zgh")
        desk = client.get("/desk/log-in/")
        again = client.get("/track/")

        assert '<html lang="zgh" dir="ltr">' in public.text
        assert '<html lang="ar" dir="rtl">' in desk.text
        assert 'hreflang="zgh"' not in desk.text
        assert '<html lang="zgh"' in again.text

    def test_the_desk_does_not_take_a_choice_that_it_does_not_offer(self, client: Client, item: str) -> None:
        client.get("/?lang=fr")

        page = client.get("/desk/log-in/?lang=zgh")

        assert '<html lang="fr"' in page.text
        assert "django_language" not in page.cookies

    @pytest.mark.parametrize("path", PUBLIC)
    def test_no_public_page_falls_back_to_english(self, client: Client, item: str, path: str) -> None:
        known = {message.id for message in messages.public_template() if isinstance(message.id, str)}

        shown = words(client.get(f"{path}?lang=zgh").text)

        assert not {text for text in shown & known if len(text.split()) > 2}
        assert any(re.search("[ⴰ-ⵯ]", text) for text in shown)

    def test_an_office_is_named_as_on_its_door_in_both_scripts(self, client: Client, item: str) -> None:
        Locality.objects.update(name="Zagora", name_ar="زاكورة", name_zgh="ⵣⴰⴳⵓⵔⴰ")

        arabic, amazigh = (
            client.get("/offices/MA0002/?lang=ar").text,
            client.get("/offices/MA0002/?lang=zgh").text,
        )

        assert "<bdi>زاكورة · Zagora</bdi>" in arabic
        assert "<bdi>ⵣⴰⴳⵓⵔⴰ · زاكورة</bdi>" in amazigh

    def test_today_is_told_in_both_calendars_where_the_country_asks(self, client: Client, item: str) -> None:
        asked = client.get("/offices/MA0002/?lang=fr").text
        Country.objects.update(hijri=False)
        not_asked = client.get("/offices/MA0002/?lang=fr").text

        assert 'class="hijri' in asked
        assert 'class="hijri' not in not_asked

    @pytest.mark.parametrize("path", [*PUBLIC, "/track/{item}/", "/track/?numbers={item}+RR123456785MA"])
    def test_codes_and_amounts_are_isolated_in_arabic_text(
        self, client: Client, item: str, path: str
    ) -> None:
        page = client.get(path.format(item=item), {"lang": "ar"} if "?" not in path else None)
        if "?" in path:
            page = client.get(f"{path.format(item=item)}&lang=ar")

        assert '<html lang="ar"' in page.text
        assert not bare_codes(page.text)


def words(page: str) -> set[str]:
    return {text.strip() for text, _isolated in texts_of(page) if text.strip()}


class Texts(HTMLParser):
    """The texts of a page, each with whether something isolates it."""

    ISOLATES = frozenset({"bdi", "time", "textarea", "option", "script", "style", "svg"})
    VOID = frozenset({"meta", "link", "input", "br", "img", "hr", "use", "path", "circle", "rect"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, bool]] = []
        self.found: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in self.VOID:
            isolates = tag in self.ISOLATES or (
                tag != "html" and any(name == "dir" for name, _value in attrs)
            )
            self.open.append((tag, isolates))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        self.found.append((data, any(isolated for _tag, isolated in self.open)))


def texts_of(page: str) -> list[tuple[str, bool]]:
    reader = Texts()
    reader.feed(page)
    return [(text, isolated) for text, isolated in reader.found if text.strip()]


CODE = re.compile(r"\b[A-Z]{2}\s?\d{3}[\s\d]{6,9}[A-Z]{2}\b|\+\d[\d ]{7,}|\d[\d.,]*\s?(?:MAD|د\.م)")
ISOLATED = re.compile("[\u2066\u2068][^\u2069]*\u2069")
ARABIC = re.compile("[\u0600-\u06ff]")


def bare_codes(page: str) -> list[str]:
    """Texts in Arabic that hold a number, a telephone or an amount which nothing isolates."""
    return [
        text.strip()
        for text, isolated in texts_of(page)
        if not isolated and ARABIC.search(text) and CODE.search(ISOLATED.sub("", text))
    ]


def test_a_bare_code_is_noticed() -> None:
    assert bare_codes("<p>الرقم EE 876 543 216 CA هنا</p>") != []
    assert bare_codes("<p>هاتف +212600000001 الآن</p><p>ثمنه 12,50 MAD</p>") != []
    assert (
        bare_codes("<p>الرقم <bdi>EE876543216CA</bdi> هنا</p><title>\u2066EE876543216CA\u2069 · بريد</title>")
        == []
    )


class TestWritten:
    @pytest.mark.parametrize(
        ("language", "day"),
        [
            ("ar", "الاثنين، 23 نونبر 2026"),
            ("fr", "lundi 23 novembre 2026"),
            ("zgh", "ⴰⵢⵏⴰⵙ 23 ⵏⵓⵡⴰⵏⴱⵉⵔ 2026"),
        ],
    )
    def test_days_have_the_months_of_the_country(self, language: str, day: str) -> None:
        with translation.override(language):
            assert formats.day_text(DAY) == day

    def test_weekdays_of_one_language_stay_out_of_another(self) -> None:
        for language in ("zgh", "ar", "fr", "zgh"):
            with translation.override(language):
                name = formats.weekday_text(1)
            assert name == {"zgh": "ⴰⵢⵏⴰⵙ", "ar": "الاثنين", "fr": "lundi"}[language]

    @pytest.mark.parametrize(
        ("language", "hijri"),
        [
            ("ar", "13 جمادى الآخرة 1448 هـ"),
            ("fr", "13 joumada ath-thania 1448 H"),
            ("en", "13 Jumada al-Akhirah 1448 AH"),
        ],
    )
    def test_the_hijri_day_stands_beside_the_civil_one(self, language: str, hijri: str) -> None:
        with translation.override(language):
            assert formats.hijri_text(DAY) == hijri

            assert hijri in both_calendars({"hijri": True}, datetime(2026, 11, 23, 9, tzinfo=UTC))
            assert "hijri" not in both_calendars({}, DAY)

    def test_a_day_that_the_hijri_tables_do_not_hold_is_told_alone(self) -> None:
        assert formats.hijri_text(date(1800, 1, 1)) == ""
        assert "hijri" not in both_calendars({"hijri": True}, date(1800, 1, 1))

    def test_a_code_in_a_title_is_isolated_where_one_reads_to_the_left(self) -> None:
        with translation.override("ar"):
            assert formats.isolated("A017") == "\u2066A017\u2069"
        with translation.override("zgh"):
            assert formats.isolated("A017") == "A017"

    def test_no_page_writes_days_in_the_manner_of_django(self) -> None:
        """Its Arabic months are those of the Levant; only the form for machines is taken from it."""
        pages = messages.SOURCES.rglob("templates/**/*.html")

        assert not [
            (page.name, form)
            for page in pages
            for form in re.findall(r"\|(?:date|time)(?::.([^'\"]*))?", page.read_text())
            if form not in {"Y-m-d", "c", "H:i", "Y-m-d H:i", "U"}
        ]


class TestStandingIn:
    def test_french_says_what_the_amazigh_catalogue_does_not(self) -> None:
        complete("zgh")

        with translation.override("zgh"):
            assert translation.gettext("Offices") == "ⵉⵙⵉⵔⴰⵜⵏ"
            assert translation.gettext("Close the till") == french("Close the till")

    @pytest.mark.parametrize(
        ("language", "shown"),
        [("zgh", "Lettre"), ("fr", "Lettre"), ("ar", "رسالة"), ("en", "Letter"), ("pt", "Letter")],
    )
    def test_names_of_the_pack_follow_it(self, language: str, shown: str) -> None:
        class Thing:
            name_en, name_fr, name_ar = "Letter", "Lettre", "رسالة"

        with translation.override(language):
            assert in_reader_language(en="Letter", fr="Lettre", ar="رسالة") == shown
            assert named(Thing()) == shown

    def test_a_name_known_in_one_script_stands_alone(self) -> None:
        assert in_both_scripts("Zagora", "Zagora", "") == "Zagora"
        assert in_both_scripts("زاكورة", "", "زاكورة") == "زاكورة"


class TestCatalogues:
    def test_what_is_public_is_found_from_the_pages(self) -> None:
        public = {message.id for message in messages.public_template() if message.id}

        assert {
            "Where is my parcel?",
            "It is on its way.",
            "Skip to the content",
            "Ready to be collected",
        } <= public
        assert not {"Close the till", "Badge", "Second factor"} & public

    def test_a_public_text_without_its_amazigh_is_a_mistake(self, monkeypatch: pytest.MonkeyPatch) -> None:
        template = messages.public_template()
        template.add("A text that nobody has translated")
        monkeypatch.setattr(messages, "public_template", lambda: template)

        problems = messages._problems(messages.template_for("zgh"), "zgh")

        assert "zgh: 'A text that nobody has translated' is not in the catalogue: make messages" in problems

    def test_a_text_of_the_desk_needs_none(self) -> None:
        problems = messages._problems(messages.template_for("zgh"), "zgh")

        assert not [problem for problem in problems if "'Close the till'" in problem]


def french(text: str) -> str:
    with translation.override("fr"):
        return translation.gettext(text)


@pytest.fixture(autouse=True)
def _asked_anew() -> Any:
    forget_languages()
    yield
    forget_languages()
