"""What a WSGI server and ``flask --app wsgi`` load."""

from app.application import create_app
from app.foundation.logging import configure
from app.foundation.running import with_database
from config import Config

config = with_database(Config.from_env())
configure(config.log_level, config.log_format)
app = create_app(config)
