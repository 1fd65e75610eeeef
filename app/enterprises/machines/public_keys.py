"""Reading the public keys that somebody pastes: a JWKS, a single JWK or PEM, and nothing private.

What keys may be is decided here and once: P-256, or RSA of 2,048 bits and more.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from joserfc.errors import JoseError
from joserfc.jwk import ECKey, RSAKey

from app.foundation.problems import Problem, problem

#: What a machine may sign with.
ALGORITHMS = ("ES256", "RS256", "PS256")
#: Bits: shorter can be broken, longer only slows every sign-in down.
SHORTEST, LONGEST = 2048, 4096
#: Characters of what is pasted, and of the name of a key.
LARGEST, LONGEST_NAME = 20_000, 100
#: Members of a JWK that give its secret away (RFC 7518).
_PRIVATE = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth", "k"})
_PEM = re.compile(r"-----BEGIN [A-Z0-9 ]+-----.+?-----END [A-Z0-9 ]+-----", re.DOTALL)
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class PublicKey:
    """``kid`` as the machine calls the key in the header of what it signs."""

    kid: str
    jwk: dict[str, Any]
    thumbprint: str  # RFC 7638


def read_public_keys(text: str) -> list[PublicKey] | Problem:
    """The keys in a text, in its order; a problem of the field ``jwks`` where it has none.

    A key without a name is called by its thumbprint.  A private key is refused, and is not to be
    kept anywhere: whoever pasted it must make a new one.
    """
    if len(text) > LARGEST:
        return problem("keys_too_large", "jwks")
    if "PRIVATE KEY" in text:
        return problem("private_key", "jwks")
    read = [_of_pem(each) for each in _PEM.findall(text)] or _of_json(text)
    if not read:
        return problem("no_keys", "jwks")
    found: list[PublicKey] = []
    for each in read:
        if isinstance(each, Problem):
            return each
        if any(each.kid == other.kid for other in found):
            return problem("same_name_twice", "jwks", kid=each.kid)
        found.append(each)
    return found


def _of_pem(text: str) -> PublicKey | Problem:
    for kind in (ECKey, RSAKey):
        try:
            return _judged(kind.import_key(text))
        except (JoseError, ValueError, TypeError):
            continue
    return problem("keys_unreadable", "jwks")


def _of_json(text: str) -> list[PublicKey | Problem]:
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        return [problem("keys_unreadable", "jwks")] if text.strip() else []
    if not isinstance(said, dict):
        return [problem("keys_unreadable", "jwks")]
    keys = said.get("keys", [said])
    if not isinstance(keys, list):
        return [problem("keys_unreadable", "jwks")]
    return [_of_jwk(each) for each in keys]


def _of_jwk(said: object) -> PublicKey | Problem:
    if not isinstance(said, dict):
        return problem("keys_unreadable", "jwks")
    if _PRIVATE & said.keys():
        return problem("private_key", "jwks")
    kinds: dict[object, type[ECKey | RSAKey]] = {"EC": ECKey, "RSA": RSAKey}
    kty = said.get("kty")
    kind = kinds.get(kty) if isinstance(kty, str) else None
    if kind is None or said.get("use", "sig") != "sig":
        return problem("key_of_another_kind", "jwks")
    if said.get("alg", ALGORITHMS[0]) not in ALGORITHMS:
        return problem("key_of_another_kind", "jwks")
    kid = said.get("kid")
    if kid is not None and (
        not isinstance(kid, str) or not 1 <= len(kid) <= LONGEST_NAME or _CONTROL.search(kid)
    ):
        return problem("key_name_wrong", "jwks")
    if kind is RSAKey and len(str(said.get("n", ""))) * 6 // 8 * 8 < SHORTEST:
        return problem("key_length", "jwks", shortest=SHORTEST, longest=LONGEST)
    try:
        # What else stands in it (certificates, key operations) does not count.
        members = ("kty", "crv", "x", "y") if kind is ECKey else ("kty", "n", "e")
        key = kind.import_key({name: said[name] for name in members})
        return _judged(key, kid, said.get("alg"))
    except (JoseError, ValueError, TypeError, KeyError):
        return problem("keys_unreadable", "jwks")


def _judged(
    key: ECKey | RSAKey, kid: str | None = None, alg: str | None = None
) -> PublicKey | Problem:
    """The public half of a key that is strong enough."""
    if key.is_private:
        return problem("private_key", "jwks")
    if isinstance(key, ECKey) and key.curve_name != "P-256":
        return problem("key_of_another_kind", "jwks")
    if isinstance(key, RSAKey) and not SHORTEST <= key.raw_value.key_size <= LONGEST:
        return problem("key_length", "jwks", shortest=SHORTEST, longest=LONGEST)
    if alg is not None and (alg == "ES256") is not isinstance(key, ECKey):
        return problem("key_of_another_kind", "jwks")
    thumbprint = key.thumbprint()
    members = {"kty", "crv", "x", "y", "n", "e"}
    public = {name: value for name, value in key.as_dict(private=False).items() if name in members}
    kid = kid or thumbprint
    return PublicKey(
        kid, public | {"kid": kid, "use": "sig"} | ({"alg": alg} if alg else {}), thumbprint
    )
