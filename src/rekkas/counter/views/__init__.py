"""The desk pages of the counter."""
