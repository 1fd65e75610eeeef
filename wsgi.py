"""What a WSGI server and ``flask --app wsgi`` load."""

import gc

# Starting makes objects by the hundred thousand and throws hardly any away: looking for them
# over and over took a sixth of the start of every process.
gc.disable()

from app.application import create_app  # noqa: E402
from app.foundation.logging import configure  # noqa: E402
from app.foundation.running import with_database  # noqa: E402
from config import Config  # noqa: E402

config = with_database(Config.from_env())
configure(config.log_level, config.log_format)
app = create_app(config)

# What is loaded by now lives as long as the process: looking through it again and again for
# something to throw away cost a sixth of every page.  What a page makes, it nearly always
# gives back by itself.
gc.collect()
gc.freeze()
gc.set_threshold(50_000, 20, 20)
gc.enable()
