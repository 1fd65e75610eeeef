"""The workforce in view: found, filtered, sorted, and never at odds with the worker's own page."""

from __future__ import annotations

import re
from html import unescape

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.employers.workforce import Listing, listing_from, wanted_from
from app.foundation.clock import day_of
from app.foundation.database import transaction
from app.identity.folding import fold
from app.learning.keeping import keep_accounts
from app.learning.workers import behind
from app.learning.workers.lists import people_matching, workers_on_page
from app.learning.workers.wanted import Credit, Order, Wanted, Who
from tests import messages as xml
from tests.employers.conftest import said
from tests.house.lives import register
from tests.house_of import AMINA, BRAM, MERIDIAN, House, ssin

WORKFORCE = f"/employer/{MERIDIAN}/workforce"


def names(browser: FlaskClient, query: str = "") -> list[str]:
    page = browser.get(f"{WORKFORCE}?{query}").text
    found = re.findall(r'<th scope="row"[^>]*>\s*<a[^>]*>(.*?)</a>', page)
    return [unescape(each) for each in found]


def keep(house: House) -> None:
    """Do what the jobs that wait do."""
    with transaction(house.engine) as db:
        keep_accounts(db, [house.enterprise(MERIDIAN)], year=2026, since=2024, at=house.clock.now())
        db.execute(text("delete from procrastinate_jobs"))


@pytest.mark.parametrize("typed", ["celik", "ÇELİK", "ostergard  elif", "Østergård", "elif cel"])
def test_a_name_is_found_however_it_is_typed(
    meridian: House, bram: FlaskClient, typed: str
) -> None:
    elif_ = ssin("900101", 20)
    meridian.load(xml.persons(xml.person(elif_, "Çelik-Østergård", "Élif")))
    meridian.load(xml.dimona(xml.dimona_in(elif_, MERIDIAN, "2024-01-01")))
    assert names(bram, f"name={typed}") == ["Élif Çelik-Østergård"]


NAMES = ["Élan D’Ørsted", "Łukasz Groß", "Œuvrard Æbelø", "Nguyễn Thị", "O'Neil", "Ðorđe", "İnönü"]


@pytest.mark.parametrize("name", NAMES)
def test_what_is_typed_is_folded_as_what_is_kept(db: Session, name: str) -> None:
    db.execute(
        text(
            "with someone as (insert into persons default values returning person_id)"
            " insert into person_particulars (person_id, recorded_from, surname)"
            " select person_id, now(), :name from someone"
        ),
        {"name": name},
    )
    kept = db.execute(text("select folded from person_particulars")).scalar_one()
    assert kept.strip() == fold(name)
    db.rollback()


