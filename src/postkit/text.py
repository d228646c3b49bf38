"""What people and scanners write, brought to one form: numbers to be looked up, place names to be compared.

Three ideas, each a plain function from text to text, each idempotent except `skeleton`:

- `clean_number` gives the canonical upper-case ASCII form of an item, receptacle, dispatch or run number;
  `numbers_in` gives each number of a text with many.
- `fold` gives the form under which two spellings of one place name, in one script, are equal.
- `skeleton` gives the consonants of a name, the same for Arabic and for Latin as the Maghreb writes it.

Arabic writes consonants and long vowels; French spelling of the same name adds vowels freely and chooses
between c, k, q, g. What survives both is the row of consonants, in classes. Limits: exonyms share nothing
(Casablanca and الدار البيضاء), an article grown into the name stays (Laâyoune and العيون), and short names
collide (Salé, Asilah and Souilah are near). It proposes candidates; it proves nothing. Names without a
consonant have an empty skeleton. Scripts other than Arabic pass through their transliteration (anyascii).

Source: Unicode Standard (NFKD, decimal digits, general categories). No errors: every text has an answer.

>>> clean_number("ee 876-543-216 ca")
'EE876543216CA'
>>> fold("Aïn  Saint-Élie"), fold("أڭـادِير"), fold("El Jadida") == fold("Al-Jadida")
('ain st elie', 'اكادير', True)
>>> skeleton("Chefchaouen") == skeleton("شفشاون"), skeleton("Er-Rachidia") == skeleton("الرشيدية")
(True, True)
"""

import re
from unicodedata import category, decimal, normalize

from anyascii import anyascii

ITEM_NUMBER = re.compile(r"[A-Z0-9]{6,35}")
RUN_NUMBER = re.compile(r"([A-Z0-9][A-Z0-9-]*[A-Z0-9])-([12]\d{3}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))")

_S10 = r"[A-Z]{2}(?:[ \u00a0-]?\d){9}[ \u00a0-]?[A-Z]{2}"
_WRITTEN = re.compile(rf"(?<![A-Z0-9]){_S10}(?![A-Z0-9])|[^\s,;،؛|]+")
_RUN_TOGETHER = re.compile(r"(?:[A-Z]{2}\d{9}[A-Z]{2}){2,}")
_S10_LENGTH = 13
_OTHER_DIGIT = re.compile(r"(?![0-9])\d")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−﹣-", "-"))
_APOSTROPHES = str.maketrans(dict.fromkeys("'’‘ʼʻʿʾ`´", "'"))
_LETTERS = {"ا": "ٱ", "ي": "ىیې", "ه": "ةھہە", "ك": "کگڭ", "ف": "ڤ", "ب": "پ", "": "ـء"}
_TO_LETTER = {ord(variant): letter for letter, variants in _LETTERS.items() for variant in variants}
_WORD = re.compile(r"[^\W_]+")
_SAINT = dict.fromkeys(("saint", "sainte", "ste"), "st")
_ELIDED = re.compile(r"\bl'(?=\w{3})")
_ARABIC_ARTICLE = re.compile(r"^(?:ال)+(?=\w{3})")
_ARTICLES = frozenset({"al", "el", "ul", "l", "ال"})
_LONGEST_ARTICLE = 3
_SUN_ARTICLE = re.compile(r"[aeiou](sh|ch|th|dh|[rstdznl])")

# Consonant classes are capitals, so that the rules for Latin letters, which are small, never touch them.
# Written ظ ذ ث are spoken d d t in the Maghreb, and ق ك ڭ all appear where Latin writes g.
_CONSONANTS = {
    "B": "ب", "T": "تثط", "D": "دذضظ", "J": "ج", "H": "حه", "X": "خ", "R": "ر", "Z": "ز", "S": "سص",
    "C": "ش", "G": "غ", "F": "ف", "K": "قك", "L": "ل", "M": "م", "N": "ن", "": "اويع",
}  # fmt: skip
_TO_CONSONANT = {ord(letter): consonant for consonant, letters in _CONSONANTS.items() for letter in letters}
_LATIN = (
    (re.compile(r"([b-df-hj-np-tv-xz])\1"), r"\1"),  # Mellal has one l where Arabic doubles by a sign
    (re.compile(r"ch|sh"), "C"),
    (re.compile(r"kh"), "X"),
    (re.compile(r"gh|rh"), "G"),
    (re.compile(r"ph|v"), "F"),
    (re.compile(r"dj|j|g(?=[eiy])"), "J"),
    (re.compile(r"c(?=[eiy])"), "S"),
    (re.compile(r"ck|[ckqg]"), "K"),
    (re.compile(r"x"), "KS"),
    (re.compile(r"th"), "T"),
    (re.compile(r"dh"), "D"),
    (re.compile(r"p"), "B"),
    (re.compile(r"h\b|H\b"), ""),  # a final h is a vowel's sign in both scripts, or is not heard
    (re.compile(r"[aeiouyw']"), ""),
)


def western_digits(text: str) -> str:
    """Turn the decimal digits of any script into 0 to 9.

    >>> western_digits("٠١٢ و ۳۴۵")
    '012 و 345'
    """
    if text.isascii():
        return text
    return _OTHER_DIGIT.sub(lambda digit: str(decimal(digit[0])), text)


