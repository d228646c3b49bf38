"""One person found again under Arabic and Latin spellings; two persons kept apart."""

import itertools
from collections.abc import Sequence
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postkit.names import ALIKE, blocking_keys, likeness
from postkit.text import fold, skeleton

# Names of nobody: given and family names put together at random.
SAME: list[tuple[str, str, str]] = [
    ("Mohammed Alaoui", "محمد العلوي", "the commonest name in both scripts"),
    ("Mohamed Alaoui", "Muhammad Alawi", "French and English spelling"),
    ("Mohammad El Alaoui", "Alaoui Mohamed", "article and order"),
    ("Med Benjelloun", "محمد بنجلون", "the short form of the registers"),
    ("M'hamed Benjelloun", "امحمد بنجلون", "not Mohammed, and the same in both scripts"),
    ("Abdelkader Tazi", "عبد القادر التازي", "servant-of, written apart in Arabic"),
    ("Abd El Kader Tazi", "Abdelkader Tazi", "written apart in Latin"),
    ("Abdulqadir Tazi", "Abdelkader Tazi", "English and French vowels"),
    ("Abdelkader Tazi", "عبدالقادر التازي", "written together in Arabic"),
    ("Abderrahmane Chraibi", "عبد الرحمان الشرايبي", "sun letter"),
    ("Abd ar-Rahman Chraïbi", "Abderrahmane Chraibi", "sun letter written apart"),
    ("Abderrahim Lahlou", "عبد الرحيم لحلو", "sun letter and a grown article"),
    ("Abdellah Ouazzani", "عبد الله الوزاني", "God's name"),
    ("Abdallah Ouazzani", "Abdellah Wazzani", "God's name in two spellings, ou and w"),
    ("Abdessamad Berrada", "عبد الصمد برادة", "sun letter s"),
    ("Abdennour Kettani", "عبد النور الكتاني", "sun letter n"),
    ("Abdeslam Guessous", "عبد السلام كسوس", "one s for two, gaf as kaf"),
    ("Abdelhak Sqalli", "عبد الحق الصقلي", "qaf as k and q"),
    ("Youssef Bennani", "يوسف بناني", "ya and waw as vowels"),
    ("Yusuf Bennani", "Youssef Bennani", "three spellings of Joseph"),
    ("Yousef Bennany", "يوسف البناني", "article more, y for i"),
    ("Hassan El Fassi", "حسن الفاسي", "short vowels"),
    ("Hossein Fassi", "حسين الفاسي", "long vowel written ei"),
    ("Houcine Fassi", "حسين الفاسي", "c before i"),
    ("El Houssaine Amghar", "الحسين أمغار", "article grown on"),
    ("Lahcen Amghar", "الحسن أمغار", "article grown in: Lahcen"),
    ("Larbi Doukkali", "العربي الدكالي", "article grown in: Larbi"),
    ("Laroussi Hicham", "هشام العروسي", "article grown in, and order"),
    ("Brahim Ait Taleb", "إبراهيم آيت الطالب", "Brahim is Ibrahim; Ait joins"),
    ("Ibrahim Aittaleb", "Brahim Ait Taleb", "Ait written together"),
    ("Ismail Filali", "اسماعيل الفيلالي", "Arabic a that Latin leaves out"),
    ("Smail Filali", "Ismaïl Filali", "first vowel not said"),
    ("Slimane Raji", "سليمان الراجي", "vowel dropped"),
    ("Soulaimane Raji", "Slimane Erraji", "vowel written, article grown in"),
    ("Fatima Zahra Idrissi", "فاطمة الزهراء الإدريسي", "the commonest pair of names"),
    ("Fatima-Zohra Idrissi", "Fatima Ezzahra Idrissi", "e and o, article grown in"),
    ("Fatimazahra Idrissi", "Fatima Zahra Idrissi", "written together"),
    ("Fatimah Idrisi", "فاطمة الإدريسي", "final h, one s"),
    ("Khadija Mansouri", "خديجة المنصوري", "kh and j"),
    ("Khadidja Mansouri", "Khadija El Mansouri", "dj for j"),
    ("Aicha Benkirane", "عائشة بنكيران", "hamza in the middle"),
    ("Aïsha Ben Kirane", "Aicha Benkirane", "sh and ch, ben apart"),
    ("Ali Ben Omar", "علي بن عمر", "ben joins"),
    ("Ali Benomar", "Ali Ben Omar", "ben together and apart"),
    ("Omar Belhaj", "عمر بلحاج", "bel joins"),
    ("Omar Bel Haj", "عمر بن الحاج", "bel is ben el"),
    ("Nour Eddine Jettou", "نور الدين جطو", "of the faith, apart"),
    ("Noureddine Jettou", "نور الدين جطو", "of the faith, together"),
    ("Nureddin Jettou", "Nour-Eddine Jettou", "Turkish manner"),
    ("Salah Eddine Mezouar", "صلاح الدين مزوار", "final h inside"),
    ("Saïd Naciri", "سعيد الناصري", "ayn in the middle"),
    ("Said Nasiri", "Saeed Naciri", "ee and i, c and s"),
    ("Moussa Diouf", "موسى ضيوف", "final ya read as a"),
    ("Mustapha Cherkaoui", "مصطفى الشرقاوي", "ph, final ya"),
    ("Moustafa Charkaoui", "Mustapha Cherkaoui", "French and English"),
    ("Othmane Zniber", "عثمان زنيبر", "th"),
    ("Outhman Znibar", "Othmane Zniber", "vowels only"),
    ("Reda Bouazza", "رضا بوعزة", "d for the heavy d; bou joins"),
    ("Rida Bou Azza", "Reda Bouazza", "bou apart"),
    ("Abou Bakr Sefrioui", "أبو بكر الصفريوي", "abou joins"),
    ("Boubker Sefrioui", "أبو بكر الصفريوي", "abou shortened"),
    ("Ghita Kabbaj", "غيثة القباج", "gh and th"),
    ("Rhita Kabbage", "Ghita Kabbaj", "rh for gh, ge for j"),
    ("Hajar Ouahbi", "هاجر وهبي", "w as ou"),
    ("Redouane Maâroufi", "رضوان المعروفي", "aa for ayn"),
    ("Ridwan Maaroufi", "Redouane Marroufi", "English and French"),
    ("Moulay Hafid Slaoui", "مولاي حفيظ السلاوي", "an honour that is part of the name"),
    ("Hafid Slaoui", "Moulay Hafid Slaoui", "an honour left out"),
    ("Haj Thami Glaoui", "التهامي الكلاوي", "an honour left out, gaf"),
    ("Mohamed Amine Skalli", "Amine Skalli", "the first Mohamed left out"),
    ("Mohamed Amine Skalli", "Skalli Med Amine", "all turned round"),
    ("Karim Bachir Lamrani", "Karim Lamrani", "a middle name left out"),
    ("Zineb El Amrani", "زينب العمراني", "article"),
    ("Zaynab Lamrani", "Zineb Elamrani", "article grown in on both"),
    ("Oumaima Wahbi", "أميمة وهبي", "ou and w"),
    ("Jamal Guerraoui", "جمال الكراوي", "gu before e"),
    ("Gamal Guerraoui", "Jamal Guerraoui", "Egyptian g"),
    ("Qasim Sebti", "قاسم السبتي", "q"),
    ("Kacem Sebti", "قاسم السبتي", "c before e"),
    ("Mokhtar Ould Daddah", "المختار ولد داداه", "Mauritanian ould"),
    ("Yahya Jabri", "يحيى الجابري", "all vowels but one"),
    ("Yahia Djabri", "Yahya Jabri", "y and i, dj and j"),
    ("Touria Jalal", "ثريا جلال", "th said t"),
    ("Asmae Bennouna", "أسماء بنونة", "final hamza"),
    ("Asma Bennouna", "Asmae Bennouna", "ae for a"),
    ("Hind Bensouda", "هند بن سودة", "ben apart in Arabic only"),
    ("Jose Almeida", "José Almeïda", "accents"),
    ("Ousmane Ndiaye", "Ousmane N'Diaye", "apostrophe"),
    ("João Gonçalves", "Joao Goncalves", "Portuguese letters"),
]
DIFFERENT = [
    ("Hassan Alaoui", "حسين العلوي", "a long vowel makes another name"),
    ("Hassan Alaoui", "Houssine Alaoui", "the same in Latin"),
    ("حسن العلوي", "حسين العلوي", "and in Arabic"),
    ("Karim Idrissi", "كريمة الإدريسي", "a final -a makes it a woman's"),
    ("Karim Idrissi", "Karima Idrissi", "the same in Latin"),
    ("Rachid Tazi", "رشيدة التازي", "a woman's"),
    ("Latif Bennani", "Latifa Bennani", "a woman's"),
    ("Samir Fassi", "Samira Fassi", "a woman's"),
    ("Jamil Fassi", "جميلة الفاسي", "a woman's"),
    ("Ahmed Chraibi", "Hamid Chraibi", "h m d in both"),
    ("أحمد الشرايبي", "حميد الشرايبي", "h m d in both, in Arabic"),
    ("Mohamed Chraibi", "Mahmoud Chraibi", "m h m d in both"),
    ("محمد الشرايبي", "محمود الشرايبي", "m h m d in both, in Arabic"),
    ("Mohamed Chraibi", "محمود الشرايبي", "m h m d across scripts"),
    ("Ahmed Tazi", "Mohamed Tazi", "brothers"),
    ("Ali Tazi", "Alia Tazi", "sister"),
    ("Omar Tazi", "Amina Tazi", "one family"),
    ("Said Naciri", "Saad Naciri", "long i"),
    ("سعيد الناصري", "Saad Naciri", "long i, across scripts"),
    ("Mohamed Alaoui", "Mohamed Idrissi", "the commonest given name says little"),
    ("محمد العلوي", "Mohamed Idrissi", "and across scripts"),
    ("Fatima Zahra Alaoui", "Fatima Zahra Bennani", "two common given names, other families"),
    ("Fatima Zahra Alaoui", "Fatima Ezzahra Bennis", "the same with an article"),
    ("Abdelkader Tazi", "Abdelkarim Tazi", "servant of another name"),
    ("Abdellah Tazi", "Abdelilah Tazi", "near names of God"),
    ("عبد القادر التازي", "عبد الكريم التازي", "servant of another name, in Arabic"),
    ("Abderrahmane Tazi", "Abderrahim Tazi", "near names"),
    ("عبد الرحمان التازي", "Abderrahim Tazi", "near names, across scripts"),
    ("Noureddine Jettou", "Salaheddine Jettou", "both of the faith"),
    ("Nour Eddine Jettou", "صلاح الدين جطو", "both of the faith, across scripts"),
    ("Youssef Bennani", "Younes Bennani", "both begin alike"),
    ("Zineb Amrani", "Zahra Amrani", "one family"),
    ("Khadija Mansouri", "Khalid Mansouri", "one family"),
    ("Karim Tazi", "Karim Fassi", "one given name"),
    ("Hicham Laroussi", "Hicham Lahlou", "one given name, both with a grown article"),
    ("Ali Ben Omar", "Omar Ben Ali", "father and son: ben belongs to the word after it"),
    ("علي بن عمر", "عمر بن علي", "father and son, in Arabic"),
    ("Mustapha Cherkaoui", "Mustapha Cherradi", "families that begin alike"),
    ("Samir Bennis", "Samir Bennani", "families that begin alike"),
    ("Samir Berrada", "سمير بردان", "families that begin alike, across scripts"),
    ("Mehdi Bensaid", "Mehdi Bensouda", "both sons"),
    ("Nadia Kabbaj", "Nadia Kettani", "one given name"),
    ("Nabil Sqalli", "Jamal Sqalli", "one family"),
    ("Salma Filali", "Salima Filali", "long i"),
    ("Hamza Filali", "Haza Filali", "a consonant more"),
    ("Amine Skalli", "Amina Skalli", "a woman's; the final e of Amine is not heard"),
    ("Youssef Amrani", "Mohamed Benali", "nothing alike"),
    ("يوسف العمراني", "محمد بنعلي", "nothing alike, in Arabic"),
    ("Driss Basri", "إدريس جطو", "one given name, across scripts"),
    ("Ousmane Ndiaye", "Ousmane Diallo", "one given name"),
    ("Aminata Diop", "Amina Diop", "a longer name"),
    ("Maria Silva", "Mario Silva", "a man's"),
    ("Bouchra Tazi", "Bouchaib Tazi", "begin alike"),
    ("Souad Raji", "Saida Raji", "s d in both"),
    ("سعاد الراجي", "سعيدة الراجي", "s d in both, in Arabic"),
]  # fmt: skip


