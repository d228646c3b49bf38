from django.apps import AppConfig


class Delivery(AppConfig):
    name = "rekkas.delivery"
    label = "delivery"
