"""The desk pages of the mail."""

from django.urls import path

from rekkas.mail.views import bags, dispatches, items, runs

urlpatterns = [
    path("mail/", items.work, name="mail-work"),
    path("mail/prepare-receptacle/", bags.prepare_receptacle, name="mail-prepare-receptacle"),
    path("mail/fill-receptacle/", bags.fill_receptacle, name="mail-fill-receptacle"),
    path("mail/close-receptacle/", bags.close_receptacle, name="mail-close-receptacle"),
    path("mail/open-receptacle/", bags.open_receptacle, name="mail-open-receptacle"),
    path("mail/close-dispatch/", dispatches.close_dispatch, name="mail-close-dispatch"),
    path("mail/depart-run/", runs.depart_run, name="mail-depart-run"),
    path("mail/arrive-run/", runs.arrive_run, name="mail-arrive-run"),
    path("mail/receive-dispatch/", dispatches.receive_dispatch, name="mail-receive-dispatch"),
    path("mail/record-scans/", items.record_scans, name="mail-record-scans"),
    path("mail/quarantine/", items.quarantine, name="mail-quarantine"),
    path("mail/items/<str:number>/", items.item, name="mail-item"),
]
