"""``make run``: everything that the portal needs, started and stopped together.

Ctrl-C stops all of it; whatever stops by itself stops the others too.
"""

from __future__ import annotations

import signal
import sys
from types import FrameType

from config import Config, ConfigurationError


def main() -> int:
    try:
        config = Config.from_env()
    except ConfigurationError as error:
        print(f"Cannot start: {error}", file=sys.stderr)
        return 2
    if config.production:
        print("make run is the demonstration: unset PRODUCTION.", file=sys.stderr)
        return 2
    # All unwind, so that nothing is left behind, whether somebody presses Ctrl-C or closes the
    # window; Ctrl-C too, because what a script starts in the background begins with it ignored.
    for telling in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(telling, _interrupt)
    try:
        # It loads the portal, which takes seconds: who cannot start is told at once.
        from app.demo.starting import run

        return run(config)
    except KeyboardInterrupt:
        return 0


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
