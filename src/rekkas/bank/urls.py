"""The desk pages of the bank."""

from django.urls import path

from rekkas.bank.views import accounts, blocks, counters, logins, people, screening, statements

ONE = "bank/customers/<str:number>"
ACCOUNT = "bank/accounts/<str:number>"

urlpatterns = [
    path("bank/customers/", people.find, name="bank-customers"),
    path("bank/enrol-customer/", people.enrol_customer, name="bank-enrol-customer"),
    path(f"{ONE}/", people.customer, name="bank-customer"),
    path(f"{ONE}/amend-customer/", people.amend_customer, name="bank-amend-customer"),
    path(f"{ONE}/note-document/", people.note_document, name="bank-note-document"),
    path(f"{ONE}/raise-level/", people.raise_level, name="bank-raise-level"),
    path(f"{ONE}/block-customer/", people.block_customer, name="bank-block-customer"),
    path(f"{ONE}/unblock-customer/", people.unblock_customer, name="bank-unblock-customer"),
    path(f"{ONE}/close-customer/", people.close_customer, name="bank-close-customer"),
    path(f"{ONE}/invite-customer/", logins.invite_customer, name="bank-invite-customer"),
    path(f"{ONE}/documents/<int:ordinal>/picture", people.picture, name="bank-picture"),
    path("bank/screening/", screening.queue, name="bank-screening"),
    path("bank/screening/<str:number>/", screening.match, name="bank-match"),
    path("bank/screening/<str:number>/decide-match/", screening.decide_match, name="bank-decide-match"),
    path("bank/screen-customers/", screening.screen_customers, name="bank-screen-customers"),
    path("bank/lists/", screening.lists, name="bank-lists"),
    path("bank/load-sanction-list/", screening.load_sanction_list, name="bank-load-sanction-list"),
    path("bank/accounts/", accounts.find, name="bank-accounts"),
    path("bank/open-account/", accounts.open_account, name="bank-open-account"),
    path(f"{ACCOUNT}/", accounts.account, name="bank-account"),
    path(f"{ACCOUNT}/deposit/", counters.deposit, name="bank-deposit"),
    path(f"{ACCOUNT}/withdraw/", counters.withdraw, name="bank-withdraw"),
    path(f"{ACCOUNT}/transfer-between/", counters.transfer_between, name="bank-transfer-between"),
    path(f"{ACCOUNT}/close-account/", accounts.close_account, name="bank-close-account"),
    path(f"{ACCOUNT}/block-account/", blocks.block_account, name="bank-block-account"),
    path(f"{ACCOUNT}/unblock-account/", blocks.unblock_account, name="bank-unblock-account"),
    path(f"{ACCOUNT}/statement/", statements.statement, name="bank-statement"),
    path(f"{ACCOUNT}/issue-statement/", statements.issue_statement, name="bank-issue-statement"),
    path(f"{ACCOUNT}/statement.pdf", statements.download, {"form": "pdf"}, name="bank-statement-pdf"),
    path(f"{ACCOUNT}/statement.csv", statements.download, {"form": "csv"}, name="bank-statement-csv"),
    path(f"{ACCOUNT}/statement.xml", statements.download, {"form": "xml"}, name="bank-statement-xml"),
]
