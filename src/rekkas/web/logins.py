"""The log-in of staff and what belongs to it: django-allauth under our addresses, words and look (decision 0033)."""

from typing import Any

from allauth.account import views as account
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import LoginForm
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery_codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.usersessions import views as usersessions
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from rekkas.base.access import ONESELF, public, requires
from rekkas.base.addresses import address_of
from rekkas.base.boxes import put_away, taken_out

SECOND_FACTOR = "second factor"


class Logins(DefaultAccountAdapter):  # type: ignore[misc]
    """Staff are given a login by an administrator: nobody signs up, and no message is sent."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Never a refusal: a proxy that is badly set would shut the door for everybody."""
        return address_of(request)

    def add_message(
        self, request: HttpRequest, level: int, *args: Any, message: Any = None, **kwargs: Any
    ) -> None:
        """Pages say themselves what became of what was sent; only what went wrong is told."""
        if message:
            super().add_message(request, level, message=message)

    def set_password(self, user: Any, password: str) -> None:
        user.is_secret_given = False
        super().set_password(user, password)


class SecondFactors(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets of second factors lie in the database under the site's own secret."""

    def encrypt(self, text: str) -> str:
        return put_away(text, SECOND_FACTOR)

    def decrypt(self, encrypted_text: str) -> str:
        return taken_out(encrypted_text, SECOND_FACTOR)


class LogInForm(LoginForm):  # type: ignore[misc]
    """Name and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("Username")
        self.fields["password"].help_text = ""
        for name, completes in (("login", "username"), ("password", "current-password")):
            self.fields[name].widget.attrs = {"autocomplete": completes, "dir": "ltr"}
        self.fields["login"].widget.attrs |= {"autofocus": True, "autocapitalize": "none"}

    def add_prefix(self, field_name: str) -> str:
        return str(super().add_prefix("username" if field_name == "login" else field_name))


class LogIn(account.LoginView):  # type: ignore[misc]
    """Let a member of staff in, by way of their second factor if they have one."""

    form_class = LogInForm
    template_name = "web/log_in.html"


log_in = public(LogIn.as_view())
passkey = public(TemplateView.as_view(template_name="web/passkey.html"))
own = requires(ONESELF)


@public
def to_the_log_in(request: HttpRequest) -> HttpResponse:
    """The admin pages have no door of their own."""
    return redirect_to_login(request.GET.get("next", "/admin/"))


# allauth finds its pages by these names. Each of them is about the reader's own log-in; what it has besides (sign-up,
# e-mail, passwords by e-mail) has no address here.
OWN_PAGES = [
    path("confirm/", own(account.reauthenticate), name="account_reauthenticate"),
    path("password/", own(account.password_change), name="account_change_password"),
    path("second-factor/", own(mfa.index), name="mfa_index"),
    path("second-factor/confirm/", own(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("second-factor/app/", own(totp.activate_totp), name="mfa_activate_totp"),
    path("second-factor/app/remove/", own(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("second-factor/codes/", own(recovery_codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path(
        "second-factor/codes/new/",
        own(recovery_codes.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "second-factor/codes/text/",
        own(recovery_codes.download_recovery_codes),
        name="mfa_download_recovery_codes",
    ),
    path("second-factor/keys/", own(webauthn.list_webauthn), name="mfa_list_webauthn"),
    path("second-factor/keys/add/", own(webauthn.add_webauthn), name="mfa_add_webauthn"),
    path(
        "second-factor/keys/confirm/",
        own(webauthn.reauthenticate_webauthn),
        name="mfa_reauthenticate_webauthn",
    ),
    path("second-factor/keys/<int:pk>/remove/", own(webauthn.remove_webauthn), name="mfa_remove_webauthn"),
    path("second-factor/keys/<int:pk>/name/", own(webauthn.edit_webauthn), name="mfa_edit_webauthn"),
    path("sessions/", own(usersessions.list_usersessions), name="usersessions_list"),
]
urlpatterns = [
    path("log-in/", log_in, name="account_login"),
    path("log-in/second-factor/", public(mfa.authenticate), name="mfa_authenticate"),
    path("log-in/passkey/", passkey, name="passkey"),
    path("log-in/passkey/use/", public(webauthn.login_webauthn), name="mfa_login_webauthn"),
    path("log-in/retired/", public(account.account_inactive), name="account_inactive"),
    path("account/", include(OWN_PAGES)),
]
