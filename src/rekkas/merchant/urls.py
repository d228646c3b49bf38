"""The addresses of merchants' teams, and of the staff who look after merchants."""

from django.urls import path

from rekkas.merchant.views import contracts, door, staff, team, webhooks

urlpatterns = [
    path("pro/sign-up/", door.sign_up, name="pro-sign-up"),
    path("pro/log-in/", door.log_in, name="pro-log-in"),
    path("pro/code/", door.code, name="pro-code"),
    path("pro/forgotten/", door.forgotten, name="pro-forgotten"),
    path("pro/reset-password/", door.reset, name="pro-reset"),
    path("pro/join/<str:invitation>/", door.join, name="pro-join"),
    path("pro/log-out/", door.log_out, name="pro-log-out"),
    path("pro/team/", team.team, name="pro-team"),
    path("pro/team/acts/", team.acts, name="pro-acts"),
    path("pro/team/change-password/", team.change_password, name="pro-change-password"),
    path("pro/team/<str:number>/assign-member/", team.assign_member, name="pro-assign-member"),
    path("pro/team/<str:number>/retire-member/", team.retire_member, name="pro-retire-member"),
    path("pro/keys/", team.keys, name="pro-keys"),
    path("pro/keys/<str:prefix>/rotate/", team.rotate_key, name="pro-rotate-key"),
    path("pro/keys/<str:prefix>/revoke/", team.revoke_key, name="pro-revoke-key"),
    path("pro/addresses/", team.addresses, name="pro-addresses"),
    path("pro/addresses/<int:address>/remove/", team.remove_address, name="pro-remove-address"),
    path("pro/contract/", contracts.own_contract, name="pro-contract"),
    path("desk/merchants/<str:code>/contract/", contracts.contract, name="desk-contract"),
    path("desk/merchants/<str:code>/agree-contract/", contracts.agree_contract, name="agree-contract"),
    path("desk/merchants/<str:code>/end-contract/", contracts.end_contract, name="end-contract"),
    path("pro/webhooks/", webhooks.endpoints, name="pro-webhooks"),
    path("pro/webhooks/<int:place>/", webhooks.endpoint, name="pro-webhook"),
    path("pro/webhooks/<int:place>/amend-endpoint/", webhooks.amend_endpoint, name="pro-amend-endpoint"),
    path("pro/webhooks/<int:place>/pause-endpoint/", webhooks.pause_endpoint, name="pro-pause-endpoint"),
    path("pro/webhooks/<int:place>/resume-endpoint/", webhooks.resume_endpoint, name="pro-resume-endpoint"),
    path("pro/webhooks/<int:place>/remove-endpoint/", webhooks.remove_endpoint, name="pro-remove-endpoint"),
    path(
        "pro/webhooks/<int:place>/rotate-endpoint-secret/", webhooks.rotate_secret, name="pro-rotate-secret"
    ),
    path("pro/webhooks/<int:place>/replay-changes/", webhooks.replay_changes, name="pro-replay-changes"),
    path("pro/webhooks/<int:place>/send-change-again/", webhooks.send_change_again, name="pro-send-again"),
    path("pro/webhooks/<int:place>/send-test-change/", webhooks.send_test_change, name="pro-send-test"),
    path("desk/merchants/", staff.merchants, name="desk-merchants"),
    path("desk/merchants/<str:code>/check-merchant/", staff.check_merchant, name="check-merchant"),
    path("desk/merchants/<str:code>/close-merchant/", staff.close_merchant, name="close-merchant"),
]
