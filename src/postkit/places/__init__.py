"""Which place an address means, as merchants' customers write it: in Arabic, in Latin, in both, in one field or many.

Idea: an address is parted into segments (`reading`). In each the names that the `gazetteer` knows are looked up, the
longest first, and what they may mean is weighed by where they stand: alone, at the end, right after a word such as
street (`finding`). What else is written speaks for a place or against it: region, postcode, position, a neighbour
(`claims`, `deciding`). Only where no name stands as it should are spellings compared (`spellings`). What remains is the
street (`remaining`). Nothing is guessed in silence: every candidate has its reasons, and every address a verdict.

- **sure**: a score of 92 or more, 4 ahead of the next place; 8 ahead where it is misspelt.
- **likely**: a score of 82 or more, 4 ahead.
- **doubtful**: there are candidates, and a person must choose.
- **unknown**: there are none.

A place is never sure where a region, postcode or position says another; where others bear its name and nothing written
tells them apart; where only a postcode, a position, its sound or its beginning says so; or where its name may be that
of a region, behind a name that is not known.

Source: ours. Scores are those of the tables in `gazetteer`, `finding` and `claims`; they are no probabilities. Shapes:
plain rows and texts in, frozen values out; positions are (latitude, longitude) in degrees. A field of more than 1,000
signs is no address and comes back as the street. Errors: none for what people write; a pattern of postcodes that is no
regular expression is refused by `re`.

>>> rows = [
...     Entry("A1", "Rabat", "الرباط", (), "R1", "10000", 34.01, -6.83, 1_655_753),
...     Entry("A2", "Skoura", "", (), "R2", "45500", 31.06, -6.55, 4_730),
...     Entry("A3", "Skoura", "", (), "R3", "33150", 33.52, -4.54, 2_479),
... ]
>>> here = Gazetteer(rows, [("R2", "Ouarzazate", "ورزازات")], country="MA", postcode_pattern=r"\\d{5}")
>>> answer = understand(Written(whole="12, rue X, près de la gare\\n10000 Rabatt\\nTél. 06 12 34 56 78"), here)
>>> answer.verdict.value, answer.code, [reason.value for reason in answer.candidates[0].reasons]
('sure', 'A1', ['near-spelling', 'postcode-agrees'])
>>> answer.street, answer.landmarks, answer.postcode, answer.telephone
('12, rue X', ('près de la gare',), '10000', '+212612345678')
>>> [(one.code, one.score) for one in understand(Written(locality="Skoura"), here).candidates]
[('A2', 79.0), ('A3', 79.0)]
>>> understand(Written(locality="سكورة", region="ورزازات"), here).verdict.value
'likely'
"""

from postkit.places.gazetteer import Gazetteer
from postkit.places.grid import Point, distance_m
from postkit.places.model import Candidate, Entry, Reason, Understood, Verdict, Written
from postkit.places.understanding import understand, understand_all

__all__ = [
    "Candidate",
    "Entry",
    "Gazetteer",
    "Point",
    "Reason",
    "Understood",
    "Verdict",
    "Written",
    "distance_m",
    "understand",
    "understand_all",
]