# Written once the rules were settled, to see how they do on names they were not tried on. Then 38 of the 40 were
# found again (36 by the index) and one of the 30 taken for another; three rules have been added from it since.
HELD_OUT_SAME = [
    ("Abdelaziz Bouhlal", "عبد العزيز بوهلال"),
    ("Anass Guennoun", "أنس كنون"),
    ("Chaimae Haddad", "شيماء الحداد"),
    ("Hamza El Khattabi", "حمزة الخطابي"),
    ("Ilham Jaafari", "إلهام الجعفري"),
    ("Imane Tahiri", "ايمان الطاهري"),
    ("Jaouad Rifai", "جواد الريفي"),
    ("Kaoutar Yousfi", "كوثر اليوسفي"),
    ("Loubna Zerouali", "لبنى الزروالي"),
    ("Meriem Ghazi", "مريم الغازي"),
    ("Maryam Rhazi", "Meriem Ghazi"),
    ("Nawal Moutawakil", "نوال المتوكل"),
    ("Oussama Harrak", "أسامة الحراق"),
    ("Osama Harrak", "Oussama El Harrak"),
    ("Rajae Sbai", "رجاء السباعي"),
    ("Sanae Touzani", "سناء التوزاني"),
    ("Soukaina Zaki", "سكينة زكي"),
    ("Sukayna Zaki", "Soukaina Zaki"),
    ("Tarik Oufkir", "طارق أوفقير"),
    ("Tariq Oufkir", "Tarik Oufkir"),
    ("Wafae Yacoubi", "وفاء اليعقوبي"),
    ("Yassine Daoudi", "ياسين الداودي"),
    ("Yacine Daoudi", "Yassin Daoudi"),
    ("Zakaria Hilali", "زكرياء الهلالي"),
    ("Zoubida Rguig", "زبيدة الركيك"),
    ("Bouchta Lakhal", "بوشتى الأكحل"),
    ("Mohamed Lamine Sow", "Sow Mohamed Lamine"),
    ("Cheikh Tidiane Fall", "Tidiane Fall"),
    ("Abdoulaye Sarr", "Abdulaye Sarr"),
    ("El Mostafa Hajji", "المصطفى حجي"),
    ("Driss Jazouli", "إدريس الجزولي"),
    ("Idriss Jazouli", "Driss El Jazouli"),
    ("Nezha Alami", "نزهة العلمي"),
    ("Nouzha Alami", "Nezha El Alami"),
    ("Abdelilah Bnkirane", "عبد الإله بنكيران"),
    ("Mounir Fathallah", "منير فتح الله"),
    ("Ayoub Saadi", "أيوب السعدي"),
    ("Salaheddine El Ouafi", "صلاح الدين الوافي"),
    ("Hanane Boukhriss", "حنان بوخريص"),
    ("Rkia Ouhmad", "رقية أوحماد"),
]  # fmt: skip
HELD_OUT_DIFFERENT = [
    ("Abdelaziz Bouhlal", "عبد العالي بوهلال"),
    ("Anass Guennoun", "إلياس كنون"),
    ("Chaimae Haddad", "شروق الحداد"),
    ("Hamza El Khattabi", "حمزة الخطيب"),
    ("Ilham Jaafari", "إلهام الجابري"),
    ("Imane Tahiri", "Amine Tahiri"),
    ("Jaouad Rifai", "جمال الريفي"),
    ("Kaoutar Yousfi", "كوثر اليعقوبي"),
    ("Loubna Zerouali", "Lina Zerouali"),
    ("Meriem Ghazi", "Maria Ghazi"),
    ("Nawal Moutawakil", "Nabila Moutawakil"),
    ("Rajae Sbai", "Raja Sebti"),
    ("Tarik Oufkir", "Tarik Ouazzani"),
    ("Yassine Daoudi", "Yasmine Daoudi"),
    ("ياسين الداودي", "ياسمين الداودي"),
    ("Zakaria Hilali", "Zahra Hilali"),
    ("Sami Daoudi", "Samir Daoudi"),
    ("Nabil Alami", "Nabila Alami"),
    ("Adil Saadi", "Adnane Saadi"),
    ("Mounir Saadi", "Mounira Saadi"),
    ("منير السعدي", "منيرة السعدي"),
    ("Farid Rami", "Fadil Rami"),
    ("Jalal Rami", "Jalil Rami"),
    ("Amal Rami", "Kamal Rami"),
    ("Hakim Rami", "Hakima Rami"),
    ("Majid Rami", "Majda Rami"),
    ("Walid Fall", "Khalid Fall"),
    ("Ousmane Sarr", "Ousseynou Sarr"),
    ("Mamadou Diop", "Mamadou Diouf"),
    ("Awa Ndiaye", "Adama Ndiaye"),
]  # fmt: skip


