from django.apps import AppConfig


class Catalogue(AppConfig):
    name = "rekkas.catalogue"
    label = "catalogue"
