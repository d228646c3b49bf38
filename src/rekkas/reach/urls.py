"""The desk pages of words to people."""

from django.urls import path

from rekkas.reach.views import texts

urlpatterns = [
    path("reach/", texts.texts, name="reach-texts"),
    path("reach/<int:text>/retry-text/", texts.retry_text, name="reach-retry-text"),
    path("reach/simulator/", texts.simulator, name="reach-simulator"),
    path("reach/simulator/set-simulator/", texts.set_simulator, name="reach-set-simulator"),
]
