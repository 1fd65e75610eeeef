"""What a stranger takes along: our public keys, and a checker that needs nobody."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from pathlib import Path

from certificates.history import read_history
from tests.house_of import House

SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)
STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)
GIVEN = re.compile(r'<script type="application/json" id="given">(.*?)</script>', re.DOTALL)


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def test_the_keys_are_published_in_three_forms_that_agree(house: House) -> None:
    browser = house.stranger()
    history = read_history(browser.get("/keys/history.json").text)
    (key,), (code,) = history.seals, history.codes
    kids = [each["kid"] for each in browser.get("/keys/jwks.json").json["keys"]]
    assert kids == [code.kid, key.fingerprint.hex()]
    pem = browser.get(f"/keys/{key.fingerprint.hex()}.pem").text
    assert pem.count("BEGIN CERTIFICATE") == 1 + len(key.chain)
    assert browser.get(f"/keys/{'0' * 64}.pem").status_code == 404
    for path in ("/keys/history.json", "/keys/jwks.json"):
        answer = browser.get(path)
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert "PRIVATE" not in answer.text


def test_the_offline_checker_holds_the_keys_and_four_languages(house: House) -> None:
    answer = house.stranger().get("/check/offline.html")
    assert answer.headers["Content-Disposition"] == (
        'attachment; filename="parcours-check-2026-11-21.html"'
    )
    (given,) = GIVEN.findall(answer.text)
    content = json.loads(given)
    assert set(content["words"]) == {"fr", "nl", "de", "en"}
    assert content["history"] == json.loads(house.stranger().get("/keys/history.json").text)
    assert content["made"] == "2026-11-21"


def test_the_offline_checker_may_run_its_own_script_and_reach_nothing(house: House) -> None:
    page = house.stranger().get("/check/offline.html").text
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="(.*?)"', page)
    (script,), (style,) = SCRIPT.findall(page), STYLE.findall(page)
    assert f"script-src '{_hash(script)}'" in policy
    assert f"style-src '{_hash(style)}'" in policy
    assert policy.startswith("default-src 'none';")
    assert "connect-src" not in policy
    assert not re.findall(r'(?:src|href)="', page), "nothing beside the file"


def test_nothing_in_the_given_words_or_keys_ends_the_script(house: House) -> None:
    (given,) = GIVEN.findall(house.stranger().get("/check/offline.html").text)
    assert "<" not in given


def test_without_keys_the_page_opens_and_says_that_it_cannot_answer_now(
    house: House, tmp_path: Path
) -> None:
    nowhere = str(tmp_path / "nowhere.json")
    house.rebuild(seal_pkcs12="nowhere.p12", code_key="nowhere.pem", key_history=nowhere)
    browser = house.stranger()
    assert browser.get("/check").status_code == 200
    for path in ("/keys/history.json", "/keys/jwks.json", "/check/offline.html"):
        assert browser.get(path).status_code == 503
