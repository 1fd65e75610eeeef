"""Forms about machines: what each is called, may do, for whom, and signs with."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import (  # type: ignore[attr-defined]
    RadioField,
    SelectChoice,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, ListWidget

from app.employers.machines.wording import scope_words, sentence
from app.enterprises.machines.public_keys import PublicKey, read_public_keys
from app.enterprises.machines.rules import Allowed
from app.enterprises.machines.scopes import ClientKind, Scope, scopes_open_to
from app.foundation.problems import Problem

_ALL, _CHOSEN = "all", "chosen"


def _several(label: Any) -> SelectMultipleField:
    return SelectMultipleField(
        label,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        validate_choice=True,
    )


class MachinesForm(FlaskForm):  # type: ignore[misc]
    """A form whose values an act may refuse: what is wrong stands beside its field."""

    def show(self, problems: tuple[Problem, ...]) -> None:
        for problem in problems:
            field = self._fields.get(problem.field or "")
            said = sentence(problem)
            if field is None:
                self.form_errors.append(said)
            elif said not in field.errors:
                field.errors = [*field.errors, said]


class KindForm(MachinesForm):
    kind = RadioField(
        _("Whose system is it?"),
        [InputRequired(_("Choose whose system it is"))],
        choices=[
            SelectChoice(ClientKind.EMPLOYER.value, _("Ours, for our own workers")),
            SelectChoice(ClientKind.OFFICE.value, _("Ours, for the clients we act for")),
            SelectChoice(
                ClientKind.PROVIDER.value, _("Ours, to register trainings we give to others")
            ),
        ],
    )


class AllowedForm(MachinesForm):
    """What a machine may do; of an office's, for which clients."""

    scopes = _several(_("What may the system do?"))
    which = RadioField(
        _("For which clients?"),
        choices=[
            SelectChoice(_ALL, _("All clients we act for, those to come too")),
            SelectChoice(_CHOSEN, _("Only those chosen here")),
        ],
        default=_CHOSEN,
    )
    clients = _several(_("Clients"))

    def offer(self, kind: ClientKind, clients: dict[str, str]) -> None:
        """``clients`` are client mandates, by key, with the name of the client."""
        self.scopes.choices = [
            (each.value, scope_words(each, kind)) for each in scopes_open_to(kind)
        ]
        self.clients.choices = list(clients.items())
        if kind is not ClientKind.OFFICE:
            del self.which, self.clients

    @property
    def allowed(self) -> Allowed:
        scopes = frozenset(Scope(each) for each in self.scopes.data or [])
        if "clients" not in self:
            return Allowed(scopes)
        if self.which.data == _ALL:
            return Allowed(scopes, every_client=True)
        return Allowed(scopes, clients=frozenset(map(UUID, self.clients.data or [])))


class KeysForm(MachinesForm):
    jwks = TextAreaField(
        _("Public key"),
        description=_(
            "A JWKS or JWK, or a public key in PEM, for ES256, RS256 or PS256. Never paste a "
            "private key"
        ),
    )

    def read_keys(self) -> tuple[PublicKey, ...] | None:
        """The keys pasted; None where they cannot be read, which is then shown.

        What may be secret is not sent back to the browser.
        """
        read = read_public_keys(self.jwks.data or "")
        if isinstance(read, Problem):
            if read.code == "private_key":
                self.jwks.data = ""
            self.show((read,))
            return None
        return tuple(read)


class MachineForm(AllowedForm, KeysForm):
    name = StringField(
        _("Name of the system"),
        description=_("As you will know it again, for example HR package"),
    )
    outside_name = StringField(
        _("Name at the authorization server"),
        description=_("How the server at which your systems sign in calls this one (client ID)"),
    )


class EndForm(MachinesForm):
    """A button: its token, and nothing else."""
