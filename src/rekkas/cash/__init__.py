"""Drawers, safes and pouches: who holds the post's cash, and how a clerk proves it."""
