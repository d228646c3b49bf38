"""What comes to a citizen and what they sent; what they are told; who looked."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rekkas.base.access import CitizenRequest, for_citizens
from rekkas.base.errors import Refused
from rekkas.citizen import commands, queries
from rekkas.citizen.choices import TextsBy
from rekkas.citizen.forms import OneselfForm, TextsForm
from rekkas.citizen.views.pages import post_page
from rekkas.network.queries import offices_named


@require_safe
@for_citizens
def home(request: CitizenRequest) -> HttpResponse:
    """Items that come, items sent, items followed."""
    at = timezone.now()
    return post_page(
        request, "citizen/home.html", coming=queries.items_coming(request.citizen.phone, at),
        sent=queries.items_sent(request.citizen.phone, at), followed=queries.followed_by(request.citizen.phone),
    )  # fmt: skip


@for_citizens
def oneself(request: CitizenRequest) -> HttpResponse:
    """What a citizen is called, in both scripts, and the language of texts."""
    row = request.citizen
    first = {"name": row.name, "name_ar": row.name_ar, "language": row.language or request.LANGUAGE_CODE}
    form = OneselfForm(request.POST or None, initial=first)
    if form.is_valid() and _does(
        form,
        lambda: commands.amend_citizen(
            phone=row.phone, **form.cleaned_data, by=request.actor, at=timezone.now()
        ),
    ):
        messages.success(request, _("What you said of yourself is kept."))
        return redirect("post-oneself")
    return post_page(request, "citizen/oneself.html", form=form)


@for_citizens
def texts(request: CitizenRequest) -> HttpResponse:
    """Of what a citizen is told, and how."""
    row = request.citizen
    shown = queries.usual_events(row.phone) if row.events is None else row.events
    form = TextsForm(
        request.POST or None, initial={"texts_by": row.texts_by, "email": row.email, "events": list(shown)}
    )
    if form.is_valid() and _does(
        form,
        lambda: commands.choose_texts(
            phone=row.phone, **form.cleaned_data, by=request.actor, at=timezone.now()
        ),
    ):
        said = form.cleaned_data
        if said["texts_by"] == TextsBy.EMAIL and said["email"] != row.email_proved:
            messages.warning(
                request, _("Your choice is kept. Open the link of the letter that we sent to your mailbox.")
            )
        else:
            messages.success(request, _("Your choice is kept."))
        return redirect("post-texts")
    return post_page(request, "citizen/texts.html", form=form)


@for_citizens
def prove_mailbox(request: CitizenRequest, token: str) -> HttpResponse:
    """Where the letter to a mailbox leads: only a press proves it, for links are opened by machines, too."""
    if request.method == "POST":
        try:
            commands.prove_mailbox(
                phone=request.citizen.phone, token=token, by=request.actor, at=timezone.now()
            )
        except Refused as refusal:
            messages.warning(request, str(refusal))
        else:
            messages.success(request, _("This mailbox is yours. What you want to know comes there."))
        return redirect("post-texts")
    return post_page(request, "citizen/mailbox.html")


@require_safe
@for_citizens
def looks(request: CitizenRequest) -> HttpResponse:
    """Who of the post looked at what is known of a citizen."""
    found = queries.looks_at_citizen(request.citizen, timezone.now())
    offices = offices_named({look.office for look in found if look.office})
    rows = [(look, offices.get(look.office)) for look in found]
    return post_page(request, "citizen/looks.html", rows=rows)


@require_POST
@for_citizens
def unfollow(request: CitizenRequest, follower: int) -> HttpResponse:
    """Be told of an item no more."""
    commands.unfollow(follower=follower, by=request.actor, at=timezone.now())
    messages.success(request, _("You are told of this item no more."))
    return redirect("post")


def _does(form: OneselfForm | TextsForm, verb: Callable[[], None]) -> bool:
    """Carry out the verb; a refusal is said beside what was typed."""
    try:
        verb()
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True
