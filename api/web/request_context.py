"""One request of one signed-in person: who they are, through which View they look, and why.

Everything that a page or a route shows of the graph is asked through `RequestContext.ask`, and so through the door.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from hmac import compare_digest
from typing import Annotated, Any, TypeVar
from urllib.parse import unquote

from fastapi import Depends, Form, Header, Query, Request

from api.accounts import (
    ConfirmationWanted,
    PasswordWanted,
    ReasonWanted,
    SecondFactorWanted,
    Session,
    SignIn,
    SignInWanted,
)
from api.accounts.reasons import clean_reason
from api.installation import Installation
from api.read_session import ReadSession
from graph.audit import Entry
from graph.errors import NotPermitted
from graph.model.view import Role, View
from graph.queries import Actor
from graph.reading.question import LARGEST_LIMIT, Answer, Answers, Ask, Parameters, Question
from graph.view.options import ViewOptions, today_in_wales

ParametersT = TypeVar("ParametersT", bound=Parameters)
AnswerT = TypeVar("AnswerT", bound=Answer)

SESSION_COOKIE = "dolen_session"
ANY_CASE = "any"
"""The case of what is about no child in particular."""

REASON_HEADER = "X-Dolen-Reason"
"""Carries the reason for one request; it is entered with what that request asks, and is not kept for the next."""

BEFORE_ONE_S_OWN_PASSWORD = frozenset({"/account/password", "/account/session", "/sign-out", "/paper.css"})
"""What opens to somebody who still has to choose a password of their own."""

BEFORE_A_SECOND_FACTOR = BEFORE_ONE_S_OWN_PASSWORD | {
    "/account/second-factor",
    "/account/second-factor/begin",
    "/account/second-factor/confirm",
    "/account/second-factor/picture",
}
"""What opens to somebody who still has to set up a second factor."""

BEFORE_A_MANAGER_CONFIRMS = BEFORE_A_SECOND_FACTOR | {"/account", "/account/notices", "/account/sign-out-everywhere"}
"""What opens to somebody whose account an administrator made or changed, and no manager has confirmed yet."""

OF_A_PARTNER = ("/partner", "/account", "/api/v1/partner")
"""The addresses that a partner opens, and those below them; Home leads there. No other page is opened to one."""

VIEW_NAMES = tuple(field.alias or name for name, field in ViewOptions.model_fields.items())
"""The options of a View as an address carries them."""


@dataclass(frozen=True)
class RequestContext:
    """One signed-in person's request."""

    request: Request
    installation: Installation
    sign_ins: SignIn
    session: Session
    options: ViewOptions
    noted: set[str] = field(default_factory=set[str], compare=False, repr=False)
    """The records of this request that were compared already with the names of accounts."""
    cases: dict[tuple[str, ...], str] = field(default_factory=dict[tuple[str, ...], str], compare=False, repr=False)
    """The case of what this request has asked about already, by ids."""
    reasons: dict[str, str] = field(default_factory=dict[str, str], compare=False, repr=False)
    """The reasons that this request has looked with already, by case."""

    def ask(
        self, question: Question[ParametersT, AnswerT], parameters: ParametersT, *, case: str | None = None
    ) -> AnswerT:
        """The answer to one question, through the door. Raises `ReasonWanted` until a reason was given for the case.

        Without `case`, it is that of the people the question is about.
        """
        ask = Ask(question, parameters)
        return self.ask_all(ask, case=case).of(ask)

    def ask_all(self, *asks: Ask[Any, Answer], case: str | None = None) -> Answers:
        """The answers to some questions about the same people, asked together. Raises as `ask` does."""
        if case is None:
            about = [subject for ask in asks for subject in ask.parameters.subjects()]
            case = self.case_of(about, each=any(ask.question.each_case for ask in asks))
        return self.read_session(case).ask_all(*asks)

    def case_of(self, ids: Iterable[str], *, each: bool = False) -> str:
        """The case of what is asked about these ids, of which a reason was given.

        A child is a case. Of several children asked about together, one with a reason is enough, unless `each` needs
        one. What is about no child visible here is of any case. Raises `ReasonWanted`, naming the first case without
        a reason.
        """
        if self.sent_reason:
            return ANY_CASE
        about = tuple(dict.fromkeys(ids))
        if each:
            return self._case_of(about, each=True)
        if about not in self.cases:
            self.cases[about] = self._case_of(about, each=False)
        return self.cases[about]

    def _case_of(self, about: tuple[str, ...], *, each: bool) -> str:
        given = self.sign_ins.cases_given(self.session)
        named = [id for id in about if id in given]
        if named and (not each or len(named) == len(about)):
            return named[0]
        reader = self.session.account.reader()
        children = self.installation.door.children_among(reader, self.view, about)
        known = [next((record for record in records if record in given), None) for records in children]
        for records, reason in zip(children, known, strict=True):
            if reason is None and (each or not any(known)):
                raise ReasonWanted(records[0])
        return next((case for case in known if case is not None), ANY_CASE)

    def read_session_of(self, ids: Iterable[str], *, each: bool = False) -> ReadSession:
        """This person's look at these ids together. Raises as `case_of` and `read_session` do."""
        return self.read_session(self.case_of(ids, each=each))

    def read_session(self, case: str) -> ReadSession:
        """This person's look at a case, for the reason sent with the request or else given for the case.

        Raises `ReasonWanted` where there is none, `ValueRefused` where the one that was sent says nothing.
        """
        reason = self.sent_reason or self.reasons.get(case) or self.sign_ins.reason_for(self.session, case)
        if reason is None:
            raise ReasonWanted(case)
        self.reasons[case] = reason
        account = self.session.account
        return ReadSession(
            self.installation, Actor(account.reader(), account.name, reason), self.view, noted=self.noted
        )

    @property
    def sent_reason(self) -> str:
        """Why this very request is made, where its sender says so (percent-encoded UTF-8). Raises `ValueRefused`."""
        sent = self.request.headers.get(REASON_HEADER)
        return "" if sent is None else clean_reason(unquote(sent))

    def enter_refusal(self) -> None:
        """Enter that this request was refused for the role. Raises `AuditUnavailable`."""
        place = re.sub(r"/\{[^}]*\}", "", self.request.scope["route"].path)
        self.installation.log.enter(
            Entry(
                who=self.session.account.name,
                action="refuse",
                question=f"{self.request.method} {place}",
                subjects=tuple(str(value) for value in self.request.path_params.values() if str(value).strip()),
                outcome="refused",
            )
        )

    @property
    def view(self) -> View:
        """The View chosen in the address. Raises `ValueRefused` naming the option."""
        return self.options.view(today_in_wales())

    @property
    def role(self) -> Role:
        """The role of the account."""
        return self.session.account.role


