"""What the treasurer sends when a merchant is paid."""

from django import forms

from rekkas.desk.forms import DeskForm


class PayForm(DeskForm):
    merchant = forms.CharField(widget=forms.HiddenInput, max_length=24)
    currency = forms.CharField(widget=forms.HiddenInput, max_length=3)
