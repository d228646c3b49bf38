"""What strangers may send: whatever the bytes are, they give a message or one refusal with a known reason."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from postkit.iso20022 import REASONS, Message, NotAMessage, read, write
from postkit.iso20022.opening import MOST_LEVELS
from tests.postkit.iso20022.changing import changed, golden
from tests.postkit.iso20022.samples import SAMPLES

NAME = "pain.001.001.09"
TEXT = golden(NAME)
BODY = TEXT.partition("?>")[2]
OPEN = f'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:{NAME}">'
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


def reason_of(data: bytes, most_bytes: int = 16 * 1024 * 1024) -> str:
    try:
        read(data, most_bytes)
    except NotAMessage as refusal:
        return refusal.reason
    return ""


@pytest.mark.parametrize(
    "subset",
    [
        "",  # a name alone
        f'[<!ENTITY l0 "ha">{LAUGHS}]',  # a thousand million laughs
        '[<!ENTITY file SYSTEM "file:///etc/hostname">]',  # a file of this machine
        '[<!ENTITY % far SYSTEM "http://localhost:1/evil.dtd"> %far;]',  # a file of another
        'SYSTEM "http://localhost:1/evil.dtd"',  # the document type itself lies elsewhere
        "[<!ATTLIST InstdAmt Ccy CDATA 'MAD'>]",  # attributes that nobody has written
    ],
)
def test_a_document_type_is_refused_in_any_form(subset: str) -> None:
    bomb = f"<?xml version='1.0'?><!-- hello --><!DOCTYPE Document {subset}>{BODY}"
    bomb = bomb.replace("<MsgId>WAGES", "<MsgId>&l9;&file;WAGES")

    assert reason_of(bomb.encode()) == "has-dtd"  # one that is opened out never ends


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "not-xml"),  # an empty file
        (b"\xef\xbb\xbf", "not-xml"),  # a byte order mark alone
        (b"account;amount\n1;2", "not-xml"),  # a table
        (b"PK\x03\x04\x14\x00", "encoding"),  # a zip file
        (TEXT.encode("utf-16"), "encoding"),  # with its mark
        (TEXT.encode("utf-16-be"), "encoding"),  # without
        (TEXT.encode("utf-32"), "encoding"),
        (TEXT.encode("cp037", "replace"), "encoding"),  # a mainframe's letters
        (TEXT.encode("utf-7").replace(b"UTF-8", b"UTF-7"), "encoding"),
        (TEXT.replace("UTF-8", "ISO-8859-1").encode(), "encoding"),  # says one thing and does another
        (TEXT.encode("cp1252", "replace"), "encoding"),  # the other way round
        (TEXT.replace("JULY", "JU\x00LY").encode(), "encoding"),
        (b"\xc0\xbcDocument/>", "encoding"),  # an overlong form of <
        (f"<?xml version='1.0' encoding='UTF-8'?>{TEXT}".encode(), "not-xml"),  # two declarations
        ((TEXT + TEXT.partition("?>")[2]).encode(), "not-xml"),  # two messages in one file
        ((TEXT + "more").encode(), "not-xml"),
        (TEXT[: len(TEXT) // 2].encode(), "not-xml"),  # cut off on the way
        (TEXT.replace("JULY-1", "&nbsp;").encode(), "not-xml"),  # an entity that nobody declared
        (TEXT.replace("JULY-1", "&#1;").encode(), "not-xml"),  # a control character, spelt out
        (TEXT.replace("JULY-1", "&#xFFFE;").encode(), "not-xml"),  # what Unicode will never assign
        ((OPEN + "<a>" * 1000 + "</a>" * 1000 + "</Document>").encode(), "not-xml"),  # beyond the parser
        ((OPEN + "<a>" * MOST_LEVELS + "</a>" * MOST_LEVELS + "</Document>").encode(), "too-deep"),
        (b"<Document/>", "unknown-message"),
        (b'<Document xmlns="urn:iso:std:iso:20022:tech:xsd:"/>', "unknown-message"),
        (TEXT.replace(NAME, "pain.001.001.11").encode(), "unknown-message"),  # a version not read here
        (TEXT.replace(NAME, "pain.008.001.08").encode(), "unknown-message"),  # a message not read here
        (TEXT.replace("Document", "document").encode(), "unknown-message"),
        (f'{OPEN}</Document>'.encode(), "missing"),
        (f"{OPEN}<FIToFICstmrCdtTrf/></Document>".encode(), "unexpected"),  # another message's element
        (f'{OPEN}<CstmrCdtTrfInitn xmlns="urn:other"/></Document>'.encode(), "unexpected"),
        (TEXT.replace("</CstmrCdtTrfInitn>", "</CstmrCdtTrfInitn>text").encode(), "unexpected"),
        (TEXT.replace(OPEN, f'{OPEN[:-1]} id="1">').encode(), "unexpected"),
    ],
)  # fmt: skip
def test_what_is_no_message_of_ours_says_why(data: bytes, reason: str) -> None:
    assert reason_of(data) == reason


def test_a_file_is_not_even_decoded_beyond_its_limit() -> None:
    data = TEXT.encode()

    assert reason_of(data, most_bytes=len(data)) == ""
    assert reason_of(data, most_bytes=len(data) - 1) == "too-large"
    assert reason_of(b"\xff" * 100, most_bytes=99) == "too-large"


@pytest.mark.parametrize(
    "data",
    [
        b"\xef\xbb\xbf" + TEXT.encode(),  # a byte order mark
        BODY.encode(),  # no declaration: XML is UTF-8 then
        b"<?xml version='1.0' encoding = \"utf-8\"\nstandalone='yes'?>" + BODY.encode(),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace(OPEN, f'{OPEN[:-1]} xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
                     'xsi:schemaLocation="a b">').encode(),
        TEXT.replace("<GrpHdr>", "<!-- head --><?printer slow?><GrpHdr>").encode(),
        changed(NAME, "JULY-1", "<![CDATA[JULY-1]]>"),
        changed(NAME, "JULY-1", "&#74;ULY&#45;1"),
        changed(NAME, "JULY-1", "\n  JULY-1\t"),
        BODY.replace("<", "<p:").replace("<p:/", "</p:").replace("xmlns=", "xmlns:p=").encode(),  # a prefix
    ],
)  # fmt: skip
def test_the_same_message_may_be_written_in_many_ways(data: bytes) -> None:
    assert read(data) == SAMPLES[NAME]


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("JULY-1", "JU<!-- -->LY-1", "unexpected"),  # programmes disagree on what this text says
        ("JULY-1", "JU<?x?>LY-1", "unexpected"),
        ("JULY-1", "<b>JULY-1</b>", "unexpected"),
        ("<Dbtr>", "<Dbtr>Commune", "unexpected"),  # a text beside elements
        ("</Dbtr>", "</Dbtr>\u00a0", "unexpected"),
        ("<Dbtr>", '<Dbtr a="1">', "unexpected"),
        ("<MsgId>", '<MsgId xml:lang="ar">', "unexpected"),
        ('<InstdAmt Ccy="MAD">', '<InstdAmt Ccy="MAD" x="1">', "currency"),
        ('<InstdAmt Ccy="MAD">', "<InstdAmt>", "currency"),
        ("<Dbtr>", '<Dbtr xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true">', "unexpected"),
        ("<InitgPty>", '<InitgPty xmlns="urn:other">', "unexpected"),  # the same name in another namespace
        ("<GrpHdr>", '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="/etc/hostname"/><GrpHdr>',
         "unexpected"),
        ("<NbOfTxs>", "<Nbr/><NbOfTxs>", "unexpected"),  # no such element
        ("<NbOfTxs>", "<InitgPty/><NbOfTxs>", "unexpected"),  # an element before its place
        ("<NbOfTxs>", "<NbOfTxs>3</NbOfTxs><NbOfTxs>", "unexpected"),  # once too often
    ],
)  # fmt: skip
def test_an_element_holds_what_it_may_and_nothing_else(old: str, new: str, reason: str) -> None:
    assert reason_of(changed(NAME, old, new)) == reason


def test_a_refusal_names_the_line_and_the_path() -> None:
    data = changed(NAME, ">0.01<", ">0.001<")

    with pytest.raises(NotAMessage) as refusal:
        read(data)

    assert refusal.value.reason == "decimals"
    assert refusal.value.path == "/Document/CstmrCdtTrfInitn/PmtInf/CdtTrfTxInf[2]/Amt/InstdAmt"
    assert data.splitlines()[refusal.value.line - 1].strip() == b'<InstdAmt Ccy="MAD">0.001</InstdAmt>'


def test_a_file_with_two_declared_lines_keeps_its_line_numbers() -> None:
    data = (
        b"<?xml version='1.0'\n\n encoding='UTF-8'?>\n" + changed(NAME, ">0.01<", ">0<").partition(b"?>\n")[2]
    )

    with pytest.raises(NotAMessage) as refusal:
        read(data)

    assert b'Ccy="MAD">0<' in data.splitlines()[refusal.value.line - 1]


def test_a_file_of_the_largest_size_is_refused_like_a_small_one(tmp_path: Path) -> None:
    wide = f"{OPEN}<CstmrCdtTrfInitn>{'<a/>' * 2_000_000}</CstmrCdtTrfInitn></Document>".encode()
    long = f"{OPEN}<CstmrCdtTrfInitn><a>{'x' * 9_000_000}</a></CstmrCdtTrfInitn></Document>".encode()
    attributes = " ".join(f"a{n}='1'" for n in range(100_000))
    crowded = f"{OPEN}<CstmrCdtTrfInitn {attributes}/></Document>".encode()

    # A reader that is not linear takes minutes.
    assert [reason_of(data) for data in (wide, long, crowded)] == ["unexpected"] * 3


def only_a_message_or_a_known_refusal(data: bytes) -> None:
    message: Message | None = None
    reason = ""
    try:
        message = read(data)
    except NotAMessage as refusal:
        reason = refusal.reason

    assert message or reason in REASONS
    if message:
        assert read(write(message)) == message


@given(st.binary())
def test_no_bytes_do_harm(data: bytes) -> None:
    only_a_message_or_a_known_refusal(data)
    only_a_message_or_a_known_refusal(f"{OPEN}<CstmrCdtTrfInitn>".encode() + data)


PIECES = [
    b"<", b">", b"/>", b"&", b"&#x202e;", b"&#0;", b"<!--", b"-->", b"<![CDATA[", b"]]>", b"<!DOCTYPE", b"<?x", b"?>",
    b"\x00", b"\xff", b"\xe2\x80\xae", b"-", b"0", b"9", b".", b",", b"1e9", b"NaN", b"INF", b"MAD", b"XOF", b"Id",
    b"2026-02-30", b"T24:00:00", b"+99:99", b"CRDT", b"BOOK", b" xmlns=''", b" xmlns:a='b'", b" a='b'", b"\r", b"\n",
]  # fmt: skip
places = st.floats(0, 1, exclude_max=True)
edits = st.lists(st.tuples(places, st.integers(0, 12), st.sampled_from(PIECES)), min_size=1, max_size=4)


@settings(max_examples=300)
@given(st.sampled_from(sorted(SAMPLES)), edits)
def test_no_slip_of_bytes_does_harm(name: str, slips: list[tuple[float, int, bytes]]) -> None:
    data = golden(name).encode()
    for place, size, piece in slips:
        at = int(place * len(data))
        data = data[:at] + piece + data[at + size :]

    only_a_message_or_a_known_refusal(data)


VALUES = [
    "",
    " ",
    "0",
    "-1",
    "1.5",
    "1e400",
    "9" * 40,
    "x" * 600,
    "٣",
    "true",
    "RJCT",
    "CRDT",
    "\u202eevil",
    "2026-07-28",
]
turns = st.lists(
    st.tuples(
        st.sampled_from(["drop", "twice", "move", "value", "currency", "name"]),
        places,
        places,
        st.sampled_from(VALUES),
    ),
    min_size=1,
    max_size=3,
)


@settings(max_examples=300)
@given(st.sampled_from(sorted(SAMPLES)), turns)
def test_no_turn_of_elements_does_harm(name: str, wanted: list[tuple[str, float, float, str]]) -> None:
    root = etree.fromstring(golden(name).encode())
    for turn, place, target, value in wanted:
        elements = list(root.iter())
        element = elements[int(place * len(elements))]
        if element is root:
            continue
        copy = etree.fromstring(etree.tostring(element))
        parent = elements[int(target * len(elements))]
        match turn:
            case "drop":
                element.getparent().remove(element)
            case "twice":
                element.addnext(copy)
            case "move":
                parent.append(copy)
            case "value":
                element.text = value
            case "currency":
                element.set("Ccy", value)
            case "name":
                element.tag = parent.tag

    only_a_message_or_a_known_refusal(etree.tostring(root))
