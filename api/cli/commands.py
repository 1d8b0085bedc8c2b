"""Every command of `dolen`, with its line of help and the module that holds it, which is imported when it is used.

Importing all of them at every start takes many times longer than most commands. A test compares the lines of help with
those of the commands themselves. `demo` and `bench` stand outside the program, which imports neither: this table names
their modules as text, and they are imported only when they are run (decision 23).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any, cast

from typer import Typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_group


@dataclass(frozen=True)
class Listed:
    """One line of `dolen --help`. `app` is the name of the `Typer` in `module`; a `group` is all of that."""

    module: str
    app: str
    help: str
    group: bool = False


_QUERY, _KEEP = ("api.cli.query", "query_app"), ("api.cli.maintenance", "maintenance_app")
_NETWORK = ("api.cli.networks", "networks_app")
_CASE = ("api.cli.casework",)
_DECIDE = ("api.cli.decisions", "decisions_app")

COMMANDS: dict[str, Listed] = {
    "demo": Listed(
        "demo.command",
        "demo_app",
        "Load a fictional force, show the children linked with one of its children, draw them, and serve the pages.",
    ),
    "map": Listed(
        "api.cli.map",
        "map_app",
        "Draw the children linked with one child or several, or what is named with any other entity.",
    ),
    "ingest": Listed(
        "api.cli.ingest",
        "ingest_app",
        "Load files of recorded intelligence. Refused rows go to a quarantine file, to be corrected and loaded again.",
    ),
    "log": Listed(
        "api.cli.log",
        "log_app",
        "Record items that are typed or pasted, with what they mention, and say at once what they change.",
    ),
    "look": Listed(
        "api.cli.ingest",
        "ingest_app",
        "Show a file's format, columns and first rows, and a draft mapping. Nothing is loaded.",
    ),
    "mappings": Listed("api.cli.ingest", "ingest_app", "The mappings that `--mapping` knows by name."),
    "search": Listed(
        *_QUERY,
        "Find people, places, vehicles, phones, accounts, organisations and reports: whole, in part or mistyped.",
    ),
    "show": Listed(*_QUERY, "What is recorded of one child, adult, premises, vehicle, phone, account or report."),
    "linked": Listed(
        *_QUERY,
        "Which other children's cases are linked with this child's, through which people and things, how strongly.",
    ),
    "shared": Listed(*_QUERY, "Which adults, premises, vehicles or phones this child shares with other children."),
    "paths": Listed(*_QUERY, "The shortest chains of recorded links between two entities."),
    "premises": Listed(
        "api.cli.premises",
        "premises_app",
        "Premises ranked by how many children they connect and by the evidence; those of concern, and searches.",
        group=True,
    ),
    "adults": Listed(*_QUERY, "Adults ranked by how many children they are named with and by the evidence."),
    "vehicles": Listed(*_QUERY, "Vehicles ranked by how many children they are named with and by the evidence."),
    "phones": Listed(
        *_QUERY, "Phones and accounts ranked by how many children they are named with and by the evidence."
    ),
    "not-known-yet": Listed(
        "api.cli.enquiry",
        "not_known_yet_app",
        "Unidentified adults, partial plates, phones without a user, ungraded items; and who finds it out.",
    ),
    "enquiry": Listed(
        "api.cli.enquiry",
        "enquiry_app",
        "What somebody is to find out by a day, such as who an unidentified adult is.",
        group=True,
    ),
    "calls": Listed(
        *_NETWORK,
        "Which phones call which, which are called most often, which several share; around an event if one is given.",
    ),
    "missing-together": Listed(
        *_NETWORK, "Which children were missing while this child was, how often, and by which items."
    ),
    "connect": Listed(
        *_NETWORK, "The smallest networks of recorded links that connect three or more people or things."
    ),
    "case-groups": Listed(
        *_NETWORK,
        "Which children's cases hang together as one, through which links, and how strong the weakest of them is.",
    ),
    "bridges": Listed(
        *_NETWORK, "Who or what, removed, separates children's cases from one another, and by which items."
    ),
    "evidence": Listed(*_QUERY, "The items of intelligence behind the link between two entities, with their grades."),
    "same": Listed(*_DECIDE, "Decide that two records are one person, or one place."),
    "not-same": Listed(*_DECIDE, "Decide that two records are not one, whatever identifier they share."),
    "undo": Listed(*_DECIDE, "Reverse a decision: it no longer applies, and stays in the record."),
    "withdraw": Listed(
        *_DECIDE,
        "Withdraw an item, a whole report or a judgement, and say what rested on it; loading again restores nothing.",
    ),
    "rests-on": Listed(
        *_DECIDE, "What people decided because of an item, a report or a judgement, and who withdrew it."
    ),
    "what-if": Listed(
        "api.cli.what_if",
        "what_if_app",
        "Which links between children, and which judgements, rest on a source (--without), a report or a decision.",
    ),
    "decisions": Listed(*_DECIDE, "Who decided what about whether records are one, when and why."),
    "duplicates": Listed(
        "api.cli.duplicates",
        "duplicates_app",
        "References that mean more than one item, and which of them stands.",
        group=True,
    ),
    "serve": Listed("api.cli.serve", "serve_app", "Serve the pages and the JSON API until stopped (Ctrl+C)."),
    "init": Listed(
        *_KEEP,
        "Make the data folder, the log's key and the graph's schema ready; doing it again changes nothing.",
    ),
    "doctor": Listed(*_KEEP, "Say what works and what is missing, and what to do about it."),
    "index": Listed(
        *_KEEP,
        "Bring the search index and the projection up to date, or rebuild both. They are derived: nothing is lost.",
    ),
    "backup": Listed(
        "api.cli.backup",
        "backup_app",
        "Write everything that is recorded into one file, while others work; or check such a file with --verify.",
    ),
    "restore": Listed(
        "api.cli.backup",
        "backup_app",
        "Restore a backup into an installation that holds nothing, on either engine.",
    ),
    "erase": Listed(
        "api.cli.erase",
        "erase_app",
        "Erase records for good, with what repeats them; the log keeps who, when and why. Show first what would go.",
    ),
    "retention": Listed(
        "api.cli.erase",
        "erase_app",
        "Whose records are due for review, by the groups and years of the settings. Nothing is erased by itself.",
    ),
    "audit": Listed(
        "api.cli.maintenance",
        "audit_app",
        "The audit log: who viewed, changed or shared what, and why.",
        group=True,
    ),
    "user": Listed(
        "api.cli.accounts",
        "user_app",
        "Accounts: who may sign in, in which role and compartments.",
        group=True,
    ),
    "compartment": Listed(
        "api.cli.accounts",
        "compartment_app",
        "Compartments: records that only their members read.",
        group=True,
    ),
    "bench": Listed(
        "bench.command",
        "bench_app",
        "Measure Dolen on a fictional force: loading, linking, questions, search, pages, explorer, start, alerts.",
    ),
    "seraf": Listed(
        "api.cli.seraf",
        "seraf_app",
        "The Sexual Exploitation Risk Assessment Framework (protocol §5.7).",
        group=True,
    ),
    "notice": Listed(
        "api.cli.notice",
        "notice_app",
        "Abduction notices (protocol Appendix 3): grounds, drafts, service, and what falls due. A person decides.",
        group=True,
    ),
    "options": Listed(
        "api.cli.disruption",
        "options_app",
        "Options for protecting children: which appear to have grounds, what is missing, and what was tried.",
    ),
    "disruption": Listed(
        "api.cli.disruption",
        "disruption_app",
        "Options that were considered or used, with what came of each.",
        group=True,
    ),
    "network": Listed(*_CASE, "network_app", "Who works with a child, or with an adult (protocol §5.9.4).", group=True),
    "legal-status": Listed(*_CASE, "legal_status_app", "A child's legal status, from when and until when.", group=True),
    "placement": Listed(*_CASE, "placement_app", "Where a child lives, and in which household.", group=True),
    "responsibility": Listed(
        *_CASE, "responsibility_app", "The authority responsible for a child, and the host authority.", group=True
    ),
    "lead": Listed(
        *_CASE,
        "lead_app",
        "The register of lead contacts of the ten agencies (protocol Appendix 1).",
        group=True,
    ),
    "referral": Listed(
        *_CASE,
        "referral_app",
        "Referrals to Social Services, of children recorded or not yet (protocol §5.5).",
        group=True,
    ),
    "discussion": Listed(
        *_CASE, "discussion_app", "Strategy discussions of Social Services and police (protocol §5.8).", group=True
    ),
    "meeting": Listed("api.cli.meeting", "meeting_app", "Strategy meetings over children (protocol §5.9).", group=True),
    "part": Listed(
        "api.cli.meeting",
        "part_app",
        "What a meeting recorded of each child and adult (protocol §5.9.5).",
        group=True,
    ),
    "risk": Listed(
        "api.cli.meeting", "risk_app", "Risks of a child in a strategy meeting (protocol §5.9.5).", group=True
    ),
    "action": Listed(
        "api.cli.meeting",
        "action_app",
        "Actions of a strategy meeting, each with its owner (protocol §5.9.5).",
        group=True,
    ),
    "plan": Listed("api.cli.meeting", "plan_app", "The plan for a child (protocol §5.9.5, §5.9.6).", group=True),
    "recipient": Listed(
        "api.cli.disclosure",
        "recipient_app",
        "Recipients of disclosures, and what each may receive (protocol §4).",
        group=True,
    ),
    "disclosure": Listed(
        "api.cli.disclosure",
        "disclosure_app",
        "What was shared or refused, who received it and why (protocol §4).",
        group=True,
    ),
    "sanitise": Listed(
        "api.cli.sanitise",
        "sanitise_app",
        "Make a new item, in words that may be shared, of one that others may not read; recorded as a disclosure.",
    ),
    "missing-sheet": Listed(
        "api.cli.pack",
        "pack_app",
        "Write the sheet of a child who is missing, on one page, for who looks for them; recorded as a disclosure.",
    ),
    "pack": Listed(
        "api.cli.pack",
        "pack_app",
        "Write the pack of a strategy meeting, for yourself or for a recipient, with the words of what it cites.",
    ),
    "alerts": Listed(
        "api.cli.alerts",
        "alerts_app",
        "What new items and decisions change: links new and lost, contact after a notice, a basis that was withdrawn.",
    ),
    "watch": Listed(
        "api.cli.watch",
        "watch_app",
        "What you watch: a person, a plate with `?`, a phone, premises, an account or an area; yours alone.",
        group=True,
    ),
    "due": Listed(
        *_CASE,
        "due_app",
        "What is due and overdue, and who does it: assessments, discussions, reviews, actions (protocol §5.6 to §5.9).",
    ),
    "deputy": Listed(
        *_CASE,
        "deputy_app",
        "Who stands in for a lead contact, a chair or the owner of actions, from one day until another.",
        group=True,
    ),
    "partner": Listed(
        "api.cli.partner",
        "partner_app",
        "Forms that partner agencies sent: to be graded and accepted, or declined.",
        group=True,
    ),
    "monitoring": Listed(
        "api.cli.monitoring",
        "monitoring_app",
        "Figures for monitoring: meetings, children, clocks, deficits in service, before and after plans.",
    ),
    "clock": Listed("api.cli.clock", "clock_app", "By when something is due (protocol §5.6, §5.8).", group=True),
}
"""In the order in which `dolen --help` lists them."""


class _WhenUsed(Mapping[str, TyperCommand | TyperGroup]):
    """The commands by name; one that is looked up is imported."""

    def __getitem__(self, name: str) -> TyperCommand | TyperGroup:
        listed = COMMANDS[name]
        app: Typer = getattr(import_module(listed.module), listed.app)
        found = get_group(app)
        if listed.group:
            found.name = name
            return found
        return cast(TyperCommand, found.commands[name])

    def __iter__(self) -> Iterator[str]:
        return iter(COMMANDS)

    def __len__(self) -> int:
        return len(COMMANDS)


class WholeHelp(TyperGroup):
    """Commands that are listed with the first paragraph of their help, whole; Typer would cut it to one line."""

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """The commands, each with its help."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, self.help_of(name)) for name in self.list_commands(ctx)])

    def help_of(self, name: str) -> str:
        """The first paragraph of a command's help, in one line."""
        return " ".join((self.commands[name].help or "").split("\n\n")[0].split())


class Dolen(WholeHelp):
    """`dolen` itself. Help is plain text: drawing it in boxes takes twice as long as all else that `--help` does."""

    def __init__(self) -> None:
        super().__init__(
            name="dolen",
            help="Dolen: linked cases, shared adults of concern and premises, with their evidence.",
            no_args_is_help=True,
            rich_markup_mode=None,
        )
        self.commands = cast(Any, _WhenUsed())

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002  since Typer passes it
        """The names of the commands, in the order of the table; nothing is imported."""
        return list(COMMANDS)

    def help_of(self, name: str) -> str:
        """The line of help in the table; nothing is imported."""
        return COMMANDS[name].help
