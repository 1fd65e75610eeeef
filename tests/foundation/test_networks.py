"""Whoever comes from one network is counted as one, and nobody with them."""

from __future__ import annotations

import pytest

from app.foundation.networks import network_of


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.8", "192.0.2.8"),
        ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::9", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("unix:", ""),
        (None, ""),
    ],
)
def test_an_address_is_of_its_subscriber(address: str | None, network: str) -> None:
    assert network_of(address) == network
