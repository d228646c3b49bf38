from django.apps import AppConfig


class Operator(AppConfig):
    name = "rekkas.operator"
    label = "operator"
