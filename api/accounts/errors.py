"""What stands in the way of somebody who wants in. A branch of the tree of `graph.errors`.

    DolenError
    ├── SignInError               somebody is not let in
    │   ├── SignInRefused         name and password, or what the identity provider says, do not open an account
    │   ├── SignInDelayed         too many attempts have failed; `seconds` until the next may be made
    │   └── ProviderUnavailable   the identity provider cannot be reached, or does not answer as it should
    ├── SignInWanted              nobody is signed in, or the session has ended
    ├── PasswordWanted            somebody signed in with a password that another gave them, and has not chosen one yet
    ├── SecondFactorWanted        a second factor is required, and has not been set up yet
    ├── ConfirmationWanted        an administrator made or changed the account, and no manager has confirmed that yet
    ├── ReasonWanted              why this session looks at a case has not been said yet; `case` is its subject's id
    └── PasswordRefused           a new password that is too easily guessed; the message says what to do

None of them carries a password, and none says whether an account of a name exists.
"""

from graph.errors import DolenError


class SignInError(DolenError):
    """Somebody is not let in."""


class SignInRefused(SignInError):
    """Name and password, or what the identity provider says, do not open an account."""


class SignInDelayed(SignInError):
    """Too many attempts in a row have failed; the next may be made in `seconds`."""

    def __init__(self, seconds: int) -> None:
        super().__init__(
            "Too many attempts to sign in have failed.",
            f"Wait {spoken(seconds)}, then try again. If it was not you, tell an administrator.",
        )
        self.seconds = seconds


class ProviderUnavailable(SignInError):
    """The identity provider cannot be reached, or does not answer as OpenID Connect says it should."""


class SignInWanted(DolenError):
    """Nobody is signed in, or the session has ended."""


class PasswordWanted(DolenError):
    """Somebody signed in with a password that another gave them, and has not chosen one of their own yet."""


class SecondFactorWanted(DolenError):
    """A second factor is required of everybody, and this account has not set up one yet."""


class ConfirmationWanted(DolenError):
    """An administrator made, reset or changed the account, and no manager has confirmed that yet."""


class ReasonWanted(DolenError):
    """Why this session looks at a case has not been said yet; `case` is the id of its subject."""

    def __init__(self, case: str) -> None:
        super().__init__("No reason for looking has been given yet.", "Say why you are looking; it goes into the log.")
        self.case = case


class PasswordRefused(DolenError):
    """A new password that is too easily guessed."""


def spoken(seconds: int) -> str:
    """A wait as a person says it: `1 second`, `40 seconds`, `3 minutes` (rounded up)."""
    if seconds <= 90:
        return "1 second" if seconds == 1 else f"{seconds} seconds"
    return f"{-(-seconds // 60)} minutes"
