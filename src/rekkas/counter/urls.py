"""The desk pages of the counter."""

from django.urls import path

from rekkas.counter.views import accepting, devices, office, papers, payouts, queue, shelf, visits, window

urlpatterns = [
    path("window/", window.window, name="counter-window"),
    path("window/sheet/", window.sheet, name="counter-sheet"),
    path("window/acts/", window.acts, name="counter-acts"),
    path("window/numbers/", window.numbers, name="counter-numbers"),
    path("window/find/", window.find, name="counter-find"),
    path("window/seen/", window.seen, name="counter-seen"),
    path("window/queue/", queue.strip, name="counter-queue"),
    path("window/queue/act/", queue.strip_act, name="counter-queue-act"),
    path("window/orders/begin/", payouts.begin_order, name="counter-begin-order"),
    path("window/orders/leave/", payouts.leave_order, name="counter-leave-order"),
    path("window/waiting/<str:number>/", shelf.who_collects, name="counter-who-collects"),
    path("window/waiting/<str:number>/prove/", shelf.prove, name="counter-prove"),
    path("counter/shelf/", shelf.shelf, name="counter-shelf"),
    path("counter/shelf/return-items/", shelf.return_items, name="counter-return-items"),
    path("counter/shelf/<str:number>/", shelf.shelf_item, name="counter-shelf-item"),
    path("counter/shelf/<str:number>/stop-return/", shelf.stop_return, name="counter-stop-return"),
    path("counter/office/", office.office, name="counter-office"),
    path("counter/office/entrance/", office.make_entrance, name="counter-make-entrance"),
    path("window/worker.js", window.worker, name="counter-worker"),
    path("window/manifest.webmanifest", window.manifest, name="counter-manifest"),
    path("counter/visits/", visits.visits, name="counter-visits"),
    path("counter/visits/<str:number>/", visits.visit, name="counter-visit"),
    path("counter/visits/<str:number>/receipt.pdf", papers.visit_receipt, name="counter-visit-receipt"),
    path(
        "counter/visits/<str:number>/receipt.bin", papers.visit_receipt_job, name="counter-visit-receipt-job"
    ),
    path("counter/visits/<str:number>/aloud/", papers.visit_aloud, name="counter-visit-aloud"),
    path("counter/refunds/<str:number>/receipt.pdf", papers.refund_receipt, name="counter-refund-receipt"),
    path(
        "counter/refunds/<str:number>/receipt.bin",
        papers.refund_receipt_job,
        name="counter-refund-receipt-job",
    ),
    path("counter/held/", visits.held, name="counter-held"),
    path("counter/held/<uuid:act>/release-act/", visits.release_act, name="counter-release-act"),
    path("counter/held/<uuid:act>/decline-act/", visits.decline_act, name="counter-decline-act"),
    path("counter/held/<uuid:act>/repay-act/", visits.repay_act, name="counter-repay-act"),
    path("counter/devices/", devices.devices, name="counter-devices"),
    path("counter/devices/<uuid:device>/retire-device/", devices.retire_device, name="counter-retire-device"),
    path("counter/accept-parcels/", accepting.accept_parcels, name="counter-accept-parcels"),
    path("counter/receipts/<str:number>/", accepting.receipt, name="counter-receipt"),
    path("counter/receipts/<str:number>/receipt.pdf", accepting.receipt_paper, name="counter-receipt-paper"),
    path("counter/items/<str:number>/label.pdf", accepting.item_label, name="item-label"),
    path("counter/items/<str:number>/label.zpl", papers.item_label_zpl, name="item-label-zpl"),
    path("counter/items/<str:number>/declaration/", papers.declaration, name="counter-declaration"),
    path(
        "counter/items/<str:number>/declaration.pdf",
        papers.declaration_paper,
        name="counter-declaration-paper",
    ),
    path("window/simulator/", papers.simulator, name="counter-simulator"),
    path("counter/bags/<str:number>/label.pdf", accepting.bag_label, name="bag-label"),
]
