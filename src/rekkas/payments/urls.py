"""The desk pages of payments."""

from django.urls import path, register_converter

from rekkas.payments.views import acts, bills, clearing, lists, orders, paying, transfer_files, transfers
from rekkas.payments.views.dates import DayInAddress

ORDER = "payments/orders/<str:number>/"
PAYMENT = "payments/payments/<uuid:token>/"
ASKED = "payments/signatures/<str:asked>/"

FILE = "payments/files/<str:number>/"
TRANSFER = "payments/transfers/<str:number>/"
CLEARING = "payments/clearing/"
register_converter(DayInAddress, "day")

urlpatterns = [
    path("payments/orders/", orders.orders, name="payments-orders"),
    path("payments/issue-money-order/", orders.issue_money_order, name="payments-issue-money-order"),
    path("payments/begin-payment/", paying.begin_payment, name="payments-begin-payment"),
    path("payments/awaiting-answers/", paying.awaiting_answers, name="payments-awaiting-answers"),
    path("payments/signatures/", lists.signatures, name="payments-signatures"),
    path("payments/expiring/", lists.expiring, name="payments-expiring"),
    path("payments/expire-money-orders/", lists.expire_money_orders, name="payments-expire-money-orders"),
    path("payments/prescribe-money-orders/", lists.prescribe_money_orders, name="payments-prescribe-money-orders"),
    path("payments/suspicions/", lists.suspicions, name="payments-suspicions"),
    path(ORDER, orders.order, name="payments-order"),
    path(f"{ORDER}receipt.pdf", orders.sender_paper, name="payments-sender-paper"),
    path(f"{ORDER}notice.pdf", orders.notice_paper, name="payments-notice-paper"),
    path(f"{ORDER}slip.pdf", orders.slip_paper, name="payments-slip-paper"),
    path(f"{ORDER}cancel-money-order/", acts.cancel_money_order, name="payments-cancel-money-order"),
    path(f"{ORDER}refuse-money-order/", acts.refuse_money_order, name="payments-refuse-money-order"),
    path(f"{ORDER}reimburse-money-order/", acts.reimburse_money_order, name="payments-reimburse-money-order"),
    path(f"{ORDER}send-to-door/", acts.send_to_door, name="payments-send-to-door"),
    path(f"{ORDER}bring-back-money-order/", acts.bring_back_money_order, name="payments-bring-back-money-order"),
    path(f"{ORDER}lock-money-order/", acts.lock_money_order, name="payments-lock-money-order"),
    path(f"{ORDER}clear-money-order/", acts.clear_money_order, name="payments-clear-money-order"),
    path(f"{ORDER}unlock-money-order/", acts.unlock_money_order, name="payments-unlock-money-order"),
    path(f"{ORDER}renew-code/", acts.renew_code, name="payments-renew-code"),
    *(
        path(f"{ORDER}{act}/ask-signature/", acts.ask_signature, {"act": act}, name=f"payments-ask-{act}")
        for act in ("redirect", "reverse", "reimburse")
    ),
    path(PAYMENT, paying.payment, name="payments-payment"),
    path(f"{PAYMENT}receipt.pdf", paying.payee_paper, name="payments-payee-paper"),
    path(f"{PAYMENT}pay-money-order/", paying.pay_money_order, name="payments-pay-money-order"),
    path(f"{PAYMENT}sign-payment/", paying.sign_payment, name="payments-sign-payment"),
    path(f"{PAYMENT}resolve-payment/", paying.resolve_payment, name="payments-resolve-payment"),
    path(f"{ASKED}sign-request/", acts.sign_request, name="payments-sign-request"),
    path(f"{ASKED}redirect-money-order/", acts.redirect_money_order, name="payments-redirect-money-order"),
    path(f"{ASKED}reverse-payment/", acts.reverse_payment, name="payments-reverse-payment"),
    path("payments/pay-bill/", bills.pay_bill, name="payments-pay-bill"),
    path("payments/bills/", bills.bills, name="payments-bills"),
    path("payments/bills/<str:number>/", bills.bill, name="payments-bill"),
    path("payments/bills/<str:number>/receipt.pdf", bills.bill_paper, name="payments-bill-paper"),
    path(
        "payments/bills/<str:number>/cancel-bill-payment/", bills.cancel_bill_payment,
        name="payments-cancel-bill-payment",
    ),
    path("payments/billers/", bills.billers, name="payments-billers"),
    path("payments/billers/<slug:code>/", bills.biller, name="payments-biller"),
    path("payments/billers/<slug:code>/load-bills/", bills.load_bills, name="payments-load-bills"),
    path("payments/billers/<slug:code>/remit-biller/", bills.remit_biller, name="payments-remit-biller"),
    path("payments/remittances/", bills.remittances, name="payments-remittances"),
    path("payments/remittances/<str:number>/", bills.remittance, name="payments-remittance"),
    path("payments/remittances/<str:number>/list.csv", bills.remittance_list, name="payments-remittance-list"),
    path("payments/transfers/", transfer_files.transfers, name="payments-transfers"),
    path("payments/receive-payment-file/", transfer_files.receive_payment_file, name="payments-receive-payment-file"),
    path(FILE, transfer_files.payment_file, name="payments-file"),
    path(f"{FILE}approve-payment-file/", transfer_files.approve_payment_file, name="payments-approve-payment-file"),
    path(f"{FILE}decline-payment-file/", transfer_files.decline_payment_file, name="payments-decline-payment-file"),
    path(f"{FILE}pain.001.xml", transfer_files.payment_file_content, name="payments-file-content"),
    path(f"{FILE}pain.002.xml", transfer_files.payment_file_status, name="payments-file-status"),
    path("payments/send-transfer/", transfers.send_transfer, name="payments-send-transfer"),
    path(TRANSFER, transfers.transfer, name="payments-transfer"),
    path(f"{TRANSFER}approve-transfer/", transfers.approve_transfer, name="payments-approve-transfer"),
    path(f"{TRANSFER}cancel-transfer/", transfers.cancel_transfer, name="payments-cancel-transfer"),
    path(CLEARING, clearing.clearing, name="payments-clearing"),
    path(f"{CLEARING}close-cut-off/", clearing.close_cut_off, name="payments-close-cut-off"),
    path(f"{CLEARING}cut-offs/<str:country>/<day:day>/<int:ordinal>/", clearing.cut_off, name="payments-cut-off"),
    path(f"{CLEARING}files/", clearing.clearing_files, name="payments-clearing-files"),
    path(f"{CLEARING}files/<slug:digest>/", clearing.clearing_file, name="payments-clearing-file"),
    path(
        f"{CLEARING}files/<slug:digest>/content.xml", clearing.clearing_file_content, name="payments-clearing-content"
    ),
    path(
        f"{CLEARING}receive-interbank-file/", clearing.receive_interbank_file,
        name="payments-receive-interbank-file",
    ),
    path(f"{CLEARING}exceptions/", clearing.exceptions, name="payments-exceptions"),
    path(
        f"{CLEARING}exceptions/<slug:number>/explain-exception/", clearing.explain_exception,
        name="payments-explain-exception",
    ),
    path(f"{CLEARING}unallocated/", clearing.unallocated, name="payments-unallocated"),
    path(
        f"{CLEARING}unallocated/<slug:number>/allocate-money/", clearing.allocate_money, name="payments-allocate-money"
    ),
    path(
        f"{CLEARING}unallocated/<slug:number>/send-money-back/", clearing.send_money_back,
        name="payments-send-money-back",
    ),
    path(f"{CLEARING}settle-clearing/", clearing.settle_clearing, name="payments-settle-clearing"),
]  # fmt: skip
