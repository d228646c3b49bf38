"""The desk pages of strategy: studies, timetables, maps. Each file of views brings its own."""

from django.urls import path

from rekkas.strategy.views import studies

urlpatterns = [
    path("strategy/studies/", studies.list_studies, name="strategy-studies"),
    path("strategy/begin-study/", studies.choose_study, name="strategy-choose-study"),
    path("strategy/begin-study/<str:kind>/", studies.begin_study, name="strategy-begin-study"),
    path("strategy/studies/<int:number>/", studies.show_study, name="strategy-study"),
    path("strategy/studies/<int:number>/progress/", studies.progress, name="strategy-study-progress"),
    path("strategy/studies/<int:number>/cancel-study/", studies.cancel_study, name="strategy-cancel-study"),
    path("strategy/studies/<int:number>/files/<str:name>", studies.download, name="strategy-study-file"),
]
