"""The desk pages of cash: a clerk’s till, the cash of an office, questions, and what is known of the program."""
