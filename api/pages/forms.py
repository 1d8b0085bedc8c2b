"""Forms of pages: what a browser sent, and what is wrong with it, in a sentence beside each field and at the top."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated

from fastapi import Depends, Form, Request
from starlette.datastructures import FormData

from api.web.request_context import holding_secret
from graph.errors import Changed, DolenError, NotFound, NotPermitted, ValueRefused
from graph.wording import capital, joined, wording

SECRET = [Depends(holding_secret)]
"""What every form that changes something depends on."""
Typed = Annotated[str, Form()]
"""One field of a form."""
MOST_TYPED = 200
"""Fields of a form, at most; a form has far fewer."""


@dataclass(frozen=True)
class FormSent:
    """A form as a browser sends it: its fields, each with one text."""

    fields: Mapping[str, str]

    def of(self, name: str) -> str:
        """What was typed in a field, or nothing."""
        return self.fields.get(name, "")


async def sent_form(request: Request) -> FormSent:
    """The form that was sent; files are not read."""
    form: FormData = await request.form(max_fields=MOST_TYPED, max_files=0)
    return FormSent({name: value for name, value in form.multi_items() if isinstance(value, str)})


Sent = Annotated[FormSent, Depends(sent_form)]


@dataclass(frozen=True)
class Wrong:
    """Each field that is wrong, by its id on the page, in the order shown; and why, in a sentence."""

    fields: Mapping[str, str] = field(default_factory=dict[str, str])

    def __bool__(self) -> bool:
        return bool(self.fields)

    def of(self, name: str) -> str:
        """What is wrong with a field, or nothing."""
        return self.fields.get(name, "")

    @classmethod
    def because(cls, error: DolenError, name: str, label: str = "") -> "Wrong":
        """The message of an error, shown beside a field; `label` is what the field is called, where that is said."""
        what = error.reason if isinstance(error, ValueRefused) else error.message
        said = joined(" ", (what, error.advice)) if error.advice else what
        return cls({name: capital(wording("%(label)s: %(text)s", label=label, text=said) if label else said)})


NOTHING_WRONG = Wrong()

REFUSED = (Changed, ValueRefused, NotFound, NotPermitted)
"""Why what somebody decides on a page is not recorded; the form is shown again with the reason beside it."""


def status_of(error: DolenError) -> int:
    """The status of a form that is shown again: 409 where somebody was quicker, else 422."""
    return 409 if isinstance(error, Changed) else 422
