"""However a file is cut, and wherever reading goes on, the same records come."""

from __future__ import annotations

import tracemalloc
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from app.channels.batch.ahead import Reading
from app.channels.batch.reading import Place, RawRecord, Reader, read_beginning
from app.channels.batch.running import run_chunk
from tests.channels.batch.files import answered, answers, message, said, send, training
from tests.house_of import House

CONTENT = message(
    training("R1").replace("First aid", "Sécurité &amp; <![CDATA[<RegisterTraining>]]>"),
    "<!-- </RegisterTraining> -->\n<Dismiss>\n<Why/>\n</Dismiss>",
    *(training(f"N{n}", Title=f"Course\n{n}") for n in range(9)),
    "<RegisterTraining>\n<A><B>x</B></A>  y </RegisterTraining>",
    training("R2"),
).encode()


def read(content: bytes, most: int, together: int, *, anew: bool) -> list[RawRecord]:
    """All records, ``most`` at a time; ``together`` bytes come from the file at once.

    ``anew``: whoever reads on has read nothing before.
    """
    found = read_beginning([content])
    beginning, place = content[: found.first.offset], found.first
    reader, records = Reader(beginning, place), list[RawRecord]()
    while True:
        some = reader.read(most, lambda offset: content[offset : offset + together])
        assert some.broken is None
        assert len(some.records) <= most
        records += some.records
        if some.then is None:
            return records
        if anew:
            reader = Reader(beginning, some.then)


@pytest.mark.parametrize("anew", [True, False])
@pytest.mark.parametrize(("most", "together"), [(1, 100_000), (2, 7), (5, 333), (100, 64)])
def test_the_same_records_come_whatever_the_size_of_chunks(
    most: int, together: int, anew: bool
) -> None:
    expected = read(CONTENT, 1_000, 1_000_000, anew=False)
    assert [each.texts.get("RecordReference") for each in expected] == [
        *("R1", None, *(f"N{n}" for n in range(9)), None, "R2")
    ]
    assert expected[0].texts["Title"] == "Sécurité & <RegisterTraining>"
    for each in expected:
        assert CONTENT[each.begins :].startswith(b"<%s>" % each.name.encode())
        assert each.line == CONTENT[: each.begins].count(b"\n") + 1
    assert read(CONTENT, most, together, anew=anew) == expected


def test_what_stands_between_two_records_takes_no_room() -> None:
    size = 1 << 16
    begins, ends = CONTENT[: CONTENT.index(b"<!--")], CONTENT[CONTENT.index(b"<!--") :]
    spaces = 100 * size

    def bytes_from(offset: int) -> bytes:
        at = offset - len(begins)
        if at < 0:
            return begins[offset:]
        return b" " * min(size, spaces - at) if at < spaces else ends[at - spaces :]

    place = read_beginning([begins]).first
    tracemalloc.start()
    reader = Reader(begins[: place.offset], Place(place.offset, place.line))
    assert len(reader.read(100, bytes_from).records) == 13
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 8 * size


@pytest.mark.parametrize("ahead", [True, False])
def test_whoever_read_ahead_of_a_chunk_that_was_taken_back_begins_where_the_file_stands(
    house: House, ahead: bool
) -> None:
    house.furnish()
    received = send(house, message(*(training(f"R{n}", Title=f"Course {n}") for n in range(10))))

    def carry_on(reading: Reading, *, stays: bool) -> bool:
        house.clock.at += timedelta(seconds=1)
        with Session(house.engine) as db:
            more = run_chunk(
                db,
                received.file_id,
                vault=house.vault,
                at=house.clock.now(),
                most=4,
                reading=reading,
            )
            if stays:
                db.commit()
            return more

    with Reading(ahead=ahead) as reading, Reading(ahead=ahead) as of_somebody_else:
        carry_on(reading, stays=True)
        carry_on(reading, stays=False)
        carry_on(of_somebody_else, stays=True)
        assert carry_on(reading, stays=False) is False
        assert carry_on(reading, stays=True) is False
    found = answers(house, received.file_id)
    assert [each.reference for each in found] == [f"R{n}" for n in range(10)]
    assert said(found) == ["accepted"] * 10


def test_a_name_from_elsewhere_may_hold_anything(house: House) -> None:
    house.furnish()
    hostile = '<p:Dismiss xmlns:p="a&#9;b&#10;\\N"><p:Why>x</p:Why></p:Dismiss>'
    results = answered(house, message(hostile, training("R1")))
    assert said(results) == ["refused record_unknown", "accepted"]
