"""Registers a training by the REST interface of Parcours, corrects it, and follows changes.

    python docs/examples/client.py CLIENT_ID ENTERPRISE

``make run`` prints this line for the system of its demonstration.  For a system of your own, make
its key with signing_in.py, beside this file, which says what PARCOURS and PARCOURS_KEY are; an
access manager then registers it (docs/machines.md) with workers:read, trainings:read and
trainings:write.  It may be run again: what is registered is not registered twice.
"""

from __future__ import annotations

import json
import secrets
import sys
import time
from contextlib import nullcontext
from datetime import date
from pathlib import Path
from typing import Any

import requests
from signing_in import PATIENCE, PORTAL, Token, get_token


class Parcours:
    """Signs in when it must, and sends again what may be sent again."""

    def __init__(self, client_id: str) -> None:
        self._client_id = client_id
        self._token = Token("", until=0)

    def call(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        file: Path | None = None,
        if_match: str | None = None,
    ) -> requests.Response:
        """The answer.  A call that was not answered, or came too often, is sent again.

        What writes has an Idempotency-Key, which stays the same: it is done once.  A file needs
        none: it is known by what is in it.
        """
        headers = {"Accept-Language": "en"}
        if file:
            headers["Content-Type"] = "application/xml"
        elif method != "GET" and not path.endswith("/query"):
            headers["Idempotency-Key"] = secrets.token_urlsafe(16)
        if if_match:
            headers["If-Match"] = if_match
        address = path if path.startswith("/api/") else f"/api/v1{path}"
        for wait in (1, 2, 4, None):
            try:
                with file.open("rb") if file else nullcontext() as stream:
                    answer = requests.request(
                        method,
                        PORTAL + address,
                        json=body,
                        data=stream,
                        headers=headers | self._signed_in(),
                        timeout=PATIENCE,
                        stream=path.endswith("/results"),  # which may be large
                    )
            except (requests.ConnectionError, requests.Timeout):
                if wait is None:
                    raise
                time.sleep(wait)
                continue
            if answer.status_code not in {429, 503} or wait is None:
                return answer
            time.sleep(int(answer.headers.get("Retry-After", wait)))
        raise AssertionError("the last round returns or raises")

    def said(self, method: str, path: str, body: Any = None, **more: Any) -> Any:
        """What the answer says; the end where it is a problem, which says what about."""
        answer = self.call(method, path, body, **more)
        if not answer.ok:
            raise SystemExit(json.dumps(answer.json(), indent=2, ensure_ascii=False))
        return answer.json()

    def _signed_in(self) -> dict[str, str]:
        if time.time() > self._token.until - 30:
            self._token = get_token(self._client_id)
        return {"Authorization": f"Bearer {self._token.text}"}


def main(client_id: str, enterprise: str) -> None:
    parcours = Parcours(client_id)
    here = f"/enterprises/{enterprise}"
    workers = parcours.said("POST", f"{here}/workers/query", {})
    if not workers["items"]:
        raise SystemExit("Nobody works there today.")
    worker = workers["items"][0]
    name = f"{worker.get('givenNames', '')} {worker.get('surname', '')}"
    print(f"{workers['total']} workers; the first is {name}")

    today = date.today().isoformat()  # noqa: DTZ011 -- the day where the program runs
    training = {
        "title": "Fire drill",
        "startDate": today,
        "endDate": today,
        "minutes": 60,
        "formal": False,
        "followed": True,
        "countsForCredit": True,
    }
    wanted = {"ssin": worker["ssin"], "training": training}
    outcome = parcours.said("POST", f"{here}/trainings", wanted)
    print(outcome["outcome"], outcome["href"])

    etag = parcours.call("GET", outcome["href"]).headers["ETag"]
    corrected = {
        "training": training | {"financing": "employer"},
        "reason": "Who paid was left out",
    }
    # Somebody else may have changed it since we read it: then this is refused, 412.
    said = parcours.said("PUT", outcome["href"], corrected, if_match=etag)
    print(said["outcome"], said["href"])

    path: str | None = f"{here}/changes"
    while path:
        page = parcours.said("GET", path)
        for each in page["items"]:
            print(each["at"], each["change"], each["href"])
        path = page.get("next")
    print("go on later with after =", page["after"])


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
