"""The pages on which merchants send, under `/pro/`."""
