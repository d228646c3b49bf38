"""Parcels out of other people's files: each row ends as imported, repeated, rejected, or waiting for a person."""
