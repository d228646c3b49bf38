"""How customers come to their own pages: a code given at the counter, a secret of their own, and wrong attempts."""

from django.db import models
from django.db.models import Q

from rekkas.bank.models.people import Customer


class CustomerLogin(models.Model):
    """The way in of one customer. Code and secret are kept as slow, salted hashes and nowhere else.

    ``wrong`` counts the wrong attempts in a row, of code and secret alike; until ``shut_until`` none is looked at.
    """

    customer = models.OneToOneField(Customer, models.PROTECT, primary_key=True, related_name="+")
    code_hash = models.CharField(max_length=128, blank=True, default="")
    code_until = models.DateTimeField(null=True)
    secret_hash = models.CharField(max_length=128, blank=True, default="")
    wrong = models.PositiveSmallIntegerField(default=0)
    shut_until = models.DateTimeField(null=True)
    invited_at = models.DateTimeField()
    invited_by = models.CharField(max_length=80)
    invited_office = models.CharField(max_length=12)
    activated_at = models.DateTimeField(null=True)
    last_in_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="bank_code_of_a_login_ends",
                condition=Q(code_hash="", code_until=None) | (~Q(code_hash="") & Q(code_until__isnull=False)),
            ),
            models.CheckConstraint(
                name="bank_login_has_a_code_or_a_secret", condition=~Q(code_hash="", secret_hash="")
            ),
            models.CheckConstraint(
                name="bank_login_with_a_secret_was_activated",
                condition=Q(secret_hash="") | Q(activated_at__isnull=False),
            ),
        )
