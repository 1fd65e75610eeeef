"""Running what brings its own event loop, where the browser's may be running already."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any


def in_a_thread(work: Callable[[], Any]) -> Any:
    """Do ``work`` in a thread of its own and wait for it."""
    with ThreadPoolExecutor(max_workers=1) as threads:
        return threads.submit(work).result()
