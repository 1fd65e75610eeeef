"""What cannot be read at all: refused whole, with its line and its reason."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from tests import messages as xml
from tests.house_of import AMINA, BRAM, MERIDIAN, House

GOOD = xml.dimona(xml.dimona_in(AMINA, MERIDIAN, "2022-01-03"))
BOMB = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(9))

_MANY = " " * (2 << 20)


def refusals(house: House) -> list[tuple[int | None, str, str]]:
    with house.engine.connect() as connection:
        rows = connection.execute(
            text("select line, element, code from message_refusals order by message_id, ordinal")
        )
        return [tuple(row) for row in rows]


def facts(house: House) -> int:
    """How much is known, in every table that a message may write."""
    tables = (
        "dimona_declarations",
        "occupation_lines",
        "quarter_declarations",
        "employments",
        "persons",
        "national_numbers",
        "enterprises",
        "reported_periods",
    )
    with house.engine.connect() as connection:
        counts = [connection.execute(text(f"select count(*) from {t}")) for t in tables]  # noqa: S608
        return sum(count.scalar_one() for count in counts)


def after(line: int, rest: str) -> str:
    """The good message up to its last form, ``rest``, and enough lines to reach ``line``."""
    begun = GOOD.removesuffix("</Dimona>\n")
    return begun + "\n" * (line - begun.count("\n") - 1) + rest


@pytest.mark.parametrize(
    ("content", "code", "line"),
    [
        (after(9, "<Form><Dimona"), "truncated", 9),
        (after(9, "<Form>"), "truncated", 9),
        (after(9, ""), "truncated", 9),
        (after(9, "<!-- "), "truncated", 9),
        (after(9, "<Form></Other></Dimona>"), "not_well_formed", 9),
        (after(9, "&nobody;</Dimona>"), "not_well_formed", None),
        (after(9, "</Dimona><Dimona/>"), "more_after_the_end", 9),
        (after(9, "<a>" * 300), "nested_too_deep", 9),
        # The parser would wait for the end of it, with all of it in memory.
        pytest.param(after(9, f'<Form a="{_MANY}"/></Dimona>'), "text_too_long", 9, id="attribute"),
        pytest.param(after(9, f"<!--{_MANY}--></Dimona>"), "text_too_long", 9, id="comment"),
        (after(9, "Chloé</Dimona>").encode("latin-1"), "wrong_encoding", 9),
        (after(9, "\x01</Dimona>"), "wrong_encoding", 9),
        ("< not xml", "not_well_formed", 1),
        ("one < two", "not_xml", 1),
        ('<?xml version="1.0" encoding="klingon"?><Dimona/>', "wrong_encoding", 1),
        ("\n<Invoice/>", "unknown_message", 2),
        ('<Dimona xmlns="urn:somebody"/>', "unknown_message", 1),
        ("<!DOCTYPE Dimona>\n<Dimona/>", "doctype_refused", 1),
        ('<!DOCTYPE Dimona SYSTEM "file:///etc/hosts"><Dimona/>', "doctype_refused", 1),
        (
            '<!DOCTYPE Dimona [<!ENTITY x SYSTEM "file:///etc/hosts">]><Dimona>&x;</Dimona>',
            "doctype_refused",
            1,
        ),
        (
            f'<!DOCTYPE Dimona [<!ENTITY e0 "ha">{BOMB}]><Dimona>&e9;</Dimona>',
            "doctype_refused",
            1,
        ),
        (
            f'<!DOCTYPE Dimona [<!ENTITY e0 "ha">{BOMB}]><Dimona a="&e9;"/>',
            "doctype_refused",
            1,
        ),
    ],
)
def test_what_cannot_be_read_is_refused_whole(
    house: House, content: str | bytes, code: str, line: int | None
) -> None:
    loaded = house.load(content)
    assert (loaded.state, loaded.taken, loaded.refused) == ("refused", 0, 1)
    [(told_line, _, told)] = refusals(house)
    assert (told, told_line) == (code, line)
    assert facts(house) == 0


@pytest.mark.parametrize(
    ("content", "reason"),
    [("", "empty_file"), ("Dear sir,", "no_markup"), (" " * 70_000 + GOOD, "no_markup")],
)
def test_what_does_not_begin_like_a_message_is_not_even_kept(
    house: House, content: str, reason: str
) -> None:
    loaded = house.load(content)
    assert (loaded.message_id, loaded.state, loaded.reason) == (None, "refused", reason)


def test_a_truncated_declaration_of_thousands_leaves_nothing_behind(house: House) -> None:
    workers = [
        xml.worker(AMINA, xml.occupation("2022-01-03"), quarter_start="2026-07-01"),
        xml.worker(BRAM, xml.occupation("2015-02-02"), quarter_start="2026-07-01"),
    ] * 600
    content = xml.dmfa("20263", *workers, enterprise=MERIDIAN)
    assert house.load(content[: len(content) // 2]).state == "refused"
    assert facts(house) == 0
    assert house.load(content).state == "read"  # the whole file is another file


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "iso-8859-1"])
def test_another_encoding_is_read_when_it_is_declared(house: House, encoding: str) -> None:
    declared = encoding.removesuffix("-sig")
    content = xml.persons(xml.person(AMINA, "Benaïssa")).replace("UTF-8", declared)
    assert house.load(content.encode(encoding)).taken == 1
    with house.engine.connect() as connection:
        name = connection.execute(text("select surname from person_particulars")).scalar_one()
    assert name == "Benaïssa"


@pytest.mark.parametrize("missing", ["institution", "reportedOn"])
def test_a_report_of_nobody_or_of_no_day_is_refused_whole(house: House, missing: str) -> None:
    content = xml.periods(xml.period("U-1", AMINA, "sickness", "2024-01-08"))
    loaded = house.load(content.replace(f"{missing}=", f"not{missing}="))
    assert (loaded.state, loaded.taken) == ("refused", 0)
    assert refusals(house) == [(2, missing, "element_missing")]


def test_a_message_refused_once_is_refused_again_without_a_second_reading(house: House) -> None:
    assert house.load("<Invoice/>").already is False
    again = house.load("<Invoice/>")
    assert (again.already, again.state, again.refused) == (True, "refused", 1)
    assert len(refusals(house)) == 1
