"""One address whose page refuses a clerk, beside the site's own."""

from django.urls import path

from rekkas.web.urls import urlpatterns as site
from tests.web.test_access import till

urlpatterns = [path("till/", till), *site]
