"""The desk pages of delivery."""

from django.urls import path

from rekkas.delivery.views import cash, rounds

urlpatterns = [
    path("delivery/take-out/", rounds.take_out, name="delivery-take-out"),
    path("delivery/attempt-delivery/", rounds.attempt_delivery, name="delivery-attempt-delivery"),
    path("delivery/deliver-items/", rounds.deliver_items, name="delivery-deliver-items"),
    path("delivery/await-collection/", rounds.await_collection, name="delivery-await-collection"),
    path("delivery/hand-over-cash/", cash.hand_over_cash, name="delivery-hand-over-cash"),
    path("delivery/bank-cash/", cash.bank_cash, name="delivery-bank-cash"),
    path("delivery/proofs/<str:number>/", rounds.proof, name="delivery-proof"),
    path(
        "delivery/proofs/<str:number>/signature", rounds.evidence, {"kind": "signature"}, "delivery-signature"
    ),
    path("delivery/proofs/<str:number>/photo", rounds.evidence, {"kind": "photo"}, "delivery-photo"),
]
