"""The desk pages of the counter."""

from django.urls import path

from rekkas.counter.views import accepting, visits, window

urlpatterns = [
    path("window/", window.window, name="counter-window"),
    path("window/sheet/", window.sheet, name="counter-sheet"),
    path("window/acts/", window.acts, name="counter-acts"),
    path("window/numbers/", window.numbers, name="counter-numbers"),
    path("window/find/", window.find, name="counter-find"),
    path("window/worker.js", window.worker, name="counter-worker"),
    path("window/manifest.webmanifest", window.manifest, name="counter-manifest"),
    path("counter/visits/", visits.visits, name="counter-visits"),
    path("counter/visits/<str:number>/", visits.visit, name="counter-visit"),
    path("counter/held/", visits.held, name="counter-held"),
    path("counter/held/<uuid:act>/release-act/", visits.release_act, name="counter-release-act"),
    path("counter/held/<uuid:act>/decline-act/", visits.decline_act, name="counter-decline-act"),
    path("counter/accept-parcels/", accepting.accept_parcels, name="counter-accept-parcels"),
    path("counter/receipts/<str:number>/", accepting.receipt, name="counter-receipt"),
    path("counter/receipts/<str:number>/receipt.pdf", accepting.receipt_paper, name="counter-receipt-paper"),
    path("counter/items/<str:number>/label.pdf", accepting.item_label, name="item-label"),
    path("counter/bags/<str:number>/label.pdf", accepting.bag_label, name="bag-label"),
]
