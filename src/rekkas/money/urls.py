"""The desk pages of money."""

from django.urls import path

from rekkas.money import views

urlpatterns = [
    path("money/", views.places, name="money"),
    path("money/accounts/<path:code>/", views.account, name="money-account"),
    path("money/items/<str:subject>/", views.trail, name="money-trail"),
]
