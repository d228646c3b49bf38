"""The desk pages of the counter."""

from django.urls import path

from rekkas.counter import views

urlpatterns = [
    path("counter/accept-parcels/", views.accept_parcels, name="counter-accept-parcels"),
    path("counter/receipts/<str:number>/", views.receipt, name="counter-receipt"),
    path("counter/receipts/<str:number>/receipt.pdf", views.receipt_paper, name="counter-receipt-paper"),
    path("counter/items/<str:number>/label.pdf", views.item_label, name="item-label"),
    path("counter/bags/<str:number>/label.pdf", views.bag_label, name="bag-label"),
]
