"""Accounts: who may come in, who is in, and the Reader that the door is given for them."""

from api.accounts.account import ACCOUNT_ROLES, Account, AccountRole
from api.accounts.account_keeper import AccountKeeper
from api.accounts.accounts import Accounts
from api.accounts.administration import Administration
from api.accounts.compartments import Compartments
from api.accounts.errors import (
    ConfirmationWanted,
    PasswordRefused,
    PasswordWanted,
    ProviderUnavailable,
    ReasonWanted,
    SecondFactorWanted,
    SignInDelayed,
    SignInError,
    SignInRefused,
    SignInWanted,
)
from api.accounts.sessions import OpenedSession, Session
from api.accounts.sign_in import SignIn

__all__ = [
    "ACCOUNT_ROLES",
    "Account",
    "AccountKeeper",
    "AccountRole",
    "Accounts",
    "Administration",
    "Compartments",
    "ConfirmationWanted",
    "OpenedSession",
    "PasswordRefused",
    "PasswordWanted",
    "ProviderUnavailable",
    "ReasonWanted",
    "SecondFactorWanted",
    "Session",
    "SignIn",
    "SignInDelayed",
    "SignInError",
    "SignInRefused",
    "SignInWanted",
]
