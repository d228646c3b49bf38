"""The desk pages of the bank, by what they show."""
