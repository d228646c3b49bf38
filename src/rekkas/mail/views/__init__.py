"""The desk pages of the mail."""
