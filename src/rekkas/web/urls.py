"""The addresses, by audience: everyone, the desk, citizens, machines. Each app brings its own."""

from django.contrib import admin
from django.urls import include, path

from rekkas.web import views
from rekkas.web.api import api

DESK_APPS = ("counter", "mail", "delivery", "money", "cash", "bank", "payments", "commerce", "strategy")

urlpatterns = [
    path("", views.home, name="home"),
    path("track/", views.track_items, name="track"),
    path("track/<str:number>/", views.track_item, name="track-item"),
    path("offices/", views.offices, name="offices"),
    path("offices/<str:code>/", views.office, name="office"),
    path("prices/", views.prices, name="prices"),
    path("promise/", views.promise, name="promise"),
    path("desk/log-in/", views.log_in, name="log-in"),
    path("desk/log-out/", views.log_out, name="log-out"),
    path("desk/", views.desk, name="desk"),
    path("docs/errors", views.errors, name="errors"),
    path("docs/errors/<slug:app>", views.errors_of, name="errors-of"),
    path("healthz", views.health, name="health"),
    path("api/v1/", api.urls),
    path("admin/", admin.site.urls),
    *(path("desk/", include(f"rekkas.{app}.urls")) for app in DESK_APPS),
    *(path("me/", include(f"rekkas.{app}.views.me.urls")) for app in ("bank", "payments")),
]