@pytest.mark.parametrize(("a", "b", "reason"), SAME)
def test_one_person_is_found_again(a: str, b: str, reason: str) -> None:
    assert likeness(a, b) >= ALIKE, reason
    assert blocking_keys(a) & blocking_keys(b), f"an index would not find it: {reason}"


@pytest.mark.parametrize(("a", "b", "reason"), DIFFERENT)
def test_two_persons_are_kept_apart(a: str, b: str, reason: str) -> None:
    assert likeness(a, b) < ALIKE, reason


def measured(same: Sequence[tuple[str, ...]], different: Sequence[tuple[str, ...]]) -> dict[str, float]:
    found = sum(likeness(*pair[:2]) >= ALIKE for pair in same)
    wrong = sum(likeness(*pair[:2]) >= ALIKE for pair in different)
    by_index = sum(bool(blocking_keys(pair[0]) & blocking_keys(pair[1])) for pair in same)
    return {
        "precision": found / (found + wrong), "recall": found / len(same), "found by the index": by_index / len(same),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("table", "same", "different", "least"),
    [
        ("tried on", SAME, DIFFERENT, 0.99),
        ("held out", HELD_OUT_SAME, HELD_OUT_DIFFERENT, 0.9),
    ],
)
def test_how_well_the_tables_are_told_apart(
    table: str, same: list[tuple[str, ...]], different: list[tuple[str, ...]], least: float,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    figures = measured(same, different)

    with capsys.disabled():
        said = ", ".join(f"{name} {figure:.3f}" for name, figure in figures.items())
        print(f"\nnames {table}: {len(same)} same, {len(different)} different: {said}")
    assert min(figures.values()) >= least


def test_no_two_strangers_of_the_table_are_called_alike() -> None:
    """Each person of the table beside every other of another family: thousands of pairs that nobody chose."""
    first_spelling = {b: a for a, b, _ in SAME}
    family = {b: skeleton(a.split()[-1]) for a, b, _ in SAME}
    strangers = [
        (a, b)
        for a, b in itertools.combinations(first_spelling, 2)
        if family[a] != family[b] and likeness(first_spelling[a], first_spelling[b]) < ALIKE
    ]
    assert len(strangers) > 3_000

    assert [(a, b) for a, b in strangers if likeness(a, b) >= ALIKE] == []


GIVEN = ["Mohamed", "Ahmed", "Youssef", "Karim", "Karima", "Fatima", "Zineb", "Hassan", "Houcine", "Abdelkader", "محمد",
         "يوسف", "كريم", "زينب", "حسن", "حسين", "Moussa", "Aya", "Ali"]  # fmt: skip
FAMILY = [
    "Alaoui",
    "Bennani",
    "Tazi",
    "El Fassi",
    "Benjelloun",
    "Chraibi",
    "Ouazzani",
    "العلوي",
    "بناني",
    "التازي",
]
names = st.lists(st.sampled_from(GIVEN + FAMILY), min_size=1, max_size=4, unique=True)
letters = st.text(min_size=1, max_size=20)


@given(letters, letters)
def test_likeness_is_a_share_and_the_same_both_ways(a: str, b: str) -> None:
    assert 0.0 <= likeness(a, b) <= 1.0
    assert likeness(a, b) == likeness(b, a)


@given(names, names)
def test_likeness_of_names_is_the_same_both_ways(a: list[str], b: list[str]) -> None:
    assert likeness(" ".join(a), " ".join(b)) == likeness(" ".join(b), " ".join(a))


@given(names)
def test_a_name_is_like_itself_in_any_order(words: list[str]) -> None:
    assert {likeness(" ".join(words), " ".join(turned)) for turned in itertools.permutations(words)} == {1.0}
    assert len({frozenset(blocking_keys(" ".join(turned))) for turned in itertools.permutations(words)}) == 1


@given(names, names, st.randoms(use_true_random=False))
def test_the_order_of_words_does_not_matter(a: list[str], b: list[str], luck: Random) -> None:
    turned = luck.sample(b, len(b))

    assert likeness(" ".join(a), " ".join(b)) == likeness(" ".join(a), " ".join(turned))


@given(letters)
def test_every_text_has_keys_and_an_answer(text: str) -> None:
    keys = blocking_keys(text)

    assert all(key and key == key.strip() for key in keys)
    assert likeness(text, text) == (1.0 if any(letter.isalnum() for letter in fold(text)) else 0.0)


@pytest.mark.parametrize("nothing", ["", "  ", "-", "…", "\u200f"])
def test_what_has_no_letters_is_like_nothing(nothing: str) -> None:
    assert likeness(nothing, "Tazi") == likeness(nothing, nothing) == 0.0
    assert blocking_keys(nothing) == set()


def test_a_name_of_many_words_is_answered_as_soon() -> None:
    long = " ".join(f"{given} {family}" for given in GIVEN for family in FAMILY)

    assert likeness(long, long[::-1]) < 1.0
    assert len(blocking_keys(long)) < 200
