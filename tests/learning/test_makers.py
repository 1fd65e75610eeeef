"""What no person did says whose system it was: a program, or the folder in which files are left."""

from __future__ import annotations

from datetime import timedelta

from app.audit.trail import Actor, Channel
from app.enterprises.machines.scopes import ClientKind
from app.foundation.database import transaction
from app.learning.rules.stating import RightKind
from app.learning.stating import RightStatement, RightWithdrawal, state_rights, withdraw_rights
from tests.channels.machines import machine
from tests.employers.conftest import said
from tests.house.matrix import client_mandate
from tests.house_of import AMINA, BRAM, MERIDIAN, NORD, House
from tests.learning.by_others import registered

HERE = f"/employer/{MERIDIAN}"


def stated(house: House, by: Actor, via: Channel, *, everyone: bool = False) -> None:
    """A right of this year, of Amina or of everyone, a second after all before."""
    house.clock.at += timedelta(seconds=1)
    about = None if everyone else house.person(AMINA)
    right = RightStatement(2026, RightKind.OPT_OUT, f"By {via.value}", person_id=about)
    with transaction(house.engine) as db:
        state_rights(db, [right], by=by, via=via, at=house.clock.now())


def test_what_came_from_a_system_says_from_whose(house: House) -> None:
    house.furnish()
    client_mandate(house, MERIDIAN, NORD)
    meridian, nord = house.enterprise(MERIDIAN), house.enterprise(NORD)
    folder, own_folder = (Actor(None, meridian, sender_id=each) for each in (nord, meridian))
    office = machine(house, enterprise=NORD, kind=ClientKind.OFFICE, every_client=True)
    program = Actor(None, meridian, client_id=office.client_id)
    stated(house, folder, Channel.BATCH)
    stated(house, program, Channel.API)
    stated(house, own_folder, Channel.BATCH, everyone=True)
    registered(house, folder, via=Channel.BATCH)
    house.clock.at += timedelta(seconds=1)
    withdrawn = RightWithdrawal(2026, "In error", house.person(AMINA))
    with transaction(house.engine) as db:
        withdraw_rights(db, [withdrawn], by=folder, via=Channel.BATCH, at=house.clock.now())

    bram, amina = house.signed_in(BRAM), house.signed_in(AMINA)
    hers = said(bram.get(f"{HERE}/workforce/{house.person(AMINA)}/rights/2026"))
    assert hers.count("The drop folder of Atelier Nord scrl, in a file") == 2
    assert "A program of Atelier Nord scrl, from another program" in hers
    assert "The drop folder, in a file" in said(bram.get(f"{HERE}/rights?year=2026"))
    others = said(bram.get(f"{HERE}/others"))
    assert "The drop folder of Atelier Nord scrl" in others
    page = said(amina.get(f"/training-credit/{meridian}"))
    by_the_office = "by the drop folder of Atelier Nord scrl, for Meridian Care nv"
    assert page.count(by_the_office) == 3
    assert "by a program of Atelier Nord scrl, for Meridian Care nv" in page
    assert "by the drop folder of Meridian Care nv" in page
