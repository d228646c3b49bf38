"""The addresses of citizens' own post, and of following an item."""

from django.urls import path

from rekkas.citizen.views import arranging, door, follow, post

urlpatterns = [
    path("me/post/log-in/", door.log_in, name="post-log-in"),
    path("me/post/code/", door.code, name="post-code"),
    path("me/post/log-out/", door.log_out, name="post-log-out"),
    path("me/post/", post.home, name="post"),
    path("me/post/oneself/", post.oneself, name="post-oneself"),
    path("me/post/texts/", post.texts, name="post-texts"),
    path("me/post/mailbox/<str:token>/", post.prove_mailbox, name="post-prove-mailbox"),
    path("me/post/looks/", post.looks, name="post-looks"),
    path("me/post/followed/<int:follower>/unfollow/", post.unfollow, name="post-unfollow"),
    path("me/post/collectors/", arranging.collectors, name="post-collectors"),
    path(
        "me/post/collectors/<uuid:authorisation>/revoke-collector/", arranging.revoke_collector,
        name="post-revoke-collector",
    ),
    path("me/post/addresses/", arranging.addresses, name="post-addresses"),
    path(
        "me/post/addresses/<int:address>/remove-address/", arranging.remove_address, name="post-remove-address"
    ),
    path("track/<str:number>/follow/", follow.follow, name="follow"),
    path("track/<str:number>/follow/confirm/", follow.confirm, name="follow-confirm"),
    path("follow/<str:token>/", follow.by_letter, name="follow-by-letter"),
]  # fmt: skip
