"""The desk pages of merchants: paid by hand or by their cycle, their terms, their statements, what does not agree."""
