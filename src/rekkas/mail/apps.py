from django.apps import AppConfig


class Mail(AppConfig):
    name = "rekkas.mail"
    label = "mail"
