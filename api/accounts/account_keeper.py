"""Who keeps accounts and compartments: an account on the page, or the local operator on the command line."""

from dataclasses import dataclass

from api.accounts.account import Account


@dataclass(frozen=True)
class AccountKeeper:
    """Somebody who acts. Without an account: the local operator, who owns the data folder and reads all of it anyway.

    What takes two people elsewhere, the operator may do alone; each step is entered in the log under their name.
    """

    name: str
    account: Account | None = None

    @classmethod
    def of(cls, account: Account) -> "AccountKeeper":
        """The holder of an account."""
        return cls(account.name, account)

    @property
    def is_operator(self) -> bool:
        """Whether this is the local operator."""
        return self.account is None

    @property
    def is_manager(self) -> bool:
        """Whether this is a manager whose account stands."""
        return self.account is not None and self.account.role == "manager" and self.account.may_act
