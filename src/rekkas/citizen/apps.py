from django.apps import AppConfig


class Citizen(AppConfig):
    name = "rekkas.citizen"
    label = "citizen"
