"""The desk pages of those who look at the whole network."""
