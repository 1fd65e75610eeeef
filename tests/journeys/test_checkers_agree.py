"""The checker in the browser says of everything what the one in Python says."""

from __future__ import annotations

import base64
import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from certificates.checking import Verdict, check_pdf
from certificates.codes import CodeVerdict, code_for, read_code
from certificates.history import History, write_history
from certificates.sealing import seal
from tests.certificates.certifying import AT
from tests.certificates.test_sealing_evidence import Service, _der
from tests.checking.cases import FACTS, code_cases, made_keys, pdf_cases, plain_pdf
from tests.journeys.nowhere import page_from_nowhere
from tests.lots import draw_lots

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("checkers")]

#: Checks a file, as it is and with each of some bytes changed.
PDFS = """async ({pdf, history, changes}) => {
  const {checkPdf, openHistory} = await import('/checks.js')
  const keys = await openHistory(JSON.parse(history))
  const bytes = Uint8Array.from(atob(pdf), (letter) => letter.charCodeAt(0))
  const found = [await checkPdf(bytes, keys)]
  for (const [at, byte] of changes) {
    const before = bytes[at]
    bytes[at] = byte
    found.push(await checkPdf(bytes, keys))
    bytes[at] = before
  }
  return found.map((each) => ({...each, sealedAt: each.sealedAt && each.sealedAt.toISOString()}))
}"""
CODES = """async ({codes, history}) => {
  const {readCode, openHistory} = await import('/checks.js')
  const keys = await openHistory(JSON.parse(history))
  return await Promise.all(codes.map((code) => readCode(code, keys)))
}"""


@pytest.fixture
def draw() -> random.Random:
    return draw_lots()


@pytest.fixture(scope="module")
def page(chromium: Browser) -> Iterator[Page]:
    with page_from_nowhere(chromium, "checks.js") as window:
        yield window


def _pdfs(
    page: Page, pdf: bytes, history: History, changes: list[tuple[int, int]]
) -> list[dict[str, Any]]:
    given = {
        "pdf": base64.b64encode(pdf).decode(),
        "history": write_history(history),
        "changes": changes,
    }
    found: list[dict[str, Any]] = page.evaluate(PDFS, given)
    return found


def _plain(verdict: Verdict) -> dict[str, Any]:
    at = verdict.sealed_at
    return {
        "finding": verdict.finding.value,
        "sealedBy": verdict.sealed_by,
        "sealedAt": at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z") if at else None,
        "timestamped": verdict.timestamped,
    }


def _said(verdict: CodeVerdict) -> dict[str, Any]:
    facts = verdict.facts
    said = facts and {
        "kind": facts.kind,
        "layout": facts.layout,
        "number": facts.number,
        "name": facts.name,
        "bornOn": facts.born_on,
        "issuedOn": facts.issued_on.isoformat(),
        "facts": dict(facts.facts),
    }
    return {"finding": verdict.finding.value, "facts": said}


def test_both_say_the_same_of_files_of_every_fate(page: Page, tmp_path: Path) -> None:
    findings = set()
    for case in pdf_cases(tmp_path):
        expected = _plain(check_pdf(case.pdf, case.history))
        findings.add(expected["finding"])
        assert _pdfs(page, case.pdf, case.history, [])[0] == expected, case.name
    assert len(findings) == 6, "every finding there is"


def test_both_say_the_same_of_codes_of_every_fate(page: Page, tmp_path: Path) -> None:
    findings = set()
    for name, code, history in code_cases(tmp_path):
        expected = _said(read_code(code, history))
        findings.add(expected["finding"])
        given = {"codes": [code], "history": write_history(history)}
        assert page.evaluate(CODES, given) == [expected], name
    assert len(findings) == 5, "every finding there is"


def _changes(draw: random.Random, pdf: bytes, count: int) -> Iterator[tuple[int, int]]:
    """Bytes to change: anywhere, and as many again in the seal itself."""
    seal_begins = pdf.rfind(b"/ByteRange")
    places = [draw.randrange(len(pdf)) for _ in range(count)]
    places += [draw.randrange(seal_begins, len(pdf)) for _ in range(count)]
    for at in places:
        byte = draw.choice((pdf[at] ^ 1, pdf[at] ^ 0x20, draw.randrange(256)))
        if byte != pdf[at]:
            yield at, byte


def test_any_byte_changed_is_found_in_the_browser_too(
    page: Page, draw: random.Random, tmp_path: Path
) -> None:
    keys = made_keys(tmp_path / "keys")
    sealed = seal(plain_pdf(), keys.sealer, at=AT, field_label="Seal")
    changes = [*_changes(draw, sealed, 500)]
    whole, *changed = _pdfs(page, sealed, keys.history, changes)
    assert whole["finding"] == "genuine"
    missed = [
        change
        for change, each in zip(changes, changed, strict=True)
        if each["finding"] != "altered"
    ]
    assert not missed, missed


def test_any_character_changed_is_found_in_the_browser_too(
    page: Page, draw: random.Random, tmp_path: Path
) -> None:
    keys = made_keys(tmp_path / "keys")
    code = code_for(FACTS, keys.signer)
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.#"
    changed = []
    for at, letter in enumerate(code):
        other = draw.choice([each for each in letters if each != letter])
        changed.append(code[:at] + other + code[at + 1 :])
    given = {"codes": [code, *changed], "history": write_history(keys.history)}
    genuine, *others = page.evaluate(CODES, given)
    assert genuine["finding"] == "genuine"
    assert "genuine" not in {each["finding"] for each in others}
    expected = [read_code(each, keys.history).finding.value for each in changed]
    assert [each["finding"] for each in others] == expected


def test_both_read_timestamps_and_find_every_byte_changed_in_one(
    page: Page, tmp_path: Path
) -> None:
    keys, service = made_keys(tmp_path / "keys"), Service()
    sealed = seal(plain_pdf(), keys.sealer, at=AT, field_label="Seal", evidence=service.evidence())
    known = replace(keys.history, timestamping=(_der(service.root),))
    changes = [
        (at, ord("7") if sealed[at] != ord("7") else ord("3"))
        for at in range(sealed.rfind(b"/ByteRange"), len(sealed), 61)
    ]
    whole, *changed = _pdfs(page, sealed, known, changes)
    assert whole == _plain(check_pdf(sealed, known))
    assert whole["sealedAt"] == _iso(AT + timedelta(minutes=1))
    assert "genuine" not in {each["finding"] for each in changed}
    without = _pdfs(page, sealed, keys.history, [])[0]
    assert without == _plain(check_pdf(sealed, keys.history))


def _iso(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S.000Z")
