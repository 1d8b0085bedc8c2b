"""Accounts: the platform and the handle that identify an account, however they are written.

A platform has one name (`insta`, `IG` and `Instagram` are instagram). The address of an account's page is its handle
(`https://www.instagram.com/taz.99/` is `taz.99`), and names its platform where none is given. On platforms whose
accounts are phone numbers the number is the handle, in whatever form.
"""

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from graph.values.text import fold, says_nothing

BY_NUMBER = frozenset({"whatsapp", "signal", "viber"})
"""Platforms on which an account is a phone number."""

_PLATFORMS = {
    **dict.fromkeys(("insta", "ig", "instagram.com"), "instagram"),
    **dict.fromkeys(("fb", "facebook.com", "facebook messenger", "messenger"), "facebook"),
    **dict.fromkeys(("snap", "sc", "snapchat.com", "snap chat"), "snapchat"),
    **dict.fromkeys(("x", "twitter.com", "x.com", "twitter/x", "x (twitter)", "twitter (x)"), "twitter"),
    **dict.fromkeys(("whats app", "wa", "whatsapp messenger", "wa.me", "what's app"), "whatsapp"),
    **dict.fromkeys(("tik tok", "tiktok.com"), "tiktok"),
    **dict.fromkeys(("telegram.org", "t.me"), "telegram"),
    **dict.fromkeys(("you tube", "youtube.com"), "youtube"),
    **dict.fromkeys(("e-mail", "mail", "ebost", "e-bost"), "email"),
}
_HOSTS = {
    **dict.fromkeys(("instagram.com", "instagr.am"), "instagram"),
    **dict.fromkeys(("facebook.com", "fb.com", "m.me"), "facebook"),
    **dict.fromkeys(("twitter.com", "x.com"), "twitter"),
    "snapchat.com": "snapchat",
    "tiktok.com": "tiktok",
    "youtube.com": "youtube",
    "t.me": "telegram",
    "wa.me": "whatsapp",
    "whatsapp.com": "whatsapp",
    "linkedin.com": "linkedin",
    "reddit.com": "reddit",
    "twitch.tv": "twitch",
    "threads.net": "threads",
    "steamcommunity.com": "steam",
    "onlyfans.com": "onlyfans",
}
_WAYS_IN = frozenset({"add", "in", "user", "u", "people", "c", "channel", "id", "profiles", "stories", "send"})
"""First parts of a page's address that are not the handle."""
_ADDRESS = re.compile(r"(?:https?://)?((?:[a-z0-9-]+\.)+[a-z]{2,}/\S*)", re.IGNORECASE)


@dataclass(frozen=True)
class OnlineAccount:
    """One account, folded: its platform and its handle, either blank where it is not known."""

    platform: str
    handle: str

    @classmethod
    def parse(cls, platform: str, handle: str) -> "OnlineAccount":
        """From the two cells as recorded; nothing is refused here."""
        named = "" if says_nothing(platform) else fold(platform)
        named = _PLATFORMS.get(named, named)
        address = _ADDRESS.fullmatch(handle.strip())
        if address is not None:
            host, own = _of_page(address[1])
            if own and host and named in ("", host):
                return cls(host, own)
        bare = fold(handle)
        return cls(named, bare if named == "email" else bare.removeprefix("@"))

    @property
    def by_number(self) -> bool:
        """Whether accounts of this platform are phone numbers."""
        return self.platform in BY_NUMBER


def _of_page(address: str) -> tuple[str, str]:
    """The platform and the handle that the address of a page names, each blank where it names none."""
    split = urlsplit(f"//{address}")
    host = (split.hostname or "").removeprefix("www.").removeprefix("m.").removeprefix("mobile.")
    host = host.removeprefix("web.").removeprefix("api.")
    platform = _HOSTS.get(host, "")
    query = parse_qs(split.query)
    number = next((query[key][0] for key in ("id", "phone") if key in query), "")
    parts = [part for part in split.path.split("/") if part]
    if parts and parts[0].casefold() in ("profile.php", "send") and number:
        return platform, fold(number)
    while len(parts) > 1 and parts[0].casefold() in _WAYS_IN:
        parts.pop(0)
    return platform, fold(parts[0]).removeprefix("@") if parts else ""
