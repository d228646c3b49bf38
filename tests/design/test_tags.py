"""How numbers, days and states are written, in each language, and that nothing slips through unescaped."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.template import Context, Template
from django.utils import timezone as timezones
from django.utils import translation

NBSP, NARROW = "\u00a0", "\u202f"


def shown(source: str, language: str = "en", **context: object) -> str:
    with translation.override(language):
        return Template(source).render(Context(context))


@pytest.mark.parametrize(
    ("amount", "currency", "language", "text"),
    [
        (125050, "MAD", "en", f"MAD{NBSP}1,250.50"),
        (125050, "MAD", "fr", f"1{NARROW}250,50{NBSP}MAD"),
        (-125050, "MAD", "ar", f"\u200f\u200e-1.250,50{NBSP}د.م.\u200f"),
        (125050, "MAD", "ar", f"\u200f1.250,50{NBSP}د.م.\u200f"),
        (12500, "TND", "fr", f"12,500{NBSP}TND"),  # thousandths
        (12, "XOF", "en", f"F{NARROW}CFA{NBSP}12"),  # no smaller unit
        (5, "IQD", "en", f"IQD{NBSP}0.005"),  # ISO has three decimals where common locale data has none
        (-5, "MAD", "en", f"-MAD{NBSP}0.05"),
    ],
)
def test_an_amount_has_the_decimals_of_its_currency(
    amount: int, currency: str, language: str, text: str
) -> None:
    assert shown("{% money a c %}", language, a=amount, c=currency) == f'<bdi class="money">{text}</bdi>'


@pytest.mark.parametrize(
    ("country", "language", "amount", "month"),
    [
        ("MA", "ar", "1.250,50", "نونبر"),
        ("TN", "ar", "1.250,50", "نوفمبر"),
        ("EG", "ar", "1,250.50", "نوفمبر"),
        ("SN", "fr", f"1{NARROW}250,50", "novembre"),
        ("CH", "fr", f"1{NARROW}250,50", "novembre"),
        ("MA", "en", "1,250.50", "November"),
        ("ZA", "en", f"1{NBSP}250,50", "November"),
        ("XX", "fr", f"1{NARROW}250,50", "novembre"),  # no country of ours
    ],
)
def test_a_country_writes_a_language_in_its_own_manner(
    settings: Any, country: str, language: str, amount: str, month: str
) -> None:
    settings.COUNTRY = country

    assert amount in shown("{% money 125050 'MAD' %}", language)
    assert month in shown("{{ d|day }}", language, d=date(2026, 11, 24))


def test_a_moment_is_shown_in_the_offset_that_it_carries() -> None:
    at = datetime(2026, 11, 24, 23, 30, tzinfo=timezone(timedelta(hours=1)))

    assert shown("{{ at|moment }}", at=at) == (
        '<time datetime="2026-11-24T23:30:00+01:00">Tue 24 Nov 2026, 23:30</time>'
    )
    assert "22:30" in shown("{{ at|clock }}", at=at.astimezone(UTC))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Tuesday, 24 November 2026"),
        ("fr", "mardi 24 novembre 2026"),
        ("ar", "الثلاثاء، 24 نونبر 2026"),
    ],
)
def test_a_day_is_written_as_the_reader_writes_it(language: str, text: str) -> None:
    assert (
        shown("{{ d|day }}", language, d=date(2026, 11, 24)) == f'<time datetime="2026-11-24">{text}</time>'
    )


@pytest.mark.parametrize(
    ("language", "text"), [("fr", "mardi 1er décembre 2026"), ("en", "Tuesday, 1 December 2026")]
)
def test_the_first_of_a_month_is_an_ordinal_in_french_only(language: str, text: str) -> None:
    first = datetime(2026, 12, 1, 9, 30)

    assert text in shown("{{ d|day }}", language, d=first.date())
    assert ("1er" in shown("{{ d|moment }}", language, d=first)) is (language == "fr")
    assert "11er" not in shown("{{ d|day }}", language, d=date(2026, 12, 11))


@pytest.mark.parametrize(("language", "text"), [("ar", "a، b"), ("fr", "a, b")])
def test_a_list_has_the_comma_of_its_script(language: str, text: str) -> None:
    assert shown("a{% comma %}b", language) == text


def test_a_moment_of_the_database_is_told_by_the_clock_of_the_reader() -> None:
    at = datetime(2026, 4, 20, 23, 30, tzinfo=UTC)

    with timezones.override("Africa/Casablanca"):
        assert "21 Apr 2026, 00:30" in shown("{{ at|here|moment }}", at=at)
    assert shown("{{ at|here|moment }}", at=None) == ""


@pytest.mark.parametrize(
    ("weight_g", "language", "text"),
    [(850, "en", "850 g"), (2500, "en", "2.5 kg"), (2500, "fr", f"2,5{NARROW}kg"), (1000, "ar", "1 كغم")],
)
def test_a_weight_is_in_grams_below_a_kilogram(weight_g: int, language: str, text: str) -> None:
    assert shown("{{ g|weight }}", language, g=weight_g) == f'<bdi class="weight">{text}</bdi>'


@pytest.mark.parametrize("filter_name", ["moment", "day", "clock", "weight"])
def test_what_is_not_known_leaves_an_empty_place(filter_name: str) -> None:
    assert shown(f"{{{{ x|{filter_name} }}}}", x=None) == ""


def test_an_item_number_is_grouped_as_on_its_label() -> None:
    expected = f'<bdi class="code" dir="ltr">EE{NBSP}876{NBSP}543{NBSP}216{NBSP}CA</bdi>'

    assert shown("{% code n %}", n="EE876543216CA") == expected
    assert ">MA0001<" in shown("{% code n %}", n="MA0001")


@pytest.mark.parametrize(
    "source",
    [
        "{% code x %}",
        "{% chip 'good' x 'check' %}",
        "{% status_chip 'delivered' x %}",
        "{% crumb x x %}",
        "{% key x %}",
        "{% pictogram x %}",
        "{% toast 'good' x 'check' %}",
        "{% stepper 1 x %}",
        "{% progress 1 2 x %}",
        "{% dialog x x %}{{ x }}{% enddialog %}",
    ],
)
def test_what_comes_from_outside_is_escaped(source: str) -> None:
    html = shown(source, x='"><script>')

    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_a_status_is_never_told_by_colour_alone() -> None:
    html = shown("{% status_chip s 'Delivered' %}", s="delivered")

    assert "tone-good" in html
    assert "icons.svg#check" in html
    assert "Delivered" in html
    assert "icons.svg#question" in shown("{% status_chip s 'Odd' %}", s="never-heard-of")


class Ask(forms.Form):
    number = forms.CharField(label="Number", help_text="On the receipt.")
    note = forms.CharField(label="Note", required=False)
    where = forms.ChoiceField(
        label="Where", choices=[("a", "Here"), ("b", "There")], widget=forms.RadioSelect
    )


def test_a_field_ties_its_help_and_its_mistake_to_the_control() -> None:
    html = shown("{% form_errors f %}{% field f.number autofocus=True %}", f=Ask({"number": ""}))

    assert 'for="id_number"' in html
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_number_helptext id_number_error"' in html
    assert 'id="id_number_helptext"' in html
    assert 'id="id_number_error"' in html
    assert 'href="#id_number"' in html
    assert " autofocus" in html


def test_a_choice_is_a_named_group_and_an_optional_field_says_so() -> None:
    html = shown("{% field f.where %}{% field f.note %}", f=Ask())

    assert 'role="group" id="id_where" aria-labelledby="id_where_label"' in html
    assert html.count('type="radio"') == 2
    assert html.count("(optional)") == 1


def test_the_step_that_one_is_at_is_said_and_those_before_it_are_done() -> None:
    html = shown("{% stepper 2 'Who' 'What' 'Paid' %}", "fr")

    assert html.count('class="done"') == 1
    assert html.index('class="done"') < html.index('aria-current="step"') < html.index("Paid")
    assert "(fait)" in html


def test_a_dialog_has_a_name_a_way_out_and_what_it_asks() -> None:
    html = shown(
        "{% dialog 'give-up' 'Give up?' 'grave' %}<p>{{ what }}</p>{% enddialog %}", "fr", what="Everything"
    )

    assert '<dialog id="give-up" class="grave" aria-labelledby="give-up-title">' in html
    assert '<h2 id="give-up-title">Give up?</h2>' in html
    assert 'data-closes aria-label="Fermer"' in html
    assert "<p>Everything</p>" in html


def test_the_key_of_an_act_is_for_eyes_and_each_of_its_parts_is_a_key() -> None:
    html = shown("{% key 'Ctrl+Enter' %}")

    assert html == ('<span aria-hidden="true"><kbd class="key">Ctrl</kbd> <kbd class="key">↵</kbd></span>')


def test_each_audience_has_a_frame() -> None:
    for frame, body in (("public", ""), ("desk", "desk"), ("me", "me"), ("pro", "pro")):
        html = shown(
            f"{{% extends 'design/{frame}.html' %}}{{% block content %}}<h1>Here</h1>{{% endblock %}}",
            user=AnonymousUser(),
        )

        assert f'<body class="{body}">' in html
        assert "<h1>Here</h1>" in html
