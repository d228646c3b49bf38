"""The postal bank: customers, accounts, interest, statements."""
