"""What is checked before a picture or a review is shared: to share is to disclose."""

from collections.abc import Collection, Iterable

from api.read_session import ReadSession
from graph.audit import Entry
from graph.errors import NotPermitted, ValueRefused
from graph.queries.charts.links_among import EntityAmong
from graph.rules.names_in_text import Called, named_in


def refuse_unseen(read_session: ReadSession, subject: str, unseen: Collection[str], advice: str) -> None:
    """Raises `NotPermitted`, and logs the refusal, where sharing would name somebody the sharer cannot see now."""
    if not unseen:
        return
    read_session.installation.log.enter(
        Entry(
            who=read_session.actor.who,
            action="refuse",
            question="share",
            subjects=(subject,),
            outcome="refused",
        )
    )
    raise NotPermitted(
        "Somebody or something that you put into it is not in what you may see now, so that it cannot be shared.",
        advice,
    )


def refuse_name(field: str, text: str, entities: Iterable[EntityAmong]) -> None:
    """Raises `ValueRefused` where words that every recipient reads name somebody or something that it is about."""
    called = (Called(each.entity.kind, each.entity.label, each.entity.refs) for each in entities)
    if (named := named_in(text, called)) is not None:
        raise ValueRefused(
            field,
            text,
            f"it names {named}, and everybody it is shared with reads it.",
            "Give it a name that names nobody in it.",
        )
