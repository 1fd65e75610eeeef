"""Questions asked as one: the same rows as when each is asked by itself."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest
from sqlalchemy import (
    ARRAY,
    Date,
    DateTime,
    Engine,
    Integer,
    LargeBinary,
    String,
    Uuid,
    bindparam,
    cast,
    literal,
    null,
    select,
    values,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.sql import column

from app.foundation.asking import Question, Questionnaire
from app.foundation.database import transaction

_KEY = UUID("01a200a0-ccc5-7008-8487-ce15ee849e53")
_EVERY_KIND = Question(
    select(
        cast(literal(_KEY), Uuid),
        cast(literal(date(1999, 12, 31)), Date),
        cast(literal(datetime(2026, 11, 20, 9, 30, 0, 123, tzinfo=UTC)), DateTime(timezone=True)),
        cast(literal("Élodie “Z” \\ ' % d’Œuvre\n🙂"), String),
        cast(literal(38_00), Integer),
        cast(literal(["dimona", "dmfa"]), ARRAY(String)),
        cast(literal('[["2022-01-03", null, 1]]', String), JSONB),
        cast(null(), Date),
        cast(literal(True), Integer) == 1,
        cast(bindparam("person"), Uuid),
    ),
    lambda *row: row,
)
_NOTHING = Question(select(cast(literal(1), Integer).label("one")).where(literal(1) == 2), int)
_LINES = values(column("name", String), column("place", Integer), name="lines").data(
    [("b", 2), ("a", 1), ("c", 3)]
)
_IN_ORDER = Question(select(_LINES.c.name).order_by(_LINES.c.place.desc()), str)


def test_questions_asked_as_one_are_answered_as_each_would_be(engine: Engine) -> None:
    person = uuid4()
    asked = (_EVERY_KIND, _NOTHING, _IN_ORDER, _EVERY_KIND)
    together = Questionnaire(*asked)
    with transaction(engine) as db:
        alone = [
            _EVERY_KIND.ask(db, person=person),
            _NOTHING.ask(db),
            _IN_ORDER.ask(db),
            _EVERY_KIND.ask(db, person=person),
        ]
        answer = together.ask(db, person=person)
    assert together.read(answer) == alone
    assert alone[2] == ["c", "b", "a"]


def test_what_json_does_not_carry_is_refused_before_anything_is_asked() -> None:
    picture = Question(select(cast(literal(b"x"), LargeBinary)), bytes)
    with pytest.raises(TypeError, match="JSON does not carry"):
        Questionnaire(picture)
