"""Answers about networks as lines for people. Every list says how many lines there are in all."""

from textwrap import wrap

from rich.markup import escape

from api.cli.context import out
from api.cli.tables import counted
from api.services.find_entity import label_with_refs
from graph.queries.linking.calls import Calls, PhoneOfCalls
from graph.queries.linking.missing_together import AwayTogether, MissingTogether
from graph.rules.category_words import seraf_words
from graph.rules.roles import NOT_RESPONSIBILITY
from graph.values.grade import Grade
from graph.values.when import written_moment


def show_calls(answer: Calls) -> None:
    """The phones with who uses them, how often each called which, those that several share, and each call."""
    names = {each.phone.id: each.phone.label for each in answer.phones}
    for person in answer.without:
        _say(f"No item states a phone of {label_with_refs(person)}.")
    for each in answer.phones:
        _say(f"{label_with_refs(each.phone)}{' (asked)' if each.asked else ''}: {_users(each)}")
    out.print(f"\nWhich phone called which ({len(answer.between)} of {answer.between_total}), most calls first:")
    for pair in answer.between:
        last = "" if pair.last is None else f", last {written_moment(pair.last)}"
        weakest = Grade.parse(pair.weakest).shown
        _say(f"- {names[pair.caller]} → {names[pair.called]}: {counted(pair.calls, 'call')}{last}; weakest {weakest}")
    out.print(f"\nOther phones ({len(answer.with_others)} of {answer.with_total}), those shared by most first:")
    for other in answer.with_others:
        shared = ", ".join(names[phone] for phone in other.others)
        _say(f"- {names[other.phone]}: {counted(other.calls, 'call')} with {shared}")
    out.print(f"\nCalls ({answer.shown} of {answer.total}), the newest first:")
    for call in answer.calls:
        at = "not timed" if call.at is None else written_moment(call.at)
        length = "" if call.seconds is None else f", {counted(call.seconds, 'second')}"
        _say(f"- {at}: {names[call.caller]} → {names[call.called]}{length} [{', '.join(call.items)}]")
    if answer.untimed:
        _say(f"{counted(answer.untimed, 'call')} left out, because no item states when.")
    out.print(f"\n{NOT_RESPONSIBILITY}")


def show_missing_together(answer: MissingTogether) -> None:
    """Each other child, and each time that both may have been away."""
    _say(f"{label_with_refs(answer.child)}: {counted(answer.episodes, 'missing episode')}.")
    out.print(f"Missing while this child was: {answer.shown} of {answer.total}, most often first.", highlight=False)
    for other in answer.others:
        beside = seraf_words(other.category, other.ceiling)
        _say(f"- {label_with_refs(other.child)} · {beside}: {counted(len(other.times), 'time')}")
        for time in other.times:
            _say(f"  {_when(time)} [{', '.join(sorted({*time.own, *time.other}))}]")
    out.print(f"\n{NOT_RESPONSIBILITY}")


def _when(time: AwayTogether) -> str:
    if time.since is None or time.until is None:
        at = "not dated"
    elif time.since == time.until:
        at = written_moment(time.since)
    else:
        at = f"{written_moment(time.since)} to {written_moment(time.until)}"
    return (
        at
        + (", one item reports both" if time.one_item else "")
        + (", one item ends both" if time.ended_together else "")
    )


def _users(phone: PhoneOfCalls) -> str:
    if not phone.users:
        return "no item states who uses it"
    return "used by " + "; ".join(f"{label_with_refs(each.person)} [{', '.join(each.items)}]" for each in phone.users)


def _say(text: str) -> None:
    """A line, wrapped so that nothing is cut."""
    for line in wrap(text, 78, subsequent_indent="   ", break_on_hyphens=False):
        out.print(escape(line), highlight=False)
