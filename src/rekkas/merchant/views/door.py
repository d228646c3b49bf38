"""The merchants' door: a business signs up, a mailbox is proved, a password opens, the door is closed again."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from rekkas.base.access import MERCHANT, MERCHANTS_HOME, let_in, let_out, public, visitor_of, where_going
from rekkas.base.addresses import address_of
from rekkas.base.errors import Refused
from rekkas.base.keys import ShortCode, drawn_code
from rekkas.merchant import commands, queries
from rekkas.merchant.commands.signing_up import AT_THE_DOOR
from rekkas.merchant.entries import DoorAnswer, NewPassword, SignUp
from rekkas.merchant.forms import CodeForm, JoinForm, LogInForm, MailboxForm, ResetForm, SignUpForm
from rekkas.merchant.views.pages import door_page

ASKED = "merchant-asked"  # the mailbox that a code was sent to, and where its owner was going
NOT_OPEN = _(
    "Address and password do not belong together. After five wrong ones the door is shut for a while."
)


@public
@never_cache
@sensitive_post_parameters()
def sign_up(request: HttpRequest) -> HttpResponse:
    """Take a business in; a code goes to its mailbox."""
    rules = queries.rules_of(settings.COUNTRY)
    form = SignUpForm(request.POST or None, tax_label=rules.tax_label)
    if form.is_valid():
        said = form.cleaned_data
        business = SignUp(
            settings.COUNTRY, said["name"], said["tax_number"], said["phone"], said["email"], said["member_name"],
            language=get_language() or "",
        )  # fmt: skip
        if form.does(
            lambda key: commands.sign_up_merchant(
                business=business, password=NewPassword(said["secret"], known=said["email"]), code=drawn_code(),
                address=address_of(request), by=AT_THE_DOOR, at=timezone.now(),
            )
        ):  # fmt: skip
            return _asks_code(request, said["email"], MERCHANTS_HOME)
    return door_page(request, "merchant/sign_up.html", form=form)


@public
@never_cache
@sensitive_post_parameters()
def log_in(request: HttpRequest) -> HttpResponse:
    """Let somebody in who knows the password of their mailbox."""
    wanted = where_going(request, MERCHANTS_HOME)
    if request.method != "POST" and visitor_of(request, MERCHANT):
        return redirect(wanted)
    form = LogInForm(request.POST or None)
    if form.is_valid():
        email = form.cleaned_data["email"]
        attempt = queries.password_compared(email, form.cleaned_data["secret"])
        answer = commands.log_in_member(email=email, attempt=attempt, by=AT_THE_DOOR, at=timezone.now())
        if answer.opened:
            return _begin(request, answer, wanted)
        if answer.needs_code:
            return _asks_code(request, email, wanted)
        form.add_error(None, _(NOT_OPEN))
    return door_page(request, "merchant/log_in.html", form=form, next=wanted)


@public
@never_cache
@sensitive_post_parameters()
def code(request: HttpRequest) -> HttpResponse:
    """Take the mailbox for theirs who knows what was sent to it, and let them in."""
    asked = request.session.get(ASKED)
    if not asked:
        return redirect("pro-log-in")
    if "again" in request.POST:
        return _send_again(request, asked)
    form = CodeForm(request.POST or None)
    if form.is_valid():
        answer = commands.prove_mailbox(
            email=asked["email"], code=ShortCode(form.cleaned_data["code"]), by=AT_THE_DOOR, at=timezone.now()
        )
        if answer.opened:
            return _begin(request, answer, asked["next"])
        _say_wrong(form)
    return door_page(request, "merchant/code.html", form=form, email=asked["email"])


@public
@never_cache
def forgotten(request: HttpRequest) -> HttpResponse:
    """Send a code to the mailbox of whoever has lost a password. Whether anybody is known by it is not said."""
    form = MailboxForm(request.POST or None)
    if form.is_valid():
        try:
            commands.ask_merchant_code(
                email=form.cleaned_data["email"],
                code=drawn_code(),
                address=address_of(request),
                by=AT_THE_DOOR,
                at=timezone.now(),
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            request.session[ASKED] = {"email": form.cleaned_data["email"], "next": MERCHANTS_HOME}
            return redirect("pro-reset")
    return door_page(request, "merchant/forgotten.html", form=form)


@public
@never_cache
@sensitive_post_parameters()
def reset(request: HttpRequest) -> HttpResponse:
    """Put a new password in the place of one that was lost."""
    asked = request.session.get(ASKED)
    if not asked:
        return redirect("pro-forgotten")
    form = ResetForm(request.POST or None)
    if form.is_valid():
        said = form.cleaned_data
        try:
            answer = commands.reset_password(
                email=asked["email"], code=ShortCode(said["code"]),
                password=NewPassword(said["secret"], known=asked["email"]), by=AT_THE_DOOR, at=timezone.now(),
            )  # fmt: skip
        except Refused as refusal:
            form.add_error("secret", str(refusal))
        else:
            if answer.opened:
                return _begin(request, answer, MERCHANTS_HOME)
            _say_wrong(form)
    return door_page(request, "merchant/reset.html", form=form, email=asked["email"])


@public
@never_cache
@sensitive_post_parameters()
def join(request: HttpRequest, invitation: str) -> HttpResponse:
    """Let somebody who was invited choose a password."""
    form = JoinForm(request.POST or None)
    if form.is_valid():
        try:
            answer = commands.join_team(
                invitation=invitation, password=NewPassword(form.cleaned_data["secret"]), by=AT_THE_DOOR,
                at=timezone.now(),
            )  # fmt: skip
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return _begin(request, answer, MERCHANTS_HOME)
    return door_page(request, "merchant/join.html", form=form)


@public
@require_POST
def log_out(request: HttpRequest) -> HttpResponse:
    """Close the door behind somebody."""
    let_out(request)
    messages.success(request, _("You are logged out."))
    return redirect("pro-log-in")


def _begin(request: HttpRequest, answer: DoorAnswer, wanted: str) -> HttpResponse:
    let_in(request, answer.member, answer.proof, kind=MERCHANT)
    return redirect(wanted)


def _asks_code(request: HttpRequest, email: str, wanted: str) -> HttpResponse:
    request.session[ASKED] = {"email": email, "next": wanted}
    return redirect("pro-code")


def _send_again(request: HttpRequest, asked: dict[str, str]) -> HttpResponse:
    try:
        commands.ask_merchant_code(
            email=asked["email"],
            code=drawn_code(),
            address=address_of(request),
            by=AT_THE_DOOR,
            at=timezone.now(),
        )
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, _("A code is on its way."))
    return redirect("pro-code")


def _say_wrong(form: CodeForm) -> None:
    form.add_error(
        "code", _("This code opens nothing. It lasts 30 minutes; after five wrong ones, ask for a new one.")
    )
