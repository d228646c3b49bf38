"""The addresses at which merchants send."""

from django.urls import path, re_path

from rekkas.shipping.views import batch_papers, batches, home, sending, shipments

urlpatterns = [
    path("pro/", home.home, name="pro"),
    path("pro/new/", sending.new, name="pro-new"),
    path("pro/batches/", batches.batches, name="pro-batches"),
    path("pro/batches/sample.csv", batch_papers.batch_sample, name="pro-batch-sample"),
    path("pro/batches/<int:number>/", batches.batch, name="pro-batch"),
    path("pro/batches/<int:number>/progress/", batches.batch_progress, name="pro-batch-progress"),
    path("pro/batches/<int:number>/map-columns/", batches.map_columns, name="pro-map-columns"),
    path("pro/batches/<int:number>/settle-places/", batches.settle_places, name="pro-settle-places"),
    path("pro/batches/<int:number>/rows/", batches.batch_rows, name="pro-batch-rows"),
    path(
        "pro/batches/<int:number>/rows/<int:line>/correct-batch-row/",
        batches.correct_batch_row,
        name="pro-correct-batch-row",
    ),
    path("pro/batches/<int:number>/make-batch/", batches.make_batch, name="pro-make-batch"),
    path("pro/batches/<int:number>/drop-batch/", batches.drop_batch, name="pro-drop-batch"),
    path("pro/batches/<int:number>/results.csv", batch_papers.batch_results, name="pro-batch-results"),
    path(
        "pro/batches/<int:number>/labels-<int:part>.pdf", batch_papers.batch_labels, name="pro-batch-labels"
    ),
    path("pro/shipments/", shipments.shipments, name="pro-shipments"),
    path("pro/shipments/<str:number>/", shipments.shipment, name="pro-shipment"),
    re_path(
        r"^pro/shipments/(?P<number>[^/]+)/label\.(?P<extension>pdf|zpl)$", shipments.label, name="pro-label"
    ),
    path(
        "pro/shipments/<str:number>/cancel-shipment/", shipments.cancel_shipment, name="pro-cancel-shipment"
    ),
]
