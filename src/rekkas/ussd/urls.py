"""The desk pages about who dials."""

from django.urls import path

from rekkas.ussd.views import desk

urlpatterns = [
    path("ussd/callbacks/", desk.callbacks, name="ussd-callbacks"),
    path(
        "ussd/callbacks/<uuid:callback>/finish-callback/", desk.finish_callback, name="ussd-finish-callback"
    ),
    path("ussd/simulator/", desk.simulator, name="ussd-simulator"),
]
