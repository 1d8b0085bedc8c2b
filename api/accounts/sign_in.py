"""Signing in: passwords, sessions, signing out, and saying why one looks at a case.

Each sign-in, refusal, sign-out, change of password and reason is entered in the audit log before its answer leaves.
What is typed into the password field is entered nowhere; nor is a name that no account has, because people type their
password into the wrong field. An attempt made during a wait is turned away without an entry: the entry of the failure
that began the wait says when it ends.
"""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import replace

from sqlalchemy import Engine

from api.accounts.account import Account
from api.accounts.accounts import Accounts
from api.accounts.backoff import OF_PAIR
from api.accounts.errors import PasswordRefused, SignInRefused, spoken
from api.accounts.held_compartments import NOBODY
from api.accounts.known_devices import Devices
from api.accounts.password_rules import normal_form, refuse_weak
from api.accounts.passwords import Passwords
from api.accounts.rate_limit import Attempt, Attempts
from api.accounts.reasons import clean_reason
from api.accounts.sealed_rows import sealed_account
from api.accounts.second_factor import SecondFactors, second_factor_key
from api.accounts.session_limits import SessionLimits
from api.accounts.sessions import OpenedSession, Session, Sessions
from api.accounts.tables import SESSIONS
from graph.audit import AuditLog, Entry, Outcome
from graph.audit.entry import storable
from graph.settings import Settings


