"""Checking in a browser: on the page, and with the file that needs nobody."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from random import Random
from threading import Thread
from typing import Any

import pytest
import segno
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect
from werkzeug.serving import make_server

from tests import messages as xml
from tests.checking.given import Given, hand_over
from tests.house_of import AMINA, MERIDIAN, House
from tests.journeys.conftest import ARGUMENTS, installed_browser
from tests.journeys.looking import faults
from tests.journeys.people import texts

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("checkers")]


@pytest.fixture
def given(house: House) -> Given:
    return hand_over(house)


@pytest.fixture
def portal(house: House) -> Iterator[str]:
    """The house behind an address, without processes of its own."""

    def whole(*asked: Any) -> list[bytes]:
        """Read before any of it is sent: a browser that hangs up would leave a file open."""
        with closing(house.app(*asked)) as answer:
            return list(answer)

    server = make_server("127.0.0.1", 0, whole, threaded=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    opened = chromium.new_context(locale="en", service_workers="block")
    opened.set_default_timeout(10_000)
    yield opened
    opened.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    window, errors = context.new_page(), []
    window.on("pageerror", lambda error: errors.append(str(error)))
    window.on(
        "console",
        lambda message: errors.append(message.text) if message.type == "error" else None,
    )
    yield window
    assert not errors


@pytest.fixture
def offline(
    house: House, given: Given, context: BrowserContext, page: Page, tmp_path: Path
) -> Page:
    """The downloaded checker, opened from a folder, the network gone."""
    file = tmp_path / "parcours-check.html"
    file.write_text(house.stranger().get("/check/offline.html").text, "utf-8")
    context.set_offline(True)
    page.goto(file.as_uri())
    return page


def _picture(tmp_path: Path, code: str) -> Path:
    path = tmp_path / "code.png"
    segno.make_qr(f"http://x.example/check#{code}", error="m").save(str(path), scale=4)
    return path


def _without_a_code(tmp_path: Path) -> Path:
    """Nothing but noise: what takes longest to look at."""
    size = (1200, 900)
    path = tmp_path / "noise.png"
    Image.frombytes("L", size, Random(6).randbytes(size[0] * size[1])).save(path)  # noqa: S311
    return path


def _film(tmp_path: Path, code: str) -> Path:
    """What a camera sees that is held before the code: one frame, 1280 by 720, grey."""
    width, height, pixels = 1280, 720, 6
    drawn = segno.make_qr(f"http://x.example/check#{code}", error="m").matrix_iter(border=4)
    lines = [b"".join(bytes([16 if dark else 235]) * pixels for dark in row) for row in drawn]
    paper = b"".join(line.center(width, b"\xeb") * pixels for line in lines)
    light = paper.ljust(width * height, b"\xeb")
    assert len(light) == width * height, "the code is larger than the frame"
    path = tmp_path / "code.y4m"
    head = f"YUV4MPEG2 W{width} H{height} F5:1 Ip A1:1 C420\nFRAME\n"
    path.write_bytes(head.encode() + light + b"\x80" * (width * height // 2))
    return path


def _pdf(tmp_path: Path, content: bytes) -> Path:
    path = tmp_path / f"attestation-{sha256(content).hexdigest()[:8]}.pdf"
    path.write_bytes(content)
    return path


def _facts(page: Page) -> dict[str, str]:
    names = texts(page.locator(".verdict__facts dt"))
    values = texts(page.locator(".verdict__facts dd"))
    return {name: value.replace("\u00a0", " ") for name, value in zip(names, values, strict=True)}


def test_a_code_in_the_address_is_read_here_and_its_facts_never_reach_us(
    portal: str, page: Page, given: Given
) -> None:
    sent: list[str] = []
    page.on("request", lambda request: sent.append(f"{request.url} {request.post_data or ''}"))
    page.goto(f"{portal}/check#{given.code}")
    expect(page.locator(".verdict__title")).to_contain_text("Genuine, unchanged and still current")
    expect(page.locator(".verdict__title")).to_be_focused()
    assert _facts(page)["Name"] == "Amina Benali"
    assert _facts(page)["Months of work"] == "4 years and 11 months"
    assert not [each for each in sent if given.code[:200] in each or "Benali" in each]
    assert "#" not in page.url, "nothing stays in the history of the browser"


def test_page_and_script_write_the_facts_alike(
    portal: str, page: Page, given: Given, chromium: Browser
) -> None:
    page.goto(f"{portal}/check")
    page.get_by_label("The code as text").fill(given.code)
    page.get_by_role("button", name="Check the code").click()
    expect(page.locator(".verdict")).to_be_visible()
    with_script = page.locator(".verdict").inner_text()
    plain = chromium.new_context(java_script_enabled=False, locale="en")
    without = plain.new_page()
    without.goto(f"{portal}/check")
    without.get_by_label("The code as text").fill(given.code)
    without.get_by_role("button", name="Check the code").click()
    assert without.locator(".verdict").inner_text() == with_script
    plain.close()


def test_a_file_is_checked_here_and_only_its_fingerprint_is_sent(
    portal: str, page: Page, given: Given, tmp_path: Path
) -> None:
    sizes: list[int] = []
    page.on("request", lambda request: sizes.append(len(request.post_data or "")))
    page.goto(f"{portal}/check")
    page.get_by_label("The PDF file").set_input_files(_pdf(tmp_path, given.pdf))
    page.get_by_role("button", name="Check the PDF").click()
    expect(page.locator(".verdict__title")).to_contain_text("Genuine, unchanged and still current")
    assert _facts(page)["Number"] == given.number
    assert max(sizes) < 200
    changed = given.pdf.replace(b"%PDF-1.7", b"%PDF-1.6", 1)
    page.get_by_label("The PDF file").set_input_files(_pdf(tmp_path, changed))
    page.get_by_role("button", name="Check the PDF").click()
    expect(page.locator(".verdict__title")).to_contain_text("Changed after it was sealed")


def test_a_picture_of_the_code_is_read_and_an_overtaken_document_says_in_what(
    house: House, portal: str, page: Page, given: Given, tmp_path: Path
) -> None:
    house.load(xml.dimona(xml.dimona_in(AMINA, MERIDIAN, "2019-05-06", "2020-02-28")))
    house.clock.at += timedelta(minutes=3)  # what was compared a moment ago is not compared again
    page.goto(f"{portal}/check")
    choose = page.get_by_label("Or choose a picture of the code")
    choose.set_input_files(_without_a_code(tmp_path))
    expect(page.locator("#reading")).to_contain_text("Looking for the code in the picture")
    expect(page.locator("#reading")).to_contain_text("No code was found in that picture")
    expect(page.locator(".verdict")).to_have_count(0)
    choose.set_input_files(_without_a_code(tmp_path))
    choose.set_input_files(_picture(tmp_path, given.code))  # the other is let go
    expect(page.locator(".verdict__title")).to_contain_text("Genuine and unchanged, but overtaken")
    expect(page.locator("#reading")).to_be_empty()
    expect(page.locator(".verdict")).to_contain_text("the employments")


def test_the_camera_reads_the_code(
    portal: str, given: Given, chromium: Browser, tmp_path: Path
) -> None:
    camera = [
        *("--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"),
        f"--use-file-for-fake-video-capture={_film(tmp_path, given.code)}",
    ]
    with chromium.browser_type.launch(
        executable_path=installed_browser(), args=[*ARGUMENTS, *camera]
    ) as browser:
        window = browser.new_page(locale="en")
        window.goto(f"{portal}/check")
        window.get_by_role("button", name="Use the camera").click()
        expect(window.locator(".verdict__title")).to_contain_text(
            "Genuine, unchanged", timeout=15_000
        )
        expect(window.locator("#viewfinder")).to_be_hidden()


def test_where_our_keys_cannot_be_read_the_form_is_sent_instead(
    portal: str, page: Page, given: Given
) -> None:
    page.route("**/keys/history.json", lambda route: route.fulfill(status=200, body="{}"))
    page.goto(f"{portal}/check")
    page.get_by_label("The code as text").fill(given.code)
    page.get_by_role("button", name="Check the code").click()
    expect(page.get_by_role("heading", name="Check another")).to_be_visible()
    expect(page.locator(".verdict__title")).to_contain_text("Genuine, unchanged and still current")


def test_the_offline_checker_shows_the_digit_that_was_changed_on_the_paper(
    offline: Page, given: Given, tmp_path: Path
) -> None:
    paper = {
        "Months of work": "4 years and 11 months",
        "First day": "3 January 2012",  # was 2022
        "Last day": "none: the employment goes on (as known on 21 November 2026)",
    }
    offline.get_by_label("Choose the file").set_input_files(_picture(tmp_path, given.code))
    expect(offline.locator(".verdict__title")).to_contain_text("Genuine and unchanged")
    expect(offline.locator(".verdict")).to_contain_text("Compare every line below with the paper")
    differ = {name for name, value in paper.items() if _facts(offline)[name] != value}
    assert differ == {"First day"}


def test_the_offline_checker_reads_files_and_codes_in_four_languages(
    offline: Page, given: Given, tmp_path: Path
) -> None:
    choose = offline.locator("#file")
    choose.set_input_files(_pdf(tmp_path, given.pdf))
    expect(offline.locator(".verdict__title")).to_contain_text("Genuine and unchanged")
    assert _facts(offline)["Number"] == given.number
    for language in ("fr", "nl", "de", "en"):
        offline.locator(f"[data-language={language}]").click()
        assert offline.locator("html").get_attribute("lang") == language
        expect(offline.locator(".verdict")).to_be_visible()
    choose.set_input_files(_pdf(tmp_path, given.pdf + b"\n"))
    expect(offline.locator(".verdict__title")).to_contain_text("Changed after it was sealed")
    offline.get_by_label("Paste what a scanner shows").fill(given.code[:-1])
    offline.get_by_role("button", name="Check", exact=True).click()
    expect(offline.locator(".verdict__title")).to_contain_text("This code is not right")


def test_the_offline_checker_asks_nobody(offline: Page, given: Given) -> None:
    asked: list[str] = []

    def refuse(route: Route) -> None:
        asked.append(route.request.url)
        route.abort()

    offline.route("**/*", refuse)
    offline.locator("#code").fill(given.code)
    offline.get_by_role("button", name="Check", exact=True).click()
    expect(offline.locator(".verdict")).to_be_visible()
    assert not asked


def test_page_and_file_pass_axe_fit_a_phone_and_are_reached_with_the_keyboard(
    portal: str, page: Page, given: Given, axe: Axe, house: House, tmp_path: Path
) -> None:
    file = tmp_path / "parcours-check.html"
    file.write_text(house.stranger().get("/check/offline.html").text, "utf-8")
    found = []
    for address in (f"{portal}/check", f"{portal}/check#{given.code}", file.as_uri()):
        page.goto("about:blank")
        page.goto(address)
        if "#" in address:
            expect(page.locator(".verdict")).to_be_visible()
        found += faults(page, axe)
    assert not found, "\n".join(found)
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.locator("#code:focus").count():
            return
    raise AssertionError("no way to the code with the keyboard")
