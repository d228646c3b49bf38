"""The citizens’ own pages of payments, under `/me/`."""
