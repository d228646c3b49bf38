from django.apps import AppConfig


class Ussd(AppConfig):
    name = "rekkas.ussd"
    label = "ussd"
