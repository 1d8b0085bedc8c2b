"""Withdrawing an item, a report or a judgement, from whatever face: what was withdrawn, and what rested on it."""

from dataclasses import dataclass, replace

from api.read_session import ReadSession
from graph.model.recorded import JudgementRecord
from graph.model.view import View
from graph.queries.casework.rests_on import RESTS_ON, Resting, RestsOn


@dataclass(frozen=True)
class Withdrawn:
    """The versions by which it was withdrawn, and what rested on it as far as its author sees."""

    made: tuple[JudgementRecord, ...]
    rested: Resting


def withdraw(read_session: ReadSession, id: str, reason: str) -> Withdrawn:
    """Withdraw what has this id, whatever lens is looked through.

    Of a report, that is each item its author sees and its words. Raises what the question and the writer raise.
    """
    whole = replace(read_session, view=View(today=read_session.view.today))
    rested = whole.ask(RESTS_ON, RestsOn(id=id))
    casework = read_session.installation.casework
    match rested.what:
        case "item":
            made = [casework.withdraw_item(read_session.actor, id, reason)]
        case "report":
            made = casework.withdraw_report(read_session.actor, id, reason)
        case "judgement":
            made = [casework.withdraw(read_session.actor, id, reason)]
    read_session.installation.index.catch_up()
    return Withdrawn(tuple(made), rested)
