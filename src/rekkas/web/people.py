"""The people who work here: who may do what and where, as administrators see to it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from rekkas.base import commands, queries
from rekkas.base.access import StaffRequest, User, requires
from rekkas.base.choices import Role
from rekkas.desk.forms import DeskForm
from rekkas.desk.listings import Listing, page_of
from rekkas.desk.pages import show
from rekkas.network.queries import offices_named
from rekkas.web.forms_staff import PlaceForm, UserForm
from rekkas.web.papers import badge_pdf


@requires("view.people")
def people(request: StaffRequest) -> HttpResponse:
    """Who works within the reader's reach: found by name, role or place."""
    words, role = request.GET.get("q", "").strip(), request.GET.get("role", "")
    found = queries.people_in_reach(request.actor, words=words, role=role)
    return render(
        request, "web/people.html",
        {"page_obj": page_of(request, Listing(found, list)), "words": words, "role": role, "roles": Role.choices,
         "may_add": request.actor.may("base.add_user")},
    )  # fmt: skip


@requires("view.people")
def person(request: StaffRequest, user: str) -> HttpResponse:
    """One of them: role, place, ways in, and what was done about them."""
    row = queries.person_in_reach(request.actor, user)
    verbs = ("assign_user", "issue_badge", "reset_user", "retire_user")
    may = {verb: request.actor.may(f"base.{verb}") and row.is_active for verb in verbs}
    if row.username == request.actor.name:
        may = {**dict.fromkeys(verbs, False), "issue_badge": may["issue_badge"]}
    context = {
        "person": row, "may": may, "ways": queries.ways_in(row), "form": DeskForm(None),
        "office": offices_named([row.office_code]).get(row.office_code), "acts": queries.acts_about(user),
    }  # fmt: skip
    return render(request, "web/person.html", context)


@requires("base.add_user")
@sensitive_variables("form")
def add_user(request: StaffRequest) -> HttpResponse:
    """Give somebody a login."""
    form = UserForm(request.POST or None, initial={"office": request.actor.office or ""})
    if form.is_valid() and form.does(
        lambda _key: commands.add_user(
            user=form.cleaned_data["user"], full_name=form.cleaned_data["full_name"], by=request.actor,
            at=timezone.now(), **_place(form),
        )
    ):  # fmt: skip
        return _password(request, form.cleaned_data["user"], form.result)
    return show(request, "web/add_user.html", form=form)


@requires("base.assign_user")
def assign_user(request: StaffRequest, user: str) -> HttpResponse:
    """Give somebody another role or place."""
    row = queries.person_in_reach(request.actor, user)
    now = {"role": row.role, "office": row.office_code, "region": row.region_code}
    form = PlaceForm(request.POST or None, initial=now)
    if form.is_valid() and form.does(
        lambda _key: commands.assign_user(user=user, by=request.actor, at=timezone.now(), **_place(form))
    ):
        messages.success(request, _("The new role and place hold from now on."))
        return redirect("person", user=user)
    return show(request, "web/assign_user.html", form=form, person=row)


@requires("base.retire_user")
def retire_user(request: StaffRequest, user: str) -> HttpResponse:
    """Take somebody's login away."""
    return _asked(request, user, "retire_user", lambda: _retired(request, user))


@requires("base.reset_user")
def reset_user(request: StaffRequest, user: str) -> HttpResponse:
    """Give somebody a new password, and take PIN, badge and second factors away."""
    return _asked(
        request, user, "reset_user",
        lambda: _password(request, user, commands.reset_user(user=user, by=request.actor, at=timezone.now())),
    )  # fmt: skip


@requires("base.issue_badge")
def issue_badge(request: StaffRequest, user: str) -> HttpResponse:
    """Make a new badge, as a card to print."""
    return _asked(request, user, "issue_badge", lambda: _badge(request, user))


def _retired(request: StaffRequest, user: str) -> HttpResponse:
    commands.retire_user(user=user, by=request.actor, at=timezone.now())
    messages.success(request, _("The login is taken away."))
    return redirect("people")


def _badge(request: StaffRequest, user: str) -> HttpResponse:
    row: User = queries.person_in_reach(request.actor, user)
    code = commands.issue_badge(user=user, by=request.actor, at=timezone.now())
    card = badge_pdf(name=row.get_full_name() or row.username, role=row.get_role_display(), office=row.office_code
                     or row.region_code, code=code)  # fmt: skip
    return HttpResponse(
        card, content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="badge-{row.pk}.pdf"', "Cache-Control": "no-store"},
    )  # fmt: skip


def _asked(request: StaffRequest, user: str, verb: str, do: Callable[[], HttpResponse]) -> HttpResponse:
    """A page that asks before it does what cannot be undone; sent twice it does it twice, and harms nobody."""
    row = queries.person_in_reach(request.actor, user)
    if request.method == "POST":
        return do()
    return render(request, f"web/{verb}.html", {"person": row})


def _password(request: StaffRequest, user: str, password: Any) -> HttpResponse:
    """Told once: the page is kept by no browser, and a second look at it shows nothing."""
    return render(request, "web/password_given.html", {"name": user, "password": password})


def _place(form: PlaceForm) -> dict[str, Any]:
    said = form.cleaned_data
    return {"role": Role(said["role"]), "office": said["office"], "region": said["region"]}
