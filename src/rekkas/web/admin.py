"""What the libraries of the log-in would show on the admin pages, and does not: nobody takes away another's second
factor there, or ends a session, past the verbs that write it down.
"""

# Their own registrations come first: they happen once, when these are read.
import allauth.account.admin
import allauth.mfa.admin
import allauth.usersessions.admin  # noqa: F401
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import admin

for kept_out in (EmailAddress, Authenticator, UserSession):
    if admin.site.is_registered(kept_out):
        admin.site.unregister(kept_out)
