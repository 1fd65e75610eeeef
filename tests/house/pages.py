"""Every page of the portal, as every kind of person meets it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from uuid import UUID

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.attestations.issuing import Issued, issue
from app.attestations.jobs import workshop
from app.enterprises.mandates import Role
from app.foundation.database import transaction
from tests.house import (
    account_pages,
    attestation_pages,
    bringing_pages,
    checking_pages,
    clients_pages,
    due_pages,
    files_pages,
    given_up_pages,
    others_pages,
    overview_pages,
    people_pages,
    registering_pages,
    stated_pages,
    statement_pages,
)
from tests.house.lives import CARTEL, HANNE, MALLORY
from tests.house.posting import keeping_token, post
from tests.house_of import AMINA, BRAM, CHLOE, MERIDIAN, NORD, House


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it came: whose, which, in what language."""

    reader: str
    name: str
    language: str
    status: int
    html: str
    path: str

    def __str__(self) -> str:
        return f"{self.name} for {self.reader} in {self.language}"


def ask_for_document(browser: FlaskClient, language: str = "nl") -> str:
    """Ask for an attestation; the path of its page."""
    choice = {"language": language, "step": "make"}
    answer = post(browser, "/attestations/new/breaks", choice)
    assert answer.status_code == 302, answer.text
    return answer.headers["Location"]


def make_document(house: House, path: str) -> None:
    """Do what the worker does, at once."""
    with house.app.test_request_context(), transaction(house.engine) as db:
        outcome = issue(db, UUID(path.rsplit("/", 1)[1]), workshop=workshop(), at=house.clock.now())
    assert isinstance(outcome, Issued), outcome


def worker_path(house: House, person: str, enterprise: str = MERIDIAN) -> str:
    return f"/employer/{enterprise}/workforce/{house.person(person)}"


EVERYONE = {
    "home": "/",
    "accessibility": "/accessibility",
    "training days": "/training-days",
    "interface for programs": "/api/v1/doc",
    "no such page": "/nowhere",
}
OWN = {
    "career by job": "/career",
    "career by year": "/career?view=year",
    "career, trainings": "/career?view=trainings",
    "training credit": "/training-credit",
    "attestations": "/attestations",
    "enterprises": "/employer/",
}
MISTAKES = {
    "title": "",
    "status": "followed",
    "starts_on": "31.2.2026",
    "ends_on": "soon",
    "hours": "seven",
    "minutes": "",
    "kind": "formal",
    "counts": "yes",
}
#: What a visitor may ask: full-time in construction, in an enterprise of 20 and more.
QUESTION = {
    "committee": "124",
    "size": "from_20",
    "hours": "38",
    "full_time": "38",
    "days": "5",
    "start": "6.1.2020",
    "year": "2026",
}
#: Readable, but it cannot have been so.
IMPOSSIBLE = MISTAKES | {
    "title": "A training",
    "starts_on": "24.9.2026",
    "ends_on": "23.9.2026",
    "hours": "99",
    "certificate_until": "1.1.2020",
}


def pages_in(house: House, language: str, *, harm: bool = True) -> Iterator[Page]:
    """Every page once for each reader it can look different to, in one language.

    The house holds the lives of :mod:`tests.house.lives`.  Without ``harm`` nobody looks at a page
    again for the sake of Mallory, whose names and words try to be more than words: what is written
    into a page is made safe in the same way in every language.
    """
    visitor = keeping_token(house.stranger())
    with visitor.session_transaction() as cookie:
        cookie["language"] = language
    for name, path in EVERYONE.items():
        yield _page("a visitor", name, language, visitor.get(path))
    yield from _answers(visitor, language)
    for name, answer in checking_pages.of_anybody(house, visitor):
        yield _page("a visitor", name, language, answer)
    yield _page("a visitor", "not signed in", language, visitor.post("/sign-out"))
    yield _page("a visitor", "wrong method", language, visitor.put("/"))
    for reader, number in (("Amina", AMINA), ("Hanne", HANNE)):
        yield from _own_pages(house, reader, number, language)
    yield from _document_pages(house, language)
    workers = (AMINA, MALLORY) if harm else (AMINA,)
    yield from _employer_pages(house, "Bram", BRAM, MERIDIAN, workers, language)
    if harm:
        yield from _own_pages(house, "Mallory", MALLORY, language)
        yield from _employer_pages(house, "Mallory", MALLORY, CARTEL, (MALLORY,), language)
    yield from _who_may_act(house, language)
    closed = house.signed_in(CHLOE, language).get(f"/employer/{MERIDIAN}/workforce")
    yield _page("Chloé", "not open to you", language, closed)


