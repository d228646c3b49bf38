"""The addresses of the citizens' own pages of the bank."""

from django.urls import path

from rekkas.bank.views.me import accounts, door, limits, looks, receipts

urlpatterns = [
    path("log-in/", door.log_in, name="me-log-in"),
    path("log-out/", door.log_out, name="me-log-out"),
    path("activate-login/", door.activate_login, name="me-activate-login"),
    path("change-secret/", door.change_secret, name="me-change-secret"),
    path("accounts/<str:number>/", accounts.account, name="me-account"),
    path("accounts/<str:number>/statement.<str:extension>", accounts.statement, name="me-statement"),
    path("transfers/<uuid:entry>/", receipts.receipt, name="me-receipt"),
    path("limits/", limits.limits, name="me-limits"),
    path("looks/", looks.looks, name="me-looks"),
]
