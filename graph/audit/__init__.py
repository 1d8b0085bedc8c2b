"""The hash-chained log of who looked at, changed or shared what, and why."""

from graph.audit.entry import Action, ChainedEntry, Entry, LoggedEntry, LogPage, Outcome, shown_time
from graph.audit.log import AuditLog, Change, prepare_audit
from graph.audit.verify import Problem, VerifyReport

__all__ = [
    "Action",
    "AuditLog",
    "ChainedEntry",
    "Change",
    "Entry",
    "LogPage",
    "LoggedEntry",
    "Outcome",
    "Problem",
    "VerifyReport",
    "prepare_audit",
    "shown_time",
]
