from django.apps import AppConfig


class Payments(AppConfig):
    name = "rekkas.payments"
    label = "payments"
