"""Sends an XML file of registrations, waits until it is carried out, and shows what became of it.

    python docs/examples/send_file.py CLIENT_ID FILE > NOTIFICATION

The system needs batches:write and batches:read; how it signs in, client.py and signing_in.py,
beside this file, say.  The same file may be sent again: it is carried out once, and the answers
are the same.  It ends with 0 where no record was refused.
"""

from __future__ import annotations

import sys
import time
from datetime import datetime
from pathlib import Path
from typing import Any

from client import Parcours


def main(client_id: str, name: str) -> int:
    parcours = Parcours(client_id)
    batch: dict[str, Any] = parcours.said("POST", "/batches", file=Path(name))
    print("taken as", batch["batchId"], file=sys.stderr)
    while "pollAfter" in batch:
        # By the portal's clock, which need not be ours: never less than a second.
        wait = datetime.fromisoformat(batch["pollAfter"]).timestamp() - time.time()
        time.sleep(min(max(wait, 1), 30))
        batch = parcours.said("GET", batch["href"])
    print(batch["state"], *(f"{batch[each]} {each}" for each in COUNTS), file=sys.stderr)
    if "results" not in batch:  # a fault of theirs stopped it: send the same file again, later
        return 1
    with parcours.call("GET", batch["results"]) as answer:
        for piece in answer.iter_content(1 << 16):
            sys.stdout.buffer.write(piece)
    return 0 if batch["refused"] == 0 else 1


COUNTS = ("records", "accepted", "alreadyKnown", "refused")

if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
