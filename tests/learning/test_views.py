"""What Amina reads of her accounts: the answer, every line, what was known; and nobody else."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from html import unescape
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient

from app.audit.trail import Actor, Channel
from app.employment.queries import employments_of
from app.enterprises.stating import SizeStatement, state_sizes
from app.foundation.database import transaction
from app.learning.correcting import Correction, correct_trainings
from app.learning.registration import Registration, register_trainings
from app.learning.statements import trainings_known
from app.learning.stating import (
    EndReason,
    EndStatement,
    RightKind,
    RightStatement,
    state_ends,
    state_rights,
)
from tests import messages as xml
from tests.furnishing import once
from tests.house.matrix import LIEVE
from tests.house.test_questions_to_the_database import counted
from tests.house_of import AMINA, BRAM, CHLOE, ELSEWHERE, MERIDIAN, NORD, House
from tests.learning.by_others import let_the_office_in, registered

NBSP = "\u00a0"
QUARTERS = ("20234", "20241", "20253", "20263")


@pytest.fixture
def meridian(house: House) -> House:
    """Meridian states thirty people for every year; Amina is full-time there since 2022."""
    furnish_meridian(house)
    return house


@once
def furnish_meridian(house: House) -> None:
    house.furnish()
    for quarter in QUARTERS:
        month = int(quarter[4]) * 3 - 2
        line = xml.occupation("2022-01-03")
        worker = xml.worker(AMINA, line, quarter_start=f"{quarter[:4]}-{month:02d}-01")
        house.load(xml.dmfa(quarter, worker, enterprise=MERIDIAN))
    pass_a_while(house)
    for first_year in (2022, 2024, 2026):
        state(house, state_sizes, SizeStatement(first_year, 3000, "Counted with our branch."))


def pass_a_while(house: House) -> None:
    house.clock.at += timedelta(minutes=2)


def state(house: House, act: Callable[..., Any], said: Any) -> Any:
    with transaction(house.engine) as db:
        by = house.actor(BRAM, MERIDIAN)
        [outcome] = act(db, [said], by=by, via=Channel.PAGE, at=house.clock.now())
    pass_a_while(house)
    return outcome


def training(
    house: House, title: str, on: date, minutes: int = 456, *, followed: bool = True
) -> Registration:
    person = house.person(AMINA)
    return Registration(
        person_id=person,
        title=title,
        starts_on=on,
        ends_on=on,
        minutes=minutes,
        formal=True,
        followed=followed,
        counts=True,
        certified=False,
        certificate_until=None,
    )


def register(house: House, title: str, on: date, **said: Any) -> UUID:
    outcome = state(house, register_trainings, training(house, title, on, **said))
    key: UUID = outcome.training_id
    return key


def address(house: House, number: str = MERIDIAN) -> str:
    return f"/training-credit/{house.enterprise(number)}"


def text_of(browser: FlaskClient, path: str) -> str:
    """The words of a page, without markup and with every space plain."""
    answer = browser.get(path)
    assert answer.status_code == 200, answer.text
    main = answer.text[answer.text.index("<main") :]
    return plain(main)


def plain(markup: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", markup)).replace(NBSP, " ").split())


def lines_of(browser: FlaskClient, path: str) -> list[str]:
    """The lines of the ledger as they stand closed."""
    page = browser.get(path).text
    ledger = page[page.index('<ol class="ledger">') : page.index('id="until"')]
    return [plain(each) for each in re.findall(r"<summary>(.*?)</summary>", ledger, re.S)]


def test_the_balance_stands_first_with_what_earlier_years_left(meridian: House) -> None:
    register(meridian, "First aid", date(2025, 5, 6))
    page = text_of(meridian.signed_in(AMINA), "/training-credit")
    # Five days for 2024, 2025 and 2026 each, one of them used in 2025.
    assert "Meridian Care nv 14 days left in 2026" in page


def test_the_career_page_shows_the_same_balance(meridian: House) -> None:
    register(meridian, "First aid", date(2025, 5, 6))
    browser = meridian.signed_in(AMINA)
    assert "14 days" in text_of(browser, "/career")
    person = meridian.person(AMINA)
    right = RightStatement(2026, RightKind.STATED, "Our own plan.", person, minutes=2 * 456)
    state(meridian, state_rights, right)
    assert "11 days" in text_of(browser, "/career")
    assert "11 days left in 2026" in text_of(browser, "/training-credit")


def test_every_line_of_a_year_has_the_balance_after_it(meridian: House) -> None:
    register(meridian, "First aid", date(2025, 5, 6))
    assert lines_of(meridian.signed_in(AMINA), f"{address(meridian)}?year=2025") == [
        "01.01.2025 Carried over from earlier years +38 h Balance 38 h",
        "01.01.2025 Granted for the year with a doubt +38 h Balance 76 h",
        "06.05.2025 First aid −7 h 36 Balance 68 h 24",
        "31.12.2025 Carried over to 2026 −68 h 24 Balance 0 h",
    ]


def test_a_planned_training_is_told_and_deducted_from_nothing(meridian: House) -> None:
    register(meridian, "Hygiene", date(2026, 12, 3), followed=False)
    page = text_of(meridian.signed_in(AMINA), address(meridian))
    assert "15 days left in 2026" in page
    assert "Planned: 1 day." in page
    assert "Planned in 2026, not deducted yet" in page
    assert "Hygiene" in page


def test_a_corrected_training_says_what_changed_why_and_who_did_it(meridian: House) -> None:
    key = register(meridian, "First aid", date(2026, 5, 6))
    with transaction(meridian.engine) as db:
        [seen] = trainings_known(db, meridian.person(AMINA), at=None)
    wanted = training(meridian, "First aid, level 2", date(2026, 5, 6), 912)
    state(
        meridian,
        correct_trainings,
        Correction(key, seen.recorded_from, wanted, "The certificate names level 2."),
    )
    page = text_of(meridian.signed_in(AMINA), address(meridian))
    assert "“First aid” → “First aid, level 2”" in page
    assert "7 h 36 → 15 h 12" in page
    assert "“The certificate names level 2.”" in page
    assert page.count("by Bram Peeters, for Meridian Care nv, on these pages") >= 2


def test_amina_reads_which_office_acted_for_her_employer_and_who_of_it(meridian: House) -> None:
    meridian.load(xml.persons(xml.person(LIEVE, "De Smet", "Lieve", language="nl")))
    office = let_the_office_in(meridian)
    registered(meridian, office, title="First aid")
    program = Actor(None, office.enterprise_id, sender_id=meridian.enterprise(NORD))
    registered(meridian, program, via=Channel.API, title="Fire drill")
    declined = RightStatement(2025, RightKind.OPT_OUT, "Agreed", person_id=meridian.person(AMINA))
    with transaction(meridian.engine) as db:
        at = meridian.clock.now() + timedelta(minutes=1)
        state_rights(db, [declined], by=office, via=Channel.PAGE, at=at)
    amina = meridian.signed_in(AMINA)
    page = text_of(amina, address(meridian))
    by_lieve = "by Lieve De Smet of Atelier Nord scrl, for Meridian Care nv, on these pages"
    assert page.count(by_lieve) == 1
    assert "by a program of Atelier Nord scrl, for Meridian Care nv" in page
    assert "from another program" not in page
    assert by_lieve in text_of(amina, f"{address(meridian)}?year=2025")
    life = text_of(amina, "/career?view=trainings")
    assert "Registered by Atelier Nord scrl, for Meridian Care nv" in life


def test_an_end_says_what_becomes_of_the_balance_and_since_when(meridian: House) -> None:
    meridian.load(xml.dimona(xml.dimona_out(AMINA, MERIDIAN, "2026-10-30")))
    pass_a_while(meridian)
    person = meridian.person(AMINA)
    with transaction(meridian.engine) as db:
        [job] = employments_of(db, person)
    assert job.ends_on == date(2026, 10, 30)
    state(meridian, state_ends, EndStatement(person, job.employment_id, EndReason.RESIGNATION))
    page = text_of(meridian.signed_in(AMINA), address(meridian))
    assert "0 days left: the contract has ended, and 14.2 days can no longer be used" in page
    assert "What is left on 30 October 2026, the last day of the contract, is lost." in page
    # Ten of the twelve months of five days, and ten days of the two years before.
    assert "4.2 days granted · 14.2 days lost" in page
    assert "End of the employment: Resignation" in page


def test_what_was_followed_beyond_the_balance_is_told_beside_it(meridian: House) -> None:
    # Six days of 20 h 16 are sixteen days of 7 h 36; fifteen were left.
    for day in range(4, 10):
        register(meridian, f"Part {day} of a course", date(2026, 5, day), minutes=1216)
    page = text_of(meridian.signed_in(AMINA), address(meridian))
    assert "15 days used · 0 days planned · 5 days granted · 1 day followed beyond" in page
    assert " lost" not in page.split("Year by year")[0]


def test_a_reason_stated_before_any_last_day_is_told_with_what_follows_from_it(
    meridian: House,
) -> None:
    with transaction(meridian.engine) as db:
        [job] = employments_of(db, meridian.person(AMINA))
    end = EndStatement(meridian.person(AMINA), job.employment_id, EndReason.RESIGNATION)
    worker = meridian.signed_in(AMINA)
    assert "hangs on the reason" in text_of(worker, address(meridian))
    state(meridian, state_ends, end)
    page = text_of(worker, address(meridian)).split("At the end of the contract", 1)[1]
    assert "No last day in 2026 is declared. The employer has stated how the contract ends:" in page
    assert "Resignation. The days left on the last day of the contract are lost." in page
    assert "By mutual agreement" not in page
    assert "hangs on the reason" not in page


def test_an_unknown_right_says_what_is_missing(house: House) -> None:
    house.furnish()
    page = text_of(house.signed_in(AMINA), address(house))
    assert "Not known yet" in page
    assert "The size of the enterprise is not known" in page


def test_an_opt_out_is_told_with_who_stated_it_and_why(meridian: House) -> None:
    state(meridian, state_rights, RightStatement(2026, RightKind.OPT_OUT, "We agreed otherwise."))
    page = text_of(meridian.signed_in(AMINA), address(meridian))
    assert "Not known yet" in page
    assert "Right of everyone in 2026: The automatic right is declined" in page
    assert "“We agreed otherwise.”" in page


def test_the_page_shows_what_was_known_on_a_day_and_leads_back(meridian: House) -> None:
    before = meridian.clock.now().date()
    meridian.clock.at += timedelta(days=3)
    register(meridian, "First aid", date(2026, 5, 6))
    browser = meridian.signed_in(AMINA)
    then = text_of(browser, f"{address(meridian)}?known={before.isoformat()}")
    assert "You see what was known on 21 November 2026." in then
    assert "15 days left in 2026" in then
    assert "First aid" not in then
    assert "Back to what is known now" in then
    assert "14 days left in 2026" in text_of(browser, address(meridian))


def test_a_day_may_be_written_as_people_do(meridian: House) -> None:
    meridian.clock.at += timedelta(days=3)
    page = text_of(meridian.signed_in(AMINA), f"{address(meridian)}?known=22.11.2026")
    assert "You see what was known on 22 November 2026." in page


def test_before_the_first_record_there_was_no_account(meridian: House) -> None:
    page = text_of(meridian.signed_in(AMINA), f"{address(meridian)}?known=2024-06-30")
    assert "there was no account here yet" in page


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("31.2.2026", "Write the day as day, month and year"),
        ("soon", "Write the day as day, month and year"),
        ("2031-01-01", "That day is still to come"),
    ],
)
def test_a_day_that_cannot_be_is_refused_beside_its_field(
    meridian: House, typed: str, said: str
) -> None:
    browser = meridian.signed_in(AMINA)
    for path in ("/training-credit", address(meridian)):
        page = browser.get(f"{path}?known={typed}").text
        assert re.search(rf'id="known-error"[^>]*>.*?{said}', page, re.S)
        assert "Error:" in page[: page.index("</title>")]
        assert "15\u00a0days" in page, "the account is shown as it is known now"


def test_today_is_now(meridian: House) -> None:
    page = text_of(meridian.signed_in(AMINA), f"{address(meridian)}?known=21.11.2026")
    assert "You see what was known" not in page


def test_an_employer_of_somebody_else_has_no_account_of_hers(meridian: House) -> None:
    browser = meridian.signed_in(AMINA)
    assert browser.get(address(meridian, ELSEWHERE)).status_code == 404
    assert browser.get(f"{address(meridian, ELSEWHERE)}?known=2025-01-01").status_code == 404
    assert browser.get(f"/training-credit/{uuid4()}").status_code == 404


def test_chloe_sees_nothing_of_amina(meridian: House) -> None:
    register(meridian, "First aid", date(2026, 5, 6))
    chloe = meridian.signed_in(CHLOE)
    assert chloe.get(address(meridian)).status_code == 404
    assert "Meridian" not in chloe.get("/training-credit").text
    assert meridian.stranger().get(address(meridian)).status_code == 302


def test_a_year_that_the_account_has_not_shows_its_latest(meridian: House) -> None:
    browser = meridian.signed_in(AMINA)
    for year in ("1999", "soon", ""):
        assert "2026, line by line" in text_of(browser, f"{address(meridian)}?year={year}")


def test_bram_sees_the_same_lines_and_nothing_of_another_employer(meridian: House) -> None:
    meridian.load(xml.dimona(xml.dimona_in(AMINA, NORD, "2025-03-01")))
    register(meridian, "First aid", date(2025, 5, 6))
    own = lines_of(meridian.signed_in(AMINA), f"{address(meridian)}?year=2025")
    path = f"/employer/{MERIDIAN}/workforce/{meridian.person(AMINA)}?year=2025"
    bram = meridian.signed_in(BRAM)
    assert lines_of(bram, path) == own
    page = text_of(bram, path)
    assert "14 days" in page
    assert "Atelier Nord" not in page


def test_forty_trainings_cost_no_more_questions_than_one(meridian: House) -> None:
    register(meridian, "Training", date(2026, 1, 5), minutes=30)
    asked = []
    for more in (range(0), range(39)):
        for number in more:
            day = date(2026, 2, 2) + timedelta(days=number)
            register(meridian, f"Training {number}", day, minutes=30)
        browser = meridian.signed_in(AMINA)
        browser.get(address(meridian))
        with counted(meridian.engine) as sent:
            page = browser.get(address(meridian)).text
        asked.append(len(sent))
    assert page.count("ledger__line--training") == 40
    # Her session; five questions about what is known, four about what was recorded, two by whom.
    assert asked[0] == asked[1] <= 13
