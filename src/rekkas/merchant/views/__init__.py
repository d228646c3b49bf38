"""The pages of merchants, under `/pro/`, and those of the staff who look after them."""