class SignIn:
    """Who may come in, and who is in. `clock` gives UTC milliseconds. Threads may share one.

    Every method but `resume`, `sessions_of`, `reason_for` and `cases_given` raises `AuditUnavailable` where it cannot
    be entered, and then has no effect.
    """

    def __init__(
        self,
        sql: Engine,
        log: AuditLog,
        settings: Settings,
        clock: Callable[[], int],
        passwords: Passwords | None = None,
    ) -> None:
        self.accounts = Accounts(sql, clock)
        self._log = log
        self._clock = clock
        self._attempts = Attempts(sql, clock)
        self._devices = Devices(sql)
        self._passwords = passwords or Passwords(sql)
        self._sessions = Sessions(sql, SessionLimits.of(settings))
        self.second_factors = SecondFactors(sql, second_factor_key(settings))
        self._required = settings.second_factor == "required"

    def sign_in(self, name: str, password: str, address: str, device: str = "", code: str = "") -> OpenedSession:
        """Let somebody in who gives a name and its password, from a network address (for the log and for delays).

        `code` is that of the account's device, or a recovery code, where it has a second factor.

        `device` is the token that the browser has from an earlier sign-in: it lets the account's owner pass the waits
        that others cause.

        Raises `SignInRefused` for a wrong password, an unknown name, a disabled account or one without a password, all
        in the same words and after the same time; `SignInDelayed` after too many failures.
        """
        account = self.accounts.find(name)
        attempt = self._attempts.begin(name, address, self._devices.known(device, account, self._clock()))
        right = self._passwords.fits(account, password)
        if not right or account is None or account.disabled or not self._has_proved(account, code):
            self._enter_failure("sign-in", NOBODY if account is None else account.name, address, attempt)
            raise SignInRefused(
                "The name, the password and the code do not go together.",
                "Check them, and try again. The code is only for those who have set up an app for it.",
            )
        opened = self.admit(account, address, "password", must_choose=self._passwords.is_temporary(account))
        self._attempts.succeeded(attempt)
        if self._passwords.is_outdated(account):
            with self._changed(account, "hash password again"):
                self._passwords.keep_up(account, password)
        return replace(opened, device=self._devices.remember(device, account, self._clock()))

    def wants_second_factor(self, account: Account) -> bool:
        """Whether the account has to set up a second factor before anything else (`DOLEN_SECOND_FACTOR=required`).

        An account that signs in only through the identity provider is asked for its second factor there.
        """
        return self._required and self._passwords.has(account) and not self.second_factors.has(account)

    def begin_second_factor(self, session: Session) -> None:
        """Make the secret of a second factor, which counts once a code has confirmed it."""
        with self._changed(session.account, "begin second factor"):
            self.second_factors.begin(session.account)

    def confirm_second_factor(self, session: Session, code: str) -> tuple[str, ...]:
        """Ask for a code at each sign-in from now on; returns recovery codes, which are not to be had again.

        Raises `SignInRefused` where the code is not right, `SignInDelayed` after too many.
        """
        attempt = self._attempts.begin(session.account.name, session.address)
        if not self.second_factors.proves(session.account, code, self._clock()):
            self._enter_failure("confirm second factor", session.account.name, session.address, attempt)
            raise SignInRefused("The code is not right.", "Type the one that your app shows now.")
        self._attempts.succeeded(attempt)
        with self._changed(session.account, "confirm second factor"):
            return self.second_factors.put_into_use(session.account, self._clock())

    def remove_second_factor(self, session: Session, password: str) -> None:
        """Ask no code of the account any more, for its password. Raises as `change_password`."""
        attempt = self._attempts.begin(session.account.name, session.address)
        if not self._passwords.fits(session.account, password):
            self._enter_failure("remove second factor", session.account.name, session.address, attempt)
            raise SignInRefused("The password is not right.", "Nothing was changed. Try again.")
        self._attempts.succeeded(attempt)
        with self._changed(session.account, "remove second factor"):
            self.second_factors.remove(session.account)

    def _has_proved(self, account: Account, code: str) -> bool:
        """Whether the code is one of the account's, or none is asked of it. A recovery code is used up."""
        factors = self.second_factors
        if not factors.has(account) or factors.fits(account, code, self._clock()):
            return True
        if not factors.is_recovery_code(account, code):
            return False
        with self._changed(account, "use recovery code"):
            return factors.use_recovery_code(account, code)

    def admit(self, account: Account, address: str, how: str, *, must_choose: bool = False) -> OpenedSession:
        """Begin a session for an account that has shown who it is; the caller has seen to that.

        With `must_choose` it opens nothing until `change_password`.
        """
        self._enter(account.name, "sign-in", words=f"by {how}, from {address}")
        return self._sessions.open(account, storable(address), self._clock(), must_choose=must_choose)

    def turn_away(self, account: Account | None, address: str, how: str, why: str) -> None:
        """Enter that somebody was not let in who came another way than with a password."""
        said = f"by {how}, from {address}: {why}"
        self._enter(NOBODY if account is None else account.name, "sign-in", words=said, outcome="refused")

    def resume(self, token: str) -> Session | None:
        """The session of this token, with the account as it now is; None where it has ended or never was."""
        return self._sessions.resume(token, self._clock())

    def sign_out(self, session: Session) -> None:
        """End one session; one that has ended stays so."""
        self._enter(session.account.name, "sign-out")
        self._sessions.end(SESSIONS.c.id == session.id)

    def sign_out_everywhere(self, account: Account) -> None:
        """End every session of an account."""
        self._enter(account.name, "sign-out everywhere")
        self._sessions.end(SESSIONS.c.account == account.name)

    def sessions_of(self, account: Account) -> tuple[Session, ...]:
        """Where an account is signed in, the newest first."""
        return self._sessions.of(account, self._clock())

    def reason_for(self, session: Session, case: str) -> str | None:
        """Why this session looks at a case (the id of its subject), or None where that is still to be asked."""
        return self._sessions.reasons(session).get(storable(case))

    def cases_given(self, session: Session) -> frozenset[str]:
        """The cases for which this session has given a reason."""
        return frozenset(self._sessions.reasons(session))

    def give_reason(self, session: Session, case: str, reason: str) -> str:
        """Keep why this session looks at a case until the session ends; gives the reason as kept, its spaces single.

        Raises `ValueRefused` where it says nothing (`api.accounts.reasons`) or too much, `NotPermitted` where the
        session has ended meanwhile.
        """
        cleaned = clean_reason(reason)
        self._enter(session.account.name, "reason", subjects=(case,), reason=cleaned)
        self._sessions.keep_reason(session, storable(case), cleaned)
        return cleaned

    def change_password(self, account: Account, old: str, new: str, keep: Session | None = None) -> None:
        """Give an account a new password for its old one, and end its sessions but the one that is to be kept.

        Raises `SignInRefused` where the old one is wrong, which counts as a failed attempt at the account;
        `SignInDelayed` after too many; `PasswordRefused` where the new one is too easily guessed, or is the old one.
        """
        refuse_weak(new, account)
        address = "" if keep is None else keep.address
        attempt = self._attempts.begin(account.name, address)
        if not self._passwords.fits(account, old):
            self._enter_failure("change password", account.name, address, attempt)
            raise SignInRefused("The present password is not right.", "Nothing was changed. Try again.")
        self._attempts.succeeded(attempt)
        if normal_form(new) == normal_form(old):
            raise PasswordRefused("The new password is the present one.", "Choose another.")
        with self._changed(account, "change password"):
            self._passwords.choose(account, new, self._clock(), keep_session="" if keep is None else keep.id)

    @contextmanager
    def _changed(self, account: Account, question: str) -> Generator[None]:
        entry = Entry(who=account.name, action="administer", question=question, subjects=(account.name,))
        with self._log.change(entry, (sealed_account(account.name),)):
            yield

    def _enter_failure(self, question: str, who: str, address: str, attempt: Attempt) -> None:
        wait = OF_PAIR.wait(attempt.failures) // 1000
        said = f"failed attempt {attempt.failures} in a row, from {address}"
        said += f"; the next is looked at in {spoken(wait)}" if wait else ""
        self._enter(who, question, words=said, outcome="refused")

    def _enter(
        self,
        who: str,
        question: str,
        *,
        subjects: tuple[str, ...] = (),
        reason: str = "",
        words: str = "",
        outcome: Outcome = "allowed",
    ) -> None:
        self._log.enter(
            Entry(
                who=who,
                action="administer",
                question=question,
                subjects=subjects,
                reason=reason,
                words=words,
                outcome=outcome,
            )
        )
