"""The desk pages of studies: what was asked, how far it is, what was found; and the forms that begin one."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from rekkas.base.access import StaffRequest, requires
from rekkas.base.errors import NotFound, Refused
from rekkas.desk.listings import page_of
from rekkas.desk.pages import show
from rekkas.strategy import commands, queries
from rekkas.strategy.choices import StudyKind, StudyState
from rekkas.strategy.forms import FORMS
from rekkas.strategy.words import asked_in_words, doing_in_words, failure_in_words, sheets_of
from rekkas.territory import queries as territory

SENTENCES = {
    StudyKind.SIMULATION: gettext_lazy("Days of mail through the network as it is, or as it might be."),
    StudyKind.COMPARISON: gettext_lazy("Two networks under the same mail and the same luck."),
    StudyKind.IMPROVEMENT: gettext_lazy("Shorter ways with the vehicles, the hours and the cost of today."),
    StudyKind.SITES: gettext_lazy("Who lives how near to an access point, and where new ones help most."),
}
ICONS = {
    StudyKind.SIMULATION: "moving", StudyKind.COMPARISON: "search", StudyKind.IMPROVEMENT: "clock",
    StudyKind.SITES: "pin",
}  # fmt: skip
LOOKS = {
    StudyState.WAITING: ("quiet", "clock"), StudyState.RUNNING: ("moving", "moving"),
    StudyState.DONE: ("good", "check"), StudyState.FAILED: ("bad", "alert"),
    StudyState.CANCELLED: ("quiet", "cross"),
}  # fmt: skip


@requires("view.network")
def list_studies(request: StaffRequest) -> HttpResponse:
    """Every study, the latest first, with how far it is."""
    page = page_of(request, queries.studies())
    rows = [_standing(study) for study in page]
    under_way = any(not row["study"].is_over for row in rows)
    return render(
        request, "strategy/studies.html",
        {"rows": rows, "page": page, "under_way": under_way, "kinds": _kinds(request)},
    )  # fmt: skip


def _kinds(request: StaffRequest) -> list[dict[str, Any]]:
    if not request.actor.may("strategy.begin_study"):
        return []
    return [
        {"kind": kind, "sentence": SENTENCES[kind], "icon": ICONS[kind]} for kind in StudyKind
    ]  # fmt: skip


def _standing(study: Any) -> dict[str, Any]:
    """What is said of a study wherever it is shown."""
    tone, icon = LOOKS[study.state]
    return {
        "study": study, "tone": tone, "icon": icon, "doing": doing_in_words(study.doing),
        "percent": study.progress // 10,
    }  # fmt: skip


@requires("strategy.begin_study")
def choose_study(request: StaffRequest) -> HttpResponse:
    """Which kind of study is to be begun."""
    return render(request, "strategy/choose_study.html", {"kinds": _kinds(request)})


@requires("strategy.begin_study")
def begin_study(request: StaffRequest, kind: str) -> HttpResponse:
    """Ask for a study of one kind."""
    if kind not in FORMS:
        raise NotFound(what=kind)
    countries = [(row.pk, row.name) for row in territory.countries()]
    form = FORMS[kind](request.POST or None, countries=countries, today=timezone.now().date())
    if form.is_valid() and form.does(lambda key: _begin(request, kind, form, key)):
        messages.success(request, _("Study %(number)s is asked for.") % {"number": form.result})
        return redirect("strategy-study", number=form.result)
    return show(
        request, "strategy/begin_study.html", form=form, kind=StudyKind(kind), sentence=SENTENCES[StudyKind(kind)],
        fields=[field for field in form.visible_fields() if field.name not in ("country", "title")],
    )  # fmt: skip


def _begin(request: StaffRequest, kind: str, form: Any, key: str) -> int:
    return commands.begin_study(
        kind=StudyKind(kind), country=form.cleaned_data["country"], params=form.params(),
        seed=form.cleaned_data["seed"], title=form.cleaned_data["title"], by=request.actor, at=timezone.now(), key=key,
    )  # fmt: skip


@requires("view.network")
def show_study(request: StaffRequest, number: int) -> HttpResponse:
    """One study: how far it is, or what it found."""
    study = queries.study(number)
    result = queries.result_of(study)
    code, failure = failure_in_words(study.failure)
    params = queries.params_of(study)
    return show(
        request, "strategy/study.html", **_standing(study), result=result,
        sheets=sheets_of(result) if result is not None else [], failure=failure, failure_code=code,
        asked=asked_in_words(params, study.seed), params=params,
        may_cancel=not (study.is_over or study.cancel_asked) and request.actor.may("strategy.cancel_study"),
    )  # fmt: skip


@requires("view.network")
def progress(request: StaffRequest, number: int) -> HttpResponse:
    """How far a study is, as the part of its page that changes."""
    return render(request, "strategy/_standing.html", _standing(queries.study(number)))


@requires("strategy.cancel_study")
@require_POST
def cancel_study(request: StaffRequest, number: int) -> HttpResponse:
    """Give a study up."""
    try:
        commands.cancel_study(study=number, by=request.actor, at=timezone.now())
        messages.success(request, _("Study %(number)s is being cancelled.") % {"number": number})
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("strategy-study", number=number)


@requires("view.network")
def download(request: StaffRequest, number: int, name: str) -> HttpResponse:
    """One of the tables of a study, whole."""
    path = queries.file_of(queries.study(number), name)
    if path is None:
        raise NotFound(what=name)
    answer = FileResponse(
        path.open("rb"), as_attachment=True, filename=f"study-{number}-{name}", content_type="text/csv; charset=utf-8"
    )  # fmt: skip
    return answer  # type: ignore[return-value]
