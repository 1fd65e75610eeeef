"""A stand-in for FAS, the federal authentication service: a real OpenID provider in its own
process, where one picks the person to play instead of inserting a card.

What it knows: FAS's addresses below an issuer that ends in ``/fas/oauth2``, its scopes
``openid profile egovnrn roles``, its claims (``egovNRN``, ``surname``, ``givenName``,
``prefLanguage``, and ``roles``, whose shape FAS does not publish: here a name and an
``enterpriseNumber`` each), its levels of assurance and its signed userinfo.  Terms: a *key* is
what a person signs in with (eID or itsme), a *level* is how sure the service then is.

It imports nothing else of ours, so that the portal can only meet it over HTTP, as it would
meet the real service.  ``python -m app.demo.provider --help`` runs it.
"""

from app.demo.provider.application import create_provider
from app.demo.provider.settings import ProviderSettings

__all__ = ["ProviderSettings", "create_provider"]
