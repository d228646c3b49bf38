"""Rekkas, the open digital post. The apps stand on a ladder: see ARCHITECTURE.md."""
