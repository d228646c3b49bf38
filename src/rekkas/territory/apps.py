from django.apps import AppConfig


class Territory(AppConfig):
    name = "rekkas.territory"
    label = "territory"
