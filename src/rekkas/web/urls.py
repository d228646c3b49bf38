"""The addresses, by audience: everyone, the desk, citizens, machines. Each app brings its own."""

from django.contrib import admin
from django.urls import include, path

from rekkas.web import logins, office_pages, people, sessions, support, views
from rekkas.web.api import api
from rekkas.web.design_page import living_page

DESK_APPS = (
    "counter",
    "mail",
    "delivery",
    "money",
    "cash",
    "bank",
    "payments",
    "commerce",
    "strategy",
    "reach",
    "ussd",
)

urlpatterns = [
    path("", views.home, name="home"),
    path("ask/", views.ask, name="ask"),
    path("track/", views.track_items, name="track"),
    path("track/<str:number>/", views.track_item, name="track-item"),
    path("offices/", office_pages.offices, name="offices"),
    path("offices/<str:code>/", office_pages.office, name="office"),
    path("prices/", views.prices, name="prices"),
    path("promise/", views.promise, name="promise"),
    path("desk/log-in/", logins.log_in, name="log-in"),
    path("desk/log-out/", views.log_out, name="log-out"),
    path("desk/session/", sessions.session_state, name="session"),
    path("desk/lock/", sessions.lock, name="lock"),
    path("desk/resume/", sessions.resume, name="resume"),
    path("desk/account/", sessions.account, name="account"),
    path("desk/account/pin/", sessions.choose_pin, name="choose-pin"),
    path("desk/account/office/", sessions.choose_office, name="choose-office"),
    path("desk/support/<str:office>/", support.support_view, name="support-view"),
    path("desk/people/", people.people, name="people"),
    path("desk/people/add-user/", people.add_user, name="add-user"),
    path("desk/people/<str:user>/", people.person, name="person"),
    path("desk/people/<str:user>/assign-user/", people.assign_user, name="assign-user"),
    path("desk/people/<str:user>/retire-user/", people.retire_user, name="retire-user"),
    path("desk/people/<str:user>/reset-user/", people.reset_user, name="reset-user"),
    path("desk/people/<str:user>/issue-badge/", people.issue_badge, name="issue-badge"),
    path("desk/", include("rekkas.web.logins")),
    path("desk/", views.desk, name="desk"),
    path("design/", living_page, name="design"),
    path("docs/errors", views.errors, name="errors"),
    path("docs/errors/<slug:app>", views.errors_of, name="errors-of"),
    path("healthz", views.health, name="health"),
    path("api/v1/", api.urls),
    path("admin/login/", logins.to_the_log_in),  # the one door, with its second factor
    path("admin/", admin.site.urls),
    *(path("desk/", include(f"rekkas.{app}.urls")) for app in DESK_APPS),
    *(path("me/", include(f"rekkas.{app}.views.me.urls")) for app in ("bank", "payments")),
    path("me/", include("rekkas.delivery.views.me")),
    path("", include("rekkas.citizen.urls")),
    path("", include("rekkas.merchant.urls")),
    path("", include("rekkas.shipping.urls")),
    path("queue/", include("rekkas.counter.views.queue")),
    path("gateways/sms/", include("rekkas.reach.views.gateways")),
    path("ussd/", include("rekkas.ussd.views.gateway")),
]
