"""What an account is: a person who may use Dolen, in one role, a member of some compartments."""

import re
from dataclasses import dataclass
from typing import Literal, get_args

from graph.errors import NotPermitted, ValueRefused
from graph.model.view import Reader

AccountRole = Literal["analyst", "chair", "manager", "auditor", "administrator", "partner"]
ACCOUNT_ROLES: tuple[AccountRole, ...] = get_args(AccountRole)
LONGEST_DISPLAY_NAME = 100

_NAME = re.compile(r"[a-z0-9][a-z0-9._@-]{0,63}")


@dataclass(frozen=True)
class Account:
    """A person who may use Dolen. `compartments` are those the person is a member of now, as access texts write them.

    `confirmed` is False where an administrator (`altered_by`) made the account, reset it or gave it another role, and
    no manager has confirmed that yet: until then its role opens nothing.

    `name` is what the person signs in with and what the log says; `display_name` is for the page, and may be blank.
    """

    name: str
    role: AccountRole
    compartments: frozenset[str] = frozenset()
    disabled: bool = False
    display_name: str = ""
    confirmed: bool = True
    altered_by: str = ""

    @property
    def may_act(self) -> bool:
        """Whether the account may do what its role may."""
        return self.confirmed and not self.disabled

    @property
    def shown(self) -> str:
        """What the page calls the person."""
        return self.display_name or self.name

    def reader(self) -> Reader:
        """The account as one who asks. Raises `NotPermitted` where it is disabled or waits for a manager."""
        if self.disabled:
            raise NotPermitted(f"The account {self.name!r} is disabled.", "Ask an administrator.")
        if not self.confirmed:
            raise NotPermitted(f"The account {self.name!r} waits for a manager to confirm it.", "Ask a manager.")
        return Reader(self.name, self.role, self.compartments)


def folded_name(name: str) -> str:
    """The name as accounts are kept by it: `A.Price` and `a.price` are one person."""
    return name.strip().lower()


def is_name(folded: str) -> bool:
    """Whether an account can have this folded name."""
    return _NAME.fullmatch(folded) is not None


def clean_name(name: str) -> str:
    """The name of an account, folded. Raises `ValueRefused`."""
    folded = folded_name(name)
    if not is_name(folded):
        raise ValueRefused(
            "name",
            name,
            "an account's name is 1 to 64 of a-z, 0-9, dot, hyphen, underscore and @, a letter or digit first.",
        )
    return folded


def known_role(role: str) -> AccountRole:
    """The role of this name. Raises `ValueRefused`."""
    for known in ACCOUNT_ROLES:
        if known == role:
            return known
    raise ValueRefused("role", role, f"the roles are {', '.join(ACCOUNT_ROLES)}.")


def clean_display_name(name: str) -> str:
    """A name for the page, its spaces single. Raises `ValueRefused` where it is too long or cannot be shown."""
    cleaned = " ".join(name.split())
    if len(cleaned) > LONGEST_DISPLAY_NAME or not cleaned.replace(" ", "a").isprintable():
        raise ValueRefused("display name", name, f"it is at most {LONGEST_DISPLAY_NAME} characters that can be shown.")
    return cleaned
