"""The desk pages of commerce."""

from django.urls import path

from rekkas.commerce.views import checks, merchants, paying, robberies, statements

urlpatterns = [
    path("commerce/pay-merchant/", paying.pay_merchant, name="commerce-pay-merchant"),
    path("commerce/settle-merchants/", merchants.settle_merchants, name="commerce-settle-merchants"),
    path("commerce/statements/", statements.statements, name="commerce-statements"),
    path("commerce/payouts/<str:number>/", statements.statement, name="commerce-payout"),
    path(
        "commerce/payouts/<str:number>/statement.csv", statements.statement_table, name="commerce-payout-table"
    ),
    path(
        "commerce/payouts/<str:number>/statement.pdf", statements.statement_paper, name="commerce-payout-paper"
    ),
    path("commerce/payouts/<str:number>/advice.xml", statements.advice, name="commerce-payout-advice"),
    path(
        "commerce/payouts/<str:number>/return-payout/", statements.return_payout, name="commerce-return-payout"
    ),
    path("commerce/items/<str:subject>/correct-due/", statements.correct_due, name="commerce-correct-due"),
    path("commerce/merchants/<str:code>/", merchants.merchant, name="commerce-merchant"),
    path("commerce/merchants/<str:code>/agree-terms/", merchants.agree_terms, name="commerce-agree-terms"),
    path("commerce/comparison/", checks.comparison, name="commerce-comparison"),
    path("commerce/reconcile-cod/", checks.reconcile_cod, name="commerce-reconcile-cod"),
    path(
        "commerce/exceptions/<str:subject>/<str:reason>/explain-exception/", checks.explain_exception,
        name="commerce-explain-exception",
    ),
    path("commerce/robberies/", robberies.robberies, name="commerce-robberies"),
    path("commerce/report-robbery/", robberies.report_robbery, name="commerce-report-robbery"),
    path("commerce/robberies/<str:number>/", robberies.robbery, name="commerce-robbery"),
    path(
        "commerce/robberies/<str:number>/approve-robbery/", robberies.approve_robbery,
        name="commerce-approve-robbery",
    ),
    path(
        "commerce/robberies/<str:number>/decline-robbery/", robberies.decline_robbery,
        name="commerce-decline-robbery",
    ),
]  # fmt: skip
