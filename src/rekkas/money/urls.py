"""The desk pages of money."""

from django.urls import path

from rekkas.money import views

urlpatterns = [
    path("money/", views.books, name="money"),
    path("money/accounts.csv", views.books_table, name="money-table"),
    path("money/accounts/<path:code>/movements.csv", views.account_table, name="money-account-table"),
    path("money/accounts/<path:code>/", views.account, name="money-account"),
    path("money/entries/<uuid:key>/", views.entry, name="money-entry"),
    path("money/entries/<uuid:key>/reverse-entry/", views.reverse_entry, name="money-reverse-entry"),
    path("money/items/<str:subject>/", views.trail, name="money-trail"),
    path("money/close-day/", views.close_day, name="money-close-day"),
    path("money/days/<str:book>/<str:day>.pdf", views.closing_statement, name="money-closing-statement"),
]
