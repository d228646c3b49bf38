"""Payments for people: money orders, transfers to other banks, bills."""