def _who_may_act(house: House, language: str) -> Iterator[Page]:
    for number, enterprise in ((BRAM, MERIDIAN), (HANNE, NORD)):
        house.give_mandate(number, enterprise, Role.ACCESS_MANAGER)
    manager, office = _signed_in(house, BRAM, language), _signed_in(house, HANNE, language)
    representative = _signed_in(house, CHLOE, language, represents=(MERIDIAN,))
    for reader, pages in (
        ("Bram as access manager", people_pages.of_manager(manager, MERIDIAN)),
        ("Hanne of the office", people_pages.of_office(office, NORD)),
        ("Bram with systems", clients_pages.of_manager(manager, MERIDIAN)),
        ("Chloé as representative", people_pages.of_representative(representative, MERIDIAN)),
    ):
        for name, answer in pages:
            yield _page(reader, name, language, answer)


def _answers(visitor: FlaskClient, language: str) -> Iterator[Page]:
    """The public page with an answer, without a figure, and with every kind of mistake."""
    for name, typed in {
        "training days asked for": {},
        "training days asked for in vain": {"committee": "200", "year": "2023"},
        "empty training days": dict.fromkeys(QUESTION, ""),
        "unreadable training days": dict.fromkeys(QUESTION, '"><script>alert(1)</script>'),
        "impossible training days": {"hours": "39"},
    }.items():
        answer = visitor.get("/training-days", query_string=QUESTION | typed)
        yield _page("a visitor", name, language, answer)


def _own_pages(house: House, reader: str, number: str, language: str) -> Iterator[Page]:
    browser = _signed_in(house, number, language)
    for name, path in (EVERYONE | OWN).items():
        yield _page(reader, name, language, browser.get(path))
    for name, answer in account_pages.of_person(browser):
        yield _page(reader, name, language, answer)
    for name, answer in attestation_pages.of_person(browser):
        yield _page(reader, name, language, answer)
    refused = browser.post("/attestations/new/career")
    yield _page(reader, "request refused", language, refused)


def _document_pages(house: House, language: str) -> Iterator[Page]:
    browser = _signed_in(house, AMINA, language)
    path = ask_for_document(browser)
    yield _page("Amina", "attestation under way", language, browser.get(path))
    for name, answer in attestation_pages.of_documents(house, browser, path):
        yield _page("Amina", name, language, answer)


def _employer_pages(
    house: House, reader: str, number: str, enterprise: str, workers: tuple[str, ...], language: str
) -> Iterator[Page]:
    browser = _signed_in(house, number, language)
    for name, path in {
        "enterprises": "/employer/",
        "workforce": f"/employer/{enterprise}/workforce",
        "workforce, nobody found": f"/employer/{enterprise}/workforce?name=%22%3E%3Cb%3E",
    }.items():
        yield _page(reader, name, language, browser.get(path))
    for person in workers:
        place = worker_path(house, person, enterprise)
        new = f"{place}/trainings/new"
        which = {AMINA: "Amina", MALLORY: "Mallory"}[person]
        yield _page(reader, f"worker {which}", language, browser.get(place))
        yield _page(reader, f"form for {which}", language, browser.get(new))
        for what, typed in (("empty", {}), ("unreadable", MISTAKES), ("impossible", IMPOSSIBLE)):
            answer = post(browser, new, typed)
            yield _page(reader, f"{what} form for {which}", language, answer)
        for name, answer in stated_pages.of_worker(browser, place):
            yield _page(reader, f"{name} for {which}", language, answer)
    for name, answer in chain(
        stated_pages.of_enterprise(browser, enterprise),
        due_pages.of_enterprise(house, browser, enterprise),
        overview_pages.of_enterprise(browser, enterprise),
        bringing_pages.of_enterprise(house, browser, enterprise),
        registering_pages.of_enterprise(house, browser, enterprise),
        given_up_pages.of_enterprise(house, browser, enterprise),
        files_pages.of_enterprise(house, browser, enterprise),
        statement_pages.of_enterprise(house, browser, enterprise),
        others_pages.of_enterprise(house, browser, enterprise, workers[0], number),
    ):
        yield _page(reader, name, language, answer)


def _page(reader: str, name: str, language: str, answer: TestResponse) -> Page:
    return Page(reader, name, language, answer.status_code, answer.text, answer.request.path)


def _signed_in(
    house: House, number: str, language: str, represents: tuple[str, ...] = ()
) -> FlaskClient:
    return keeping_token(house.signed_in(number, language, represents))