@pytest.fixture(params=["few", "many"])
def kept(meridian: House, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> House:
    """Accounts kept; then few are behind, or so many that nobody's is worked out meanwhile."""
    keep(meridian)
    if request.param == "many":
        monkeypatch.setattr(behind, "FEW", 0)
    return meridian


def test_a_training_shows_at_once_or_the_page_says_that_it_will(
    kept: House, bram: FlaskClient
) -> None:
    register(kept, AMINA, "Lifting", followed=True)
    page = said(bram.get(WORKFORCE))
    under_way = "being worked out again" in page
    with transaction(kept.engine) as db:
        found = workers_on_page(
            db,
            kept.enterprise(MERIDIAN),
            Wanted(2026, name="amina"),
            today=day_of(kept.clock.now()),
        )
    assert under_way is (found.lines[0].used == 0)
    keep(kept)
    page = said(bram.get(WORKFORCE))
    assert "being worked out again" not in page


def test_filter_figure_and_order_are_of_the_same_account(meridian: House) -> None:
    keep(meridian)
    enterprise, today = meridian.enterprise(MERIDIAN), day_of(meridian.clock.now())
    register(meridian, AMINA, "Lifting", followed=True)
    with transaction(meridian.engine) as db:
        wanted = Wanted(2026, credit=Credit.ALL)
        assert people_matching(db, enterprise, wanted, today=today) == [meridian.person(BRAM)]
        by_used = workers_on_page(
            db, enterprise, Wanted(2026), order=Order.USED, falling=True, today=today
        )
    assert [line.person_id for line in by_used.lines] == [
        meridian.person(AMINA),
        meridian.person(BRAM),
    ]
    assert by_used.totals.used == sum(line.used or 0 for line in by_used.lines) > 0


def test_somebody_new_has_a_figure_before_any_account_is_kept(
    meridian: House, bram: FlaskClient
) -> None:
    keep(meridian)
    jo = ssin("900101", 22)
    meridian.load(xml.persons(xml.person(jo, "Jansen", "Jo")))
    meridian.load(xml.dimona(xml.dimona_in(jo, MERIDIAN, "2026-11-01")))
    assert "Jo Jansen" in names(bram)
    assert "being worked out" not in said(bram.get(WORKFORCE))


def test_filters_stay_in_the_address_and_can_be_taken_away(
    meridian: House, bram: FlaskClient
) -> None:
    page = bram.get(f"{WORKFORCE}?regime=part&credit=all&sort=-left")
    assert names(bram, "regime=part&credit=all") == ["Amina Benali"]
    chips = re.search(r'<ul class="chips".*?</ul>', page.text, re.S)
    assert chips is not None
    assert "Part-time" in chips[0]
    assert f'value="{WORKFORCE}?credit=all&amp;sort=-left"' in chips[0]
    assert 'aria-sort="descending"' in page.text


def test_whoever_followed_nothing_is_found(meridian: House, bram: FlaskClient) -> None:
    register(meridian, AMINA, "Lifting", followed=True)
    assert names(bram, "nothing_followed=1") == ["Bram Peeters"]


def test_a_contract_that_ends_is_found_by_its_weeks(meridian: House, bram: FlaskClient) -> None:
    meridian.load(
        xml.dimona(xml.dimona_update(AMINA, MERIDIAN, ends_on="2026-12-15", made_on="2026-11-01"))
    )
    assert names(bram, "ends_within=4") == ["Amina Benali"]
    meridian.load(
        xml.dimona(xml.dimona_update(AMINA, MERIDIAN, ends_on="2027-02-28", made_on="2026-11-02"))
    )
    assert names(bram, "ends_within=4") == []


@pytest.mark.parametrize(
    "query",
    ["sort=x&page=-1&credit=y", "page=99999999999", "name=%00%25_%2F", "committee=" + "9" * 50],
)
def test_an_address_that_says_nonsense_lists_as_usual(bram: FlaskClient, query: str) -> None:
    assert bram.get(f"{WORKFORCE}?{query}").status_code == 200


def test_a_percent_sign_is_a_letter_to_be_found(meridian: House, bram: FlaskClient) -> None:
    assert names(bram, "name=%25") == []
    assert names(bram, "name=_") == []


def test_an_address_says_what_was_read_from_it(meridian: House) -> None:
    today = day_of(meridian.clock.now())
    fields = {
        "who": "year",
        "year": "2025",
        "name": "é",
        "committee": "124",
        "regime": "part",
        "credit": "none",
        "reached": "no",
        "nothing_followed": "1",
        "ends_within": "8",
        "sort": "-used",
    }
    listing = listing_from(fields, today=today, reader=None)
    assert {name: str(value) for name, value in listing.fields().items()} == fields
    assert wanted_from({}, today=today, reader=meridian.person(BRAM)) == Wanted(2026)
    assert Listing(Wanted(2026, Who.LEFT)).fields() == {"who": "left"}


def test_a_reader_chooses_for_statements_and_nothing_else(
    meridian: House, bram: FlaskClient
) -> None:
    assert "Register a training for those chosen" in said(bram.get(WORKFORCE))
    with meridian.engine.begin() as connection:
        connection.execute(text("update mandates set role = 'reader'"))
    page = said(bram.get(WORKFORCE))
    assert "Make account statements of those chosen" in page
    assert "Register a training" not in page
    assert "State the right" not in page
