"""The pages of payments, by what they show."""
