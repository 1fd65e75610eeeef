"""Lots that tests draw: others every time, so that in the end every byte has had its turn."""

import os
import random
import secrets


def draw_lots() -> random.Random:
    """Drawn anew in every run.  A test that fails shows the seed, and ``SEED=…`` repeats it."""
    seed = os.environ.get("SEED") or str(secrets.randbits(32))
    print(f"SEED={seed}")  # pytest shows it with what failed
    return random.Random(seed)  # noqa: S311 - nobody must not guess it
