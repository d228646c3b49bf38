"""The desk pages of strategy: studies, timetables, maps. Each file of views brings its own."""

from django.urls import path

from rekkas.strategy.views import calibration, disruptions, maps, studies, timetables

urlpatterns = [
    path("strategy/studies/", studies.list_studies, name="strategy-studies"),
    path("strategy/begin-study/", studies.choose_study, name="strategy-choose-study"),
    path("strategy/begin-study/<str:kind>/", studies.begin_study, name="strategy-begin-study"),
    path("strategy/studies/<int:number>/", studies.show_study, name="strategy-study"),
    path("strategy/studies/<int:number>/progress/", studies.progress, name="strategy-study-progress"),
    path("strategy/studies/<int:number>/cancel-study/", studies.cancel_study, name="strategy-cancel-study"),
    path("strategy/studies/<int:number>/files/<str:name>", studies.download, name="strategy-study-file"),
    # what the network is, and what differs today
    path("strategy/timetables/", timetables.list_timetables, name="strategy-timetables"),
    path("strategy/timetables/<str:country>/<int:number>/", timetables.show_timetable, name="strategy-timetable"),
    path("strategy/timetables/<str:country>/<int:number>/draft-timetable/", timetables.draft_timetable,
         name="strategy-draft-timetable"),
    path("strategy/timetables/<str:country>/<int:number>/revise-timetable/", timetables.revise_timetable,
         name="strategy-revise-timetable"),
    path("strategy/timetables/<str:country>/<int:number>/change-trip/<str:code>/", timetables.change_trip,
         name="strategy-change-trip"),
    path("strategy/timetables/<str:country>/<int:number>/publish-timetable/", timetables.publish_timetable,
         name="strategy-publish-timetable"),
    path("strategy/timetables/<str:country>/<int:number>/withdraw-timetable/", timetables.withdraw_timetable,
         name="strategy-withdraw-timetable"),
    path("strategy/timetables/<str:country>/<int:number>/files/<str:name>", timetables.download_timetable,
         name="strategy-timetable-file"),
    path("strategy/disruptions/", disruptions.list_disruptions, name="strategy-disruptions"),
    path("strategy/disrupt-run/", disruptions.disrupt_run, name="strategy-disrupt-run"),
    path("strategy/clear-disruption/", disruptions.clear_disruption, name="strategy-clear-disruption"),
    path("strategy/close-office/", disruptions.close_office, name="strategy-close-office"),
    path("strategy/reopen-office/", disruptions.reopen_office, name="strategy-reopen-office"),
    path("strategy/map/", maps.show_map, name="strategy-map"),
    path("strategy/office-day/", maps.office_day, name="strategy-office-day"),
    path("strategy/heat-map/", maps.choose_heat_map, name="strategy-choose-heat-map"),
    path("strategy/heat-map/<str:office>/<str:at>/<str:carriage>/", maps.heat_map, name="strategy-heat-map"),
    path("strategy/heat-map/<str:office>/<str:at>/<str:carriage>/<str:to>/", maps.heat_map_promise,
         name="strategy-heat-map-promise"),
    # what became of promises, and what was learned of it
    path("strategy/calibration/", calibration.show_calibration, name="strategy-calibration"),
    path("strategy/calibration/files/promises-kept.csv", calibration.download_promises_kept,
         name="strategy-promises-kept-file"),
]  # fmt: skip
