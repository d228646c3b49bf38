"""What Rekkas can do, measured beside its peers: ``make bench``. Rows live in the modules of this package."""
