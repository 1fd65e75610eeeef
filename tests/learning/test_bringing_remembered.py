"""What is remembered of columns: by whom it may be used, and what merging does to it."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from app.audit.trail import Actor, Channel
from app.foundation.database import transaction
from app.foundation.sheets import read_sheet
from app.learning.bringing import moving
from app.learning.bringing.fields import What
from app.learning.bringing.keeping import Brought, Settled, bring_sheet, settle_columns
from app.learning.bringing.mapping import ColumnMapping
from app.learning.bringing.queries import all_remembered, remembered_for
from app.learning.bringing.remembering import forget_columns, remember_columns
from app.learning.bringing.values import Came
from app.learning.rules.contents import Origin
from tests.house_of import BRAM, ELSEWHERE, MERIDIAN, NORD, House

HEADER = ("NISS", "Jaar", "Recht")
MAPPING = ColumnMapping({"ssin": "NISS", "year": "Jaar", "amount": "Recht"})


@pytest.fixture
def furnished(house: House) -> House:
    house.furnish()
    return house


def remember(house: House, db: Session, by: Actor, office: str | None = None) -> None:
    """Bring a sheet of rights, say what its columns are, and have it remembered."""
    at = house.clock.now()
    sheet = read_sheet(b"NISS;Jaar;Recht\n1;2;3\n", "rights.csv")
    came = Came(What.RIGHTS, Origin.FEDERAL_ACCOUNT, None, "rights.csv")
    brought = bring_sheet(
        db, sheet, came, language="nl", vault=house.vault, by=by, via=Channel.PAGE, at=at
    )
    assert isinstance(brought, Brought)
    settled = settle_columns(
        db, brought.sheet_id, MAPPING, reason="History", by=by, via=Channel.PAGE, at=at
    )
    assert isinstance(settled, Settled)
    office_id = house.enterprise(office) if office else None
    remember_columns(db, brought.sheet_id, office_id=office_id, by=by, via=Channel.PAGE, at=at)


def test_an_office_uses_what_it_said_for_its_other_clients_and_nobody_else_does(
    furnished: House,
) -> None:
    by = furnished.actor(BRAM, MERIDIAN)
    nord, elsewhere = furnished.enterprise(NORD), furnished.enterprise(ELSEWHERE)
    with transaction(furnished.engine) as db:
        remember(furnished, db, by, office=NORD)
        assert remembered_for(db, elsewhere, nord, What.RIGHTS, HEADER)
        assert remembered_for(db, elsewhere, None, What.RIGHTS, HEADER) is None
        assert remembered_for(db, elsewhere, elsewhere, What.RIGHTS, HEADER) is None
        assert remembered_for(db, elsewhere, nord, What.TRAININGS, HEADER) is None


def test_the_same_columns_are_remembered_once(furnished: House) -> None:
    by = furnished.actor(BRAM, MERIDIAN)
    with transaction(furnished.engine) as db:
        remember(furnished, db, by)
        remember(furnished, db, by)
        assert len(all_remembered(db, furnished.enterprise(MERIDIAN))) == 1


def test_only_the_enterprise_itself_has_its_columns_forgotten(furnished: House) -> None:
    by, at = furnished.actor(BRAM, MERIDIAN), furnished.clock.now()
    furnished.give_mandate(BRAM, NORD)
    other = furnished.actor(BRAM, NORD)
    with transaction(furnished.engine) as db:
        remember(furnished, db, by)
        [known] = all_remembered(db, furnished.enterprise(MERIDIAN))
        assert not forget_columns(db, known.mapping_id, by=other, via=Channel.PAGE, at=at)
        assert forget_columns(db, known.mapping_id, by=by, via=Channel.PAGE, at=at)
        assert not all_remembered(db, furnished.enterprise(MERIDIAN))


def test_two_enterprises_that_are_one_remember_once(furnished: House) -> None:
    furnished.give_mandate(BRAM, NORD)
    meridian, nord = furnished.enterprise(MERIDIAN), furnished.enterprise(NORD)
    actors = furnished.actor(BRAM, MERIDIAN), furnished.actor(BRAM, NORD)
    with transaction(furnished.engine) as db:
        for by in actors:
            remember(furnished, db, by)
        moving.move_enterprise(db, kept=meridian, given_up=nord)
        assert len(all_remembered(db, meridian)) == 1
        assert not all_remembered(db, nord)
