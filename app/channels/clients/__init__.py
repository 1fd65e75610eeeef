"""Machines at the door: how they sign in, what their tokens open, and for whom they act.

A machine proves who it is with a signed assertion (``private_key_jwt``, RFC 7523) and is given a
token of minutes (RFC 9068) for what it may do.  A view opens to machines by saying so::

    @door.post("/enterprises/<enterprise_number>/trainings")
    @opens_to(OpensTo.CLIENT, scope=Scope.TRAININGS_WRITE)
    def register(enterprise_number: str) -> Response:
        actor = acting_for(session(), client_of_request(), enterprise_number)

The token is checked before the view runs; :class:`AccessRefused` is raised where it opens
nothing.  Whom the machine acts for is asked of the tables at each call: a token says who comes,
and never for whom.
"""

from app.channels.clients.opening import AccessRefused, acting_for, client_of_request
from app.enterprises.machines.acting import Client
from app.enterprises.machines.scopes import ClientKind, Scope

__all__ = ["AccessRefused", "Client", "ClientKind", "Scope", "acting_for", "client_of_request"]
