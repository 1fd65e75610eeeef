"""Where a request comes from, as far as it is counted: one subscriber's part of the network."""

from __future__ import annotations

from ipaddress import IPv6Address, IPv6Network, ip_address

#: Bits of the network that one subscriber has of IPv6.
_OF_ONE_SUBSCRIBER = 64


def network_of(address: str | None) -> str:
    """The address; of IPv6 the network, for one subscriber has all of it.

    An IPv4 address is the same however it is written: those that a socket for both writes as IPv6
    (``::ffff:192.0.2.7``) would otherwise all be one network.  Empty where it is no address.
    """
    try:
        parsed = ip_address(address or "")
    except ValueError:
        return ""
    if not isinstance(parsed, IPv6Address):
        return str(parsed)
    if parsed.ipv4_mapped:
        return str(parsed.ipv4_mapped)
    return str(IPv6Network((int(parsed), _OF_ONE_SUBSCRIBER), strict=False))
