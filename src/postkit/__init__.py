"""The formats and algorithms of any post in the world, as plain functions.

Nothing here knows Django, a database or a clock: plain data in, plain data out. A programme that wants
only S10 numbers, receptacle identifiers, evidence digests or the delivery promise can use this package alone.
"""
