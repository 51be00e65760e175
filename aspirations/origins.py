"""From where staff act, in a form that finds nobody: whether it is the same place as before; a leaf, pure."""

import ipaddress
from typing import Any, NamedTuple

from django.utils.crypto import salted_hmac

from notifications.sealing import ALPHABET

# Neighbours of one connection share it: a place, not a person.
_NEIGHBOURHOOD = (24, 48)
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("UCBrowser", "UC Browser"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("Chrome", "Chrome"),
    ("CriOS", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iOS"),
    ("iPad", "iOS"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)


class Origin(NamedTuple):
    """A code of six letters and digits that stands for a network, and the kinds of browser and system.

    Both are "" where it is not known: the worker, an old row.
    """

    place: str = ""
    device: str = ""


NOWHERE = Origin()


def origin_of(request: Any) -> Origin:
    """Where a request comes from; neither the address nor the browser's own words are kept."""
    address, agent = request.META.get("REMOTE_ADDR", ""), request.META.get("HTTP_USER_AGENT", "")
    return Origin(place_of(address), device_of(agent))


def place_of(address: str) -> str:
    """A keyed code of the network around an address (/24, /48 for IPv6): equal for neighbours.

    30 bits: two networks rarely share a code, and the code names no network without the key.
    """
    network = network_of(address, *_NEIGHBOURHOOD)
    if not network:
        return ""
    raw = salted_hmac("aspirations.origins", network, algorithm="sha256").digest()
    return "".join(ALPHABET[byte & 31] for byte in raw[:6])


def network_of(address: str, bits: int, bits_of_six: int) -> str:
    """The network of so many bits around an IPv4 or IPv6 address; "" where it is no address."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return ""
    # A server that listens on both writes IPv4 addresses as ::ffff:…, which is one network.
    ip = getattr(ip, "ipv4_mapped", None) or ip
    return str(ipaddress.ip_network((ip, bits_of_six if ip.version == 6 else bits), strict=False))


def device_of(agent: str) -> str:
    """Browser and system, such as "Chrome, Windows"; versions and models would tell people apart."""
    known = [
        next((name for sign, name in families if sign in agent), "") for families in (_BROWSERS, _SYSTEMS)
    ]
    return ", ".join(name for name in known if name)


def account_key(username: str) -> str:
    """Stands for a name that somebody tried to sign in with; people type passwords there too."""
    return salted_hmac("aspirations.account", username.strip().casefold(), algorithm="sha256").hexdigest()[
        :32
    ]
