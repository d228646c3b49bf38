"""The addresses of the citizens' own pages of payments."""

from django.urls import path

from rekkas.payments.views.me import home, orders, transfers

urlpatterns = [
    path("", home.home, name="me"),
    path("transfer/", transfers.transfer, name="me-send"),
    path("transfers/<str:number>/", transfers.one_transfer, name="me-transfer"),
    path("money-orders/", orders.money_orders, name="me-orders"),
    path("money-orders/<str:number>/", orders.money_order, name="me-order"),
    path("issue-money-order/", orders.issue_money_order, name="me-issue-money-order"),
]
