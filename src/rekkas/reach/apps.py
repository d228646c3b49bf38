from django.apps import AppConfig


class Reach(AppConfig):
    name = "rekkas.reach"
    label = "reach"
