"""The desk pages of commerce."""

from django.urls import path

from rekkas.commerce import views

urlpatterns = [
    path("commerce/pay-merchant/", views.pay_merchant, name="commerce-pay-merchant"),
    path("commerce/payouts/<str:number>/", views.payout, name="commerce-payout"),
    path("commerce/payouts/<str:number>/statement.csv", views.payout_table, name="commerce-payout-table"),
]
