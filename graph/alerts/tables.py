"""What alerts keep in the SQL database: ids only, never intelligence. A backup copies all of it.

alert_state       one row: up to which change of which graph everything was compared
alert_audiences   the distinct clearances in use, and the change at which each was first in use
alerts            what one audience is alerted to
alert_acts        who opened an alert, assigned it, acknowledged it or acted on it, and why
watches           what somebody watches; evaluated in their own clearance
"""

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, String, Table, Text

from graph.store import metadata

STATE = Table(
    "alert_state",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("started", BigInteger, nullable=False),
    Column("change", BigInteger, nullable=False),
)

AUDIENCES = Table(
    "alert_audiences",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("clearance", Text, nullable=False, unique=True),
    Column("began", BigInteger, nullable=False),
)

ALERTS = Table(
    "alerts",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("audience", String(40), ForeignKey(AUDIENCES.c.id), nullable=False, index=True),
    Column("watch", String(40)),
    Column("fact", Text, nullable=False),
    Column("raised_at", BigInteger, nullable=False),
)

ACTS = Table(
    "alert_acts",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("alert", String(40), ForeignKey(ALERTS.c.id), nullable=False, index=True),
    Column("act", String(16), nullable=False),
    Column("who", String(64), nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("assigned_to", String(64)),
    Column("reason", Text),
)

WATCHES = Table(
    "watches",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("owner", String(64), nullable=False, index=True),
    Column("kind", String(16), nullable=False),
    Column("pattern", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("began", BigInteger, nullable=False),
    Column("made_at", BigInteger, nullable=False),
    Column("ended_at", BigInteger),
)
