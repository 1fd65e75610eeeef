"""The pages on which an employer states sizes, rights and ends, and corrects trainings."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.house.posting import confirm, post

#: What nobody should see as more than words.
_REASON = "\"'><script>alert(1)</script> {{ 7*7 }}"
_SIZE = {"fte": "18,5", "reason": _REASON}
_RIGHT_OF_ALL = {"kind": "stated", "days": "4,5", "agreement": "182345/CO/330", "reason": _REASON}
_RIGHT_OF_ONE = {"kind": "stated", "hours": "40", "minutes": "", "reason": _REASON}
_END = {"end_reason": "resignation", "notice_from": "", "reason": _REASON}

Named = tuple[str, TestResponse]


def of_enterprise(browser: FlaskClient, enterprise: str) -> Iterator[Named]:
    """What is stated for everyone: with nothing stated yet, with mistakes, and stated."""
    place = f"/employer/{enterprise}"
    yield "size", browser.get(f"{place}/size")
    yield from _form("size form", browser, f"{place}/size/2026/statement", {"fte": "-1"})
    yield "size effect", post(browser, f"{place}/size/2026/statement", _SIZE)
    confirm(browser, f"{place}/size/2026/statement", _SIZE)
    yield "size", browser.get(f"{place}/size")
    yield from _form("size withdrawal", browser, f"{place}/size/2026/withdrawal", {"reason": ""})
    right = f"{place}/rights/2026/statement"
    yield "rights", browser.get(f"{place}/rights")
    yield from _form("right form, everyone", browser, right, _RIGHT_OF_ALL | {"days": "400"})
    yield "right effect, everyone", post(browser, right, _RIGHT_OF_ALL)
    confirm(browser, right, _RIGHT_OF_ALL)
    yield "rights", browser.get(f"{place}/rights")
    yield from _form(
        "right withdrawal, everyone", browser, f"{place}/rights/2026/withdrawal", {"reason": ""}
    )


def of_worker(browser: FlaskClient, place: str) -> Iterator[Named]:
    """What is stated of one worker, and the trainings; ``place`` is the worker's page."""
    right = f"{place}/rights/2026"
    yield "right", browser.get(right)
    yield from _form("right form", browser, f"{right}/statement", _RIGHT_OF_ONE | {"hours": "x"})
    yield "right effect", post(browser, f"{right}/statement", _RIGHT_OF_ONE)
    confirm(browser, f"{right}/statement", _RIGHT_OF_ONE)
    yield "right", browser.get(right)
    yield from _form("right withdrawal", browser, f"{right}/withdrawal", {"reason": ""})
    worker = browser.get(place).text
    [end, *_] = re.findall(r'href="([^"]+/end)"', worker)
    yield "end", browser.get(end)
    yield from _form("end form", browser, f"{end}/statement", _END | {"notice_from": "1.1.1999"})
    yield "end effect", post(browser, f"{end}/statement", _END)
    confirm(browser, f"{end}/statement", _END)
    yield "end", browser.get(end)
    yield from _form("end withdrawal", browser, f"{end}/withdrawal", {"reason": ""})
    for training in dict.fromkeys(re.findall(r'href="([^"]+/trainings/[0-9a-f-]{36})"', worker)):
        yield "training", browser.get(training)
        yield from _form("correction", browser, f"{training}/correction", {"title": ""})
        yield from _form("cancellation", browser, f"{training}/cancellation", {"reason": ""})


def _form(
    name: str, browser: FlaskClient, path: str, impossible: dict[str, str]
) -> Iterator[Named]:
    """A form as it opens, empty, and with what cannot be."""
    yield name, browser.get(path)
    yield f"empty {name}", post(browser, path, {})
    yield f"impossible {name}", post(browser, path, impossible)
