"""From which enterprise somebody acted, for other rooms to select by.

Like :data:`app.enterprises.queries.NAMED` they are part of the room's interface; the tables under
them are not.
"""

from __future__ import annotations

from sqlalchemy import select

from app.enterprises.machines.models import ApiClient
from app.enterprises.models import ClientMandate, Mandate

#: The office behind each mandate that is used under a client mandate; others are not in it.
OFFICE_BEHIND = (
    select(Mandate.mandate_id, ClientMandate.office_id)
    .join(ClientMandate, ClientMandate.client_mandate_id == Mandate.client_mandate_id)
    .subquery("office_behind")
)
#: Every machine with its name and the enterprise it belongs to, those that were ended too.
MACHINES = select(
    ApiClient.client_id, ApiClient.enterprise_id.label("belongs_to"), ApiClient.name
).subquery("machines")
