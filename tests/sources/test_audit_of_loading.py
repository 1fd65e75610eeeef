"""Loading leaves its line in the trail, and nobody takes a line out of it."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests import messages as xml
from tests.house_of import AMINA, MERIDIAN, House

SMALL = xml.dimona(xml.dimona_in(AMINA, MERIDIAN, "2022-01-03"))


def lines(house: House) -> list[tuple[object, ...]]:
    question = (
        "select act, channel, ground, details - 'message_id' from audit_lines order by at, line_id"
    )
    with house.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(question))]


def test_loading_leaves_one_line_and_loading_again_none(house: House) -> None:
    house.load(SMALL)
    house.load(SMALL)
    details = {"kind": "Dimona", "taken": 1, "refused": 0}
    assert lines(house) == [("source:message:loaded", "command", "operation", details)]


def test_a_refused_message_leaves_its_line_too(house: House) -> None:
    house.load(SMALL[:-20])
    details = {"kind": None, "taken": 0, "refused": 1}
    assert lines(house) == [("source:message:loaded", "command", "operation", details)]


@pytest.mark.parametrize(
    "change",
    [
        "update audit_lines set act = 'nothing'",
        "delete from audit_lines",
        "truncate audit_lines",
    ],
)
def test_the_trail_refuses_to_be_changed(house: House, change: str) -> None:
    house.load(SMALL)
    with house.engine.connect() as connection, pytest.raises(DBAPIError):
        connection.execute(text(change))
    assert len(lines(house)) == 1
