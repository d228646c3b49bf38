from django.apps import AppConfig


class Shipping(AppConfig):
    name = "rekkas.shipping"
    label = "shipping"
