"""The main job, in a real browser: Amina, Bram and Chloé."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.journeys.conftest import Open
from tests.journeys.people import Visitor, day, fill_in_training, follow, texts

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("browser")]

AMINA, BRAM, CHLOE = "Amina Benali", "Bram Peeters", "Chloé Dubois"


def _credit(amina: Visitor, employer: str) -> str:
    """What is left with one employer, in hours, as the page says it."""
    amina.page.goto("/training-credit")
    account = amina.page.locator("section.account").filter(has_text=employer)
    return account.get_by_text("that is").inner_text()


def test_amina_sees_her_working_life(visitor: Open) -> None:
    amina = visitor()
    amina.page.goto("/")
    amina.page.get_by_role("main").get_by_role("button", name="Sign in").click()
    amina.page.get_by_role("radio", name=AMINA, exact=True).check()
    amina.page.get_by_role("button", name="eID").click()
    page = amina.page
    expect(page).to_have_url(re.compile("/career$"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Your career")

    drawing = page.locator(".drawing__wide svg")
    expect(drawing).to_be_visible()
    expect(drawing).to_contain_text("Hospital Sint-Rita")
    headings = texts(page.locator("li.entry h3"))
    assert {"Meridian Care nv", "Atelier Nord scrl", "Unemployment", "Parental leave"} <= {
        *headings
    }
    assert headings.index("Meridian Care nv") < headings.index("Hospital Sint-Rita vzw")
    assert headings.index("Hospital Sint-Rita vzw") < headings.index("Brouwerij De Kroon nv")
    sources = texts(page.locator("li.entry .source"))
    assert len(sources) == len(headings)
    for source in sources:
        assert re.search(r"\b(19|20)\d\d\b", source)
    assert re.search(
        r"declared work and pay up to the .* quarter", page.locator(".coverage").inner_text()
    )

    page.get_by_role("link", name="By year").click()
    table = page.get_by_role("table", name="Days worked and gross pay")
    years = [int(text) for text in texts(table.locator("tbody .table__year"))]
    assert years == sorted(years, reverse=True)
    assert years[-1] == 2003
    meridian = table.locator("tr.table__fact").filter(has_text="Meridian Care nv").first
    _employer, days, pay = texts(meridian.locator("td"))
    assert float(days) > 0
    assert re.fullmatch(r"€[\d,]+\.\d\d", pay)
    expect(table.locator("tr.table__source").first).to_contain_text("DmfA")

    page.get_by_role("navigation", name="Main").get_by_role("link", name="Training credit").click()
    accounts = page.locator("section.account")
    expect(accounts).to_have_count(2)
    for left in texts(accounts.locator(".account__left")):
        assert "day" in left
    for employer in ("Meridian Care nv", "Atelier Nord scrl"):
        page.get_by_role("link", name=employer, exact=True).click()
        granted = page.locator(".ledger__line--grant")
        granted.locator("summary").click()
        assert len(texts(granted.locator("ol.steps > li"))) >= 4
        expect(granted.get_by_text("Law of 3 October 2022").first).to_be_visible()
        page.get_by_role("link", name="All accounts").click()


def test_bram_registers_a_training_and_amina_has_it_at_once(visitor: Open) -> None:
    amina = visitor()
    amina.sign_in(AMINA)
    before = _credit(amina, "Meridian")

    bram = visitor()
    bram.sign_in(BRAM, "itsme")
    page = bram.page
    page.get_by_role("link", name="Employer").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Overview")
    page.get_by_role("link", name="Workforce", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Workforce")
    expect(page.get_by_role("row")).not_to_have_count(1)
    page.get_by_label("Name").fill("benali")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name=AMINA).click()
    page.get_by_role("button", name="Register a training").click()

    page.get_by_role("button", name="Register the training").click()
    summary = page.locator(".govuk-error-summary")
    expect(summary).to_be_focused()
    assert len(texts(summary.get_by_role("link"))) >= 4
    expect(page.locator("#title-error")).to_be_visible()
    assert page.title().startswith("Error: ")
    summary.get_by_role("link", name="Enter the title of the training").click()
    expect(page.get_by_label("Title of the training")).to_be_focused()

    fill_in_training(page, "Working together at night", starts=day(-3), ends=day(-4), hours="7")
    page.get_by_role("button", name="Register the training").click()
    expect(page.locator("#ends_on-error")).to_be_visible()
    expect(page.get_by_label("Title of the training")).to_have_value("Working together at night")

    page.get_by_label("Last day").fill("")
    page.get_by_label("Minutes", exact=True).fill("36")
    page.get_by_role("button", name="Register the training").click()
    expect(page.get_by_role("alert")).to_contain_text("“Working together at night” is registered.")
    expect(page.get_by_role("main")).to_contain_text("Working together at night")

    amina.page.goto("/career")
    entry = amina.page.locator("li.entry").filter(has_text="Working together at night")
    expect(entry).to_contain_text("7 h 36")
    expect(entry.locator(".source")).to_contain_text("Registered by Meridian Care nv")
    assert _minutes(before) - _minutes(_credit(amina, "Meridian")) == 7 * 60 + 36


def _minutes(sentence: str) -> int:
    found = re.search(r"(\d+) h(?: (\d+))?", sentence.replace("\u00a0", " "))
    assert found, sentence
    return int(found[1]) * 60 + int(found[2] or 0)


def test_amina_takes_away_an_attestation_in_dutch(visitor: Open) -> None:
    amina = visitor()
    amina.sign_in(AMINA, at="/sign-in?next=/attestations/new/career")
    page = amina.page
    page.get_by_label("Nederlands").check()
    page.get_by_role("button", name="Make the attestation").click()
    expect(page.get_by_text("Your document is ready")).to_be_visible(timeout=30_000)
    number = page.locator(".govuk-summary-list__value").first.inner_text()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the PDF").click()
    document = download.value.path().read_bytes()
    assert document.startswith(b"%PDF-")
    assert download.value.suggested_filename == f"{number}.pdf"
    pdf = PdfReader(BytesIO(document))
    words = " ".join(sheet.extract_text() for sheet in pdf.pages)
    assert number in words
    for word in ("Loopbaanattest", "werkgever", "opleiding", AMINA):
        assert word.casefold() in words.casefold(), words[:600]
    assert pdf.trailer["/Root"]["/Lang"].startswith("nl")  # type: ignore[index]


def test_chloe_gets_none_of_it(visitor: Open) -> None:
    amina, bram, chloe = visitor(), visitor(), visitor()
    amina.sign_in(AMINA, at="/sign-in?next=/attestations/new/career")
    amina.page.get_by_label("English").last.check()
    amina.page.get_by_role("button", name="Make the attestation").click()
    expect(amina.page.get_by_text("Your document is ready")).to_be_visible(timeout=30_000)
    hers = amina.page.url
    bram.sign_in(BRAM)
    bram.page.goto("/employer/")
    bram.page.get_by_role("link", name="Meridian Care nv").click()
    follow(bram.page.get_by_role("link", name="Workforce", exact=True))
    workforce = bram.page.url
    bram.page.get_by_label("Name").fill("benali")
    bram.page.get_by_role("button", name="Search").click()
    follow(bram.page.get_by_role("link", name=AMINA))
    worker = bram.page.url

    chloe.sign_in(CHLOE)
    expect(chloe.page.get_by_role("link", name="Employer")).to_have_count(0)
    refusals = {
        workforce: 403,
        worker: 403,
        f"{worker}/trainings/new": 403,
        hers: 404,
        f"{hers}/document.pdf": 404,
    }
    for address, status in refusals.items():
        answer = chloe.page.goto(address)
        assert answer is not None
        assert answer.status == status, address
        assert "Amina" not in chloe.page.content()
    chloe.page.goto("/attestations")
    token = chloe.page.locator("input[name=csrf_token]").last.input_value()
    posted = chloe.page.request.post(
        f"{worker}/trainings/new", form={"csrf_token": token, "title": "Mine"}
    )
    assert posted.status == 403
    chloe.forget_refusals()


def test_signing_out_ends_the_session_for_a_copy_of_it_too(visitor: Open) -> None:
    hanne, thief = visitor(), visitor()
    hanne.page.goto("/")
    hanne.page.goto("/language/en")
    before = hanne.token()
    hanne.sign_in("Hanne D'Hooghvorst", on_the_pages=True)
    copied = hanne.token()
    assert copied != before, "signing in begins a new session"
    thief.page.context.add_cookies([{"name": "parcours", "value": copied, "url": hanne.page.url}])
    thief.page.goto("/career")
    expect(thief.page.get_by_role("main")).to_contain_text("Nothing has been declared about you")
    hanne.sign_out()
    for window in (thief, hanne):
        window.page.context.add_cookies(
            [{"name": "parcours", "value": copied, "url": thief.page.url}]
        )
        answer = window.page.request.get("/career", max_redirects=0)
        assert answer.status == 302
        assert answer.headers["location"].startswith("/sign-in")
