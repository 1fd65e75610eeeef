"""All tables of the house, for those who must see them at once: migrations and their test."""

from app.attestations import models as _attestations
from app.audit import models as _audit
from app.career import models as _career
from app.channels.api import models as _calls
from app.channels.batch import models as _files
from app.channels.clients import models as _clients
from app.employment import models as _employment
from app.enterprises import models as _enterprises
from app.enterprises.machines import models as _machines
from app.foundation.database import Base
from app.identity import models as _identity
from app.learning import models as _learning
from app.learning.batches import models as _batches
from app.learning.bringing import models as _bringing
from app.learning.due import models as _due
from app.learning.others import models as _others
from app.learning.planning import models as _planning
from app.learning.workers import models as _workers
from app.sources import models as _sources

metadata = Base.metadata
ROOMS = (
    _audit,
    _identity,
    _enterprises,
    _machines,
    _clients,
    _employment,
    _learning,
    _batches,
    _bringing,
    _due,
    _others,
    _planning,
    _workers,
    _career,
    _attestations,
    _sources,
    _calls,
    _files,
)
