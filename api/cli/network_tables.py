"""Answers about networks as lines for people. Every list says how many lines there are in all."""

from collections.abc import Callable
from textwrap import wrap

from rich.markup import escape

from api.cli.context import out
from api.cli.tables import counted, hop_words, named_with_categories, strength_word
from api.services.find_entity import label_with_refs
from graph.queries.linking.bridges import Bridges
from graph.queries.linking.calls import Calls, PhoneOfCalls
from graph.queries.linking.case_groups import CaseGroups
from graph.queries.linking.connecting_network import ConnectingNetwork, NetworkShown
from graph.queries.linking.missing_together import AwayTogether, MissingTogether
from graph.reading.parts import EntityRef
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


def show_connecting(answer: ConnectingNetwork, most: int) -> None:
    """Each network: what lies between those asked about, and the items behind each link."""
    for each in answer.avoided:
        _say(f"Avoided: {label_with_refs(each)}.")
    if answer.between is None:
        _say(f"No network with at most {counted(most, 'other')} between them connects all of these.")
        return
    count = f"at least {answer.total}" if answer.at_least else str(answer.total)
    others = counted(answer.between, "other") if answer.between else "nobody and nothing else"
    out.print(f"Smallest: {others} between them; {answer.shown} of {count} such networks, strongest first.")
    called = named_with_categories(answer.children)
    for number, network in enumerate(answer.networks, 1):
        out.print()
        _show_network(network, number, called)
    out.print(f"\n{NOT_RESPONSIBILITY}")


def _show_network(network: NetworkShown, number: int, called: Callable[[EntityRef], str]) -> None:
    entities = {each.id: each for each in network.entities}
    common = {each.id for each in network.common}
    between = "; ".join(
        f"{entities[id].kind} {called(entities[id])}{' (a common place)' if id in common else ''}"
        for id in network.between
    )
    weakest = Grade.parse(network.weakest).shown
    _say(f"{number}. {strength_word(network.strength)}, weakest grade {weakest}: {between or 'linked directly'}")
    for link in network.links:
        ends = f"{label_with_refs(entities[link.start])} and {label_with_refs(entities[link.end])}"
        _say(f"- {ends}: {hop_words(link)}both named in {', '.join(link.items)}")


def show_case_groups(answer: CaseGroups) -> None:
    """Each group of children, how strong the weakest link is that holds it together, and these links."""
    _show_compared(answer.children, answer.left_out, answer.gone)
    out.print(f"Groups: {answer.shown} of {answer.total}, the largest first; {answer.alone} in none.", highlight=False)
    for number, group in enumerate(answer.groups, 1):
        names = {each.entity.id: label_with_refs(each.entity) for each in group.children}
        out.print()
        weakest = strength_word(group.strength)
        _say(f"{number}. {_children(len(group.children))}, held together by links that are {weakest} or better:")
        _say(
            "; ".join(f"{names[each.entity.id]}, {seraf_words(each.category, each.ceiling)}" for each in group.children)
        )
        for link in group.links:
            refs = sorted({ref for via in link.linked.via for half in via.items for ref in half})
            _say(f"- {names[link.start]} and {names[link.linked.id]}: {link.linked.sentence} [{', '.join(refs)}]")
        if group.total > group.shown:
            _say(f"({group.shown} of {group.total} links shown, strongest first)")
    out.print(f"\n{NOT_RESPONSIBILITY}")


def show_bridges(answer: Bridges) -> None:
    """Each bridge, the parts that it holds together, and the items that name it with children of each."""
    _show_compared(answer.children, answer.left_out, answer.gone)
    out.print(f"Bridges: {answer.shown} of {answer.total}, those that separate most children first.", highlight=False)
    if answer.not_listed:
        _say(f"{answer.not_listed} not listed: may be under 18, or no age is known.")
    for number, bridge in enumerate(answer.bridges, 1):
        out.print()
        _say(f"{number}. {bridge.entity.kind} {label_with_refs(bridge.entity)}: {len(bridge.parts)} parts without it")
        for part in bridge.parts:
            named = "; ".join(f"{label_with_refs(each.child)} [{', '.join(each.items)}]" for each in part.named)
            more = f" and {part.total - part.shown} more" if part.total > part.shown else ""
            _say(f"- {_children(part.children)}: named with it {named}{more}")
    out.print(f"\n{NOT_RESPONSIBILITY}")


def _show_compared(children: int, left_out: int, gone: int) -> None:
    _say(f"{_children(children)} compared.")
    if left_out:
        _say(f"{left_out:,} more children of these categories are left out: only so many are compared at once.")
    if gone:
        _say(f"{gone} given that are no child that you may see.")


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


def _children(number: int) -> str:
    return "1 child" if number == 1 else f"{number:,} children"
