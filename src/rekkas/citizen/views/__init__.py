"""Citizens' own pages, and following an item."""
