from django.apps import AppConfig


class Desk(AppConfig):
    name = "rekkas.desk"
    label = "desk"
