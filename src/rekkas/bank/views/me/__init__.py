"""The citizens' own pages of the bank, under `/me/`."""