def read_options(request: Request) -> ViewOptions:
    """The View's options in a request's address. Raises `ValueRefused`."""
    given: dict[str, object] = {}
    for name in VIEW_NAMES:
        values = request.query_params.getlist(name)
        if values:
            given[name] = (
                tuple(origin for value in values for origin in value.split()) if name == "without" else values[-1]
            )
    return ViewOptions.read({name: value for name, value in given.items() if value != ""})


def visit(request: Request) -> RequestContext:
    """The visit of the signed-in person. Raises `SignInWanted`, and `PasswordWanted` except where a password is
    chosen."""
    known: RequestContext | None = getattr(request.state, "visit", None)
    if known is not None:
        return known
    sign_ins: SignIn = request.app.state.sign_ins
    token = request.cookies.get(SESSION_COOKIE, "")
    session = sign_ins.resume(token) if token else None
    if session is None:
        raise SignInWanted("You are not signed in, or your session has ended.", "Sign in to go on.")
    if session.must_choose and request.url.path not in BEFORE_ONE_S_OWN_PASSWORD:
        raise PasswordWanted(
            "Your password was given to you by somebody else.", "Choose one that only you know; then go on."
        )
    if request.url.path not in BEFORE_A_SECOND_FACTOR and sign_ins.wants_second_factor(session.account):
        raise SecondFactorWanted("A code from an app is required at each sign-in here.", "Set up an app for it first.")
    request.state.session = session
    if not session.account.confirmed and request.url.path not in BEFORE_A_MANAGER_CONFIRMS:
        raise ConfirmationWanted(
            "An administrator made or changed your account, and a manager is to confirm it.", "Ask a manager to do so."
        )
    request.state.context = RequestContext(
        request, request.app.state.installation, sign_ins, session, read_options(request)
    )
    if session.account.role == "partner" and not _opens_to_a_partner(request.url.path):
        raise refused_to(request.state.context)
    return request.state.context


def _opens_to_a_partner(path: str) -> bool:
    below = any(path == each or path.startswith(f"{each}/") for each in OF_A_PARTNER)
    return below or path in {"/", "/sign-out", "/paper.css"}


def refused_to(who: RequestContext) -> NotPermitted:
    """What somebody is answered whose role does not open a page; it is entered as refused."""
    who.enter_refusal()
    return NotPermitted(f"The role {who.role!r} does not open this page.", "Ask a manager for the role that you need.")


def visit_as(*roles: Role) -> Callable[[Request], RequestContext]:
    """The visit of somebody in one of these roles; anybody else's is entered as refused, and raises `NotPermitted`."""

    def allowed(request: Request) -> RequestContext:
        who = visit(request)
        if who.role not in roles:
            raise refused_to(who)
        return who

    return allowed


reading = visit_as("analyst", "chair", "manager")
"""Somebody who reads intelligence."""


def holding_secret(
    who: Annotated[RequestContext, Depends(visit)],
    csrf: Annotated[str, Form()] = "",
    x_csrf_token: Annotated[str, Header()] = "",
) -> None:
    """A form that changes something carries its session's secret. Raises `NotPermitted`."""
    hold_secret(who, csrf or x_csrf_token)


def holding_secret_in_header(
    who: Annotated[RequestContext, Depends(visit)], x_csrf_token: Annotated[str, Header()] = ""
) -> None:
    """A program that changes something sends its session's secret in a header. Raises `NotPermitted`."""
    hold_secret(who, x_csrf_token)


def hold_secret(who: RequestContext, secret: str) -> None:
    """Raises `NotPermitted` where this is not the secret of the session."""
    if not compare_digest(secret.encode(), who.session.csrf.encode()):
        raise NotPermitted("This form does not belong to your session.", "Go back, reload the page and try again.")


Reading = Annotated[RequestContext, Depends(reading)]
"""The request of somebody who reads intelligence."""

Anybody = Annotated[RequestContext, Depends(visit)]
"""The request of anybody who is signed in, of a partner too."""

Limit = Annotated[int, Query(ge=1, le=LARGEST_LIMIT)]
"""How many lines a list shows."""
