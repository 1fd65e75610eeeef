"""``python -m benchmarks [NAME…]``: measure, print, and fail under a floor."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from benchmarks.accounts import ACCOUNTS
from benchmarks.api import API, API_THOUSAND
from benchmarks.attestations import ATTESTATION, KEPT
from benchmarks.figures import Figure
from benchmarks.loading import LOADING
from benchmarks.overview import OVERVIEW
from benchmarks.place import Place
from benchmarks.registering import REGISTERING
from benchmarks.registrations import REGISTRATIONS
from benchmarks.statements import STATEMENTS_MADE
from benchmarks.timeline import TIMELINE

FIGURES: dict[str, Figure] = {
    figure.name: figure
    for figure in (
        TIMELINE,
        LOADING,
        ACCOUNTS,
        OVERVIEW,
        REGISTERING,
        REGISTRATIONS,
        API,
        API_THOUSAND,
        ATTESTATION,
        KEPT,
        STATEMENTS_MADE,
    )
}


def main(names: list[str]) -> int:
    unknown = set(names) - FIGURES.keys()
    if unknown:
        print(f"no such figure: {', '.join(sorted(unknown))}; there are {', '.join(FIGURES)}")
        return 2
    folder = Path(os.environ.get("DATA_DIR", "var")).resolve() / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    place = Place(folder)
    under = False
    for figure in [FIGURES[name] for name in names] or FIGURES.values():
        measured = figure.measure(place)
        print(figure.line(measured), flush=True)
        under = under or measured.ratio < figure.floor
    return int(under)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
