"""The addresses at which merchants send."""

from django.urls import path, re_path

from rekkas.shipping.views import home, sending, shipments

urlpatterns = [
    path("pro/", home.home, name="pro"),
    path("pro/new/", sending.new, name="pro-new"),
    path("pro/shipments/", shipments.shipments, name="pro-shipments"),
    path("pro/shipments/<str:number>/", shipments.shipment, name="pro-shipment"),
    re_path(
        r"^pro/shipments/(?P<number>[^/]+)/label\.(?P<extension>pdf|zpl)$", shipments.label, name="pro-label"
    ),
    path(
        "pro/shipments/<str:number>/cancel-shipment/", shipments.cancel_shipment, name="pro-cancel-shipment"
    ),
]
