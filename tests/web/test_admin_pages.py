"""The admin pages hold reference data: how people log in is not among it."""

from django.contrib import admin


def test_nobody_takes_a_second_factor_away_on_the_admin_pages() -> None:
    shown = {model._meta.app_label for model in admin.site._registry}

    assert "territory" in shown
    assert shown.isdisjoint({"account", "mfa", "usersessions"})
