"""What a change brought for each audience: found from the feed, kept as ids, checked again when it is opened.

    feed ──(findings)──> what holds now and did not before ──(follower)──> SQL ──(register)──> its reader's list

An audience is a distinct clearance in use. Each has its own alerts, with ids of their own, so that neither the number
nor the order of one reveals anything about another's.
"""

from graph.alerts.follower import AlertsFollower
from graph.alerts.register import Alert, AlertActs, Register

__all__ = ["Alert", "AlertActs", "AlertsFollower", "Register"]
