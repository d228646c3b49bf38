"""Who may open a page: each view says so in one line, and the routes are checked for it."""

import functools
from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import add_never_cache_headers

from rekkas.base.actors import Actor
from rekkas.base.choices import ActorKind, Role
from rekkas.base.errors import NotAllowed
from rekkas.base.models import User

P = ParamSpec("P")
View = TypeVar("View", bound=Callable[..., HttpResponseBase])
PUBLIC = "public"


class StaffRequest(HttpRequest):
    """A request whose author is known."""

    user: User
    actor: Actor


def actor_of(user: User) -> Actor:
    """The author of what a member of staff does: in their role, at their office."""
    if user.is_superuser:
        return Actor(ActorKind.PERSON, user.username, user.office_code or None, frozenset({"*"}))
    return Actor.in_role(user.username, Role(user.role), user.office_code or None)


def reader_of(request: HttpRequest) -> Actor | None:
    """The member of staff who reads this page, if one has logged in."""
    user = getattr(request, "user", None)
    return actor_of(user) if isinstance(user, User) else None


def public(view: View) -> View:
    """A page for everyone."""
    view.permission = PUBLIC  # type: ignore[attr-defined]
    return view


def requires(
    permission: str,
) -> Callable[
    [Callable[Concatenate[StaffRequest, P], HttpResponse]],
    Callable[Concatenate[HttpRequest, P], HttpResponse],
]:
    """A page for those who may use this verb (``mail.close_dispatch``) or see this view (``view.desk``).

    Others are asked to log in, or refused (NotAllowed). The view finds its author in ``request.actor``; no
    browser and no proxy keeps what it answers.
    """

    def guard(
        view: Callable[Concatenate[StaffRequest, P], HttpResponse],
    ) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
        @functools.wraps(view)
        def guarded(request: Any, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            request.actor = actor_of(request.user)
            if not request.actor.may(permission):
                raise NotAllowed(who=request.user.get_username(), verb=permission)
            response = view(request, *args, **kwargs)
            add_never_cache_headers(response)
            return response

        guarded.permission = permission  # type: ignore[attr-defined]
        return guarded

    return guard