def visible(text: str) -> str:
    """Drop what has no shape of its own: bidirectional marks, byte order marks, joiners, control characters.

    >>> visible("\\ufeff\\u200fRB12\\u200e")
    'RB12'
    """
    if "".join(text.split()).isprintable():
        return text
    return "".join(char for char in text if char.isspace() or category(char) not in ("Cc", "Cf"))


def clean_number(text: str) -> str:
    """Bring a typed or scanned number to its canonical form.

    Hyphens go when a plausible number (6 to 35 letters and digits) remains; the one before the date of a
    run number is part of it. Anything else keeps its signs, so that it can be refused as it was written.

    >>> clean_number("rb\\u00a0١٢٣٤٥٦٧٨٥ gb")
    'RB123456785GB'
    >>> clean_number("mat00001 – ۲۰۲۶۰۳۰۹"), clean_number("a-1")
    ('MAT00001-20260309', 'A-1')
    """
    if text.isascii() and text.isalnum():
        return text.upper()
    packed = western_digits("".join(visible(text).split())).translate(_DASHES)
    packed = "".join(char.upper() if char.isascii() else char for char in packed)
    if run := RUN_NUMBER.fullmatch(packed):
        return f"{run[1].replace('-', '')}-{run[2]}"
    joined = packed.replace("-", "")
    return joined if ITEM_NUMBER.fullmatch(joined) else packed


def numbers_in(text: str) -> list[str]:
    """Give each number of a text once, in the order written; parted by spaces, commas or lines, in any digits.

    Item numbers of S10 may be written in the groups of their label, or run together where a scanner sends no
    line break and a field of one line swallows those of a pasted list.

    >>> numbers_in("ee 876 543 216 ca, RB123456785GB\\nRB١٢٣٤٥٦٧٨٥GB")
    ['EE876543216CA', 'RB123456785GB']
    >>> numbers_in("EE876543216CARB123456785GB")
    ['EE876543216CA', 'RB123456785GB']
    """
    found: dict[str, None] = {}
    for written in _WRITTEN.findall(western_digits(visible(text)).upper()):
        number = clean_number(written)
        parts = [number]
        if _RUN_TOGETHER.fullmatch(number):
            parts = [number[at : at + _S10_LENGTH] for at in range(0, len(number), _S10_LENGTH)]
        found.update(dict.fromkeys(part for part in parts if part))
    return list(found)


def fold(text: str) -> str:
    """Bring a place name to the form in which its spellings are equal, within one script.

    Goes: case, accents and vowel signs, punctuation, spare blanks, the Arabic article in either script.
    Become one: alef forms, ya forms, ta marbuta and ha, gaf and kaf, Saint and St.

    >>> fold("L'Ksiba"), fold("El-Ksiba"), fold("Es-Semara")
    ('ksiba', 'ksiba', 'semara')
    >>> fold("الدّار البيضاء"), fold("القنيطره") == fold("القُنَيْطِرة")
    ('دار بيضا', True)
    """
    if text.isascii() and text.isalnum():  # one word of plain letters, as most are
        word = text.lower()
        return _SAINT.get(word, word)
    bare = normalize("NFKD", normalize("NFKD", visible(text)).casefold().translate(_APOSTROPHES))
    bare = "".join(_plain(char) for char in western_digits(bare) if category(char) != "Mn")
    bare = _ELIDED.sub("", bare.translate(_TO_LETTER)).replace("'", "")
    words = [_SAINT.get(word, word) for word in _WORD.findall(bare)]
    kept: list[str] = []
    for word in reversed(words):  # from the end, since an article is known by the word after it
        if not (kept and is_article(word, kept[-1])):
            kept.append(_ARABIC_ARTICLE.sub("", word))
    return " ".join(reversed(kept))


def is_article(word: str, following: str) -> bool:
    """Tell the article al before a word, also where it takes its sound; both are folded, and of one script.

    >>> is_article("er", "rachidia"), is_article("ash", "sharqiyah"), is_article("er", "jadida")
    (True, True, False)
    """
    if len(word) > _LONGEST_ARTICLE:
        return False
    if word in _ARTICLES:
        return True
    sun = _SUN_ARTICLE.fullmatch(word)
    return sun is not None and following.startswith(sun[1])


def skeleton(text: str) -> str:
    """Give the consonants of a name, word by word, in classes common to Arabic and to Maghreb Latin.

    >>> skeleton("Khouribga"), skeleton("خريبكة"), skeleton("Al Hoceima"), skeleton("الحسيمة")
    ('xrbk', 'xrbk', 'hsm', 'hsm')
    """
    text = anyascii(fold(text).translate(_TO_CONSONANT))
    for pattern, consonant in _LATIN:
        text = pattern.sub(consonant, text)
    return " ".join(text.lower().split())


def _plain(char: str) -> str:
    """Spell the Latin letters that no decomposition takes apart: ø, ł, đ, ı, æ, œ."""
    is_latin = "\u00c0" <= char <= "\u024f" or "\u1e00" <= char <= "\u1eff"
    return anyascii(char).casefold() if is_latin else char
