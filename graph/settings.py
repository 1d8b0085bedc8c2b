"""The settings of one installation: read once, frozen, and passed in.

Read from `DOLEN_*` variables, then from files of the folder that `DOLEN_SECRETS` names (a setting is a file
`dolen_store_password`, as containers are given secrets), then from `dolen.toml` in the working folder, then from the
defaults below.
Every setting is described in `docs/settings.md`; a test keeps the two in step.
"""

import os
from ipaddress import ip_network
from pathlib import Path
from typing import Literal

from platformdirs import user_data_path
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SecretsSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from graph.errors import SettingsWrong
from graph.machine import heap_mib

SECRETS = "DOLEN_SECRETS"
"""The variable that names a folder in which settings are files, so that no password is in an environment."""


class Settings(BaseSettings):
    """One installation's settings."""

    model_config = SettingsConfigDict(env_prefix="DOLEN_", toml_file="dolen.toml", frozen=True, extra="forbid")

    home: Path = Field(
        default_factory=lambda: user_data_path("dolen"),
        description="Data folder: the embedded graph, logs, quarantine.",
    )
    store: str = Field(
        default="embedded",
        description="`embedded`, or the address of a Neo4j server: `bolt://`, `neo4j://`, `neo4j+s://`.",
    )
    store_user: str = Field(default="neo4j", description="User name at the Neo4j server.")
    store_password: SecretStr = Field(
        default=SecretStr(""), description="Password at the Neo4j server; never on a command line."
    )
    store_database: str = Field(default="neo4j", description="Database at the Neo4j server.")
    sql: str = Field(
        default="", description="SQLAlchemy address of what is not graph; empty: SQLite in the data folder."
    )
    engine_memory: int = Field(
        default_factory=heap_mib, ge=256, description="Largest heap of the embedded engine, in MiB."
    )
    engine_linger: float = Field(
        default=15.0, ge=0, description="Seconds the embedded engine stays after its last user has gone."
    )
    engine_options: str = Field(
        default="", description="Further options for the Java of the embedded engine, separated by spaces."
    )
    query_seconds: int = Field(default=60, ge=1, description="Seconds after which the engine gives a statement up.")
    batch_size: int = Field(default=2000, ge=1, le=50000, description="Rows written in one transaction by ingest.")
    identifiers: tuple[Literal["pnc_id", "name_and_birth_date"], ...] = Field(
        default=("pnc_id",), description="Identifiers by which two records of one person are taken as the same."
    )
    audit_key: Path | None = Field(
        default=None, description="File of the audit log's key; empty: `audit.key` in the data folder."
    )
    audit_head_copy: str = Field(
        default="",
        description="Where count and head of the audit log are sent after each entry: a file on another mount, "
        "`syslog`, or `syslog://HOST:PORT`; empty: nowhere else.",
    )
    erasure_list: Path | None = Field(
        default=None, description="File of the list of what was erased; empty: `erased.jsonl` in the data folder."
    )
    retention_years: tuple[int, int, int] = Field(
        default=(10, 10, 6),
        description="Years without anything new after which a person's records are due for review, by group 1 to 3.",
    )
    retention_first_roles: tuple[str, ...] = Field(
        default=("child at risk", "reported as concern", "suspected", "convicted"),
        description="Roles that put a person into retention group 1.",
    )
    retention_second_roles: tuple[str, ...] = Field(
        default=(), description="Roles that put a person into retention group 2; all others are in group 3."
    )
    marking: str = Field(default="OFFICIAL-SENSITIVE", description="Protective marking on every page and picture.")
    letterhead: Path | None = Field(
        default=None,
        description="Folder with the force's own `notice.docx` and `notice.typ`; empty: the shipped ones.",
    )
    session_idle_minutes: int = Field(
        default=30, ge=1, le=1440, description="Minutes without a look after which somebody is signed out."
    )
    session_hours: int = Field(
        default=12, ge=1, le=168, description="Hours after which somebody signs in again, whatever they do."
    )
    second_factor: Literal["optional", "required"] = Field(
        default="optional",
        description="Whether everybody who signs in with a password also needs a code from an app: `optional` or "
        "`required`.",
    )
    upload_megabytes: int = Field(
        default=200,
        ge=1,
        le=10_000,
        description="Largest upload of files to be imported, in MiB, all files together.",
    )
    upload_days: int = Field(
        default=14, ge=1, le=365, description="Days for which files that were uploaded and not loaded are kept."
    )
    reading_seconds: float = Field(
        default=15.0,
        gt=0,
        le=600,
        description="Seconds that reading a file may go on without giving a row; then it is refused.",
    )
    connections: int = Field(default=400, ge=10, le=100_000, description="Connections that are answered at once.")
    connections_per_address: int = Field(
        default=100, ge=10, le=100_000, description="Connections of one address, unless it is a trusted proxy's."
    )
    trusted_proxies: tuple[str, ...] = Field(
        default=(), description="Addresses or networks of proxies that are believed who asks; empty: none."
    )
    alarm_people: int = Field(
        default=40, ge=2, description="Different people looked at by one person within an hour that raise an alarm."
    )
    alarm_exports: int = Field(default=10, ge=2, description="Exports by one person within a day that raise an alarm.")
    alarm_sign_ins: int = Field(
        default=10, ge=2, description="Failed sign-ins to one account within an hour that raise an alarm."
    )
    reassess_days: tuple[int, int, int, int] = Field(
        default=(365, 180, 90, 90),
        description="Days after which a SERAF reassessment is overdue, by category 1 to 4.",
    )
    regular_review_days: int = Field(
        default=91, ge=1, description='Days within which a plan at SERAF category 4 is reviewed ("regular", §5.7).'
    )
    significant_changes: tuple[Literal["placement", "first missing episode", "legal status"], ...] = Field(
        default=("placement", "first missing episode", "legal status"),
        description="Changes since a SERAF assessment that ask for a new one.",
    )
    alerts_quiet_load: int = Field(
        default=1000,
        ge=0,
        description="Items beyond which a load into a source of which nothing is known yet raises no alerts.",
    )
    oidc_issuer: str = Field(
        default="", description="Address of an OpenID Connect provider to sign in with; empty: passwords only."
    )
    oidc_client_id: str = Field(default="", description="Name under which the provider knows this installation.")
    oidc_client_secret: SecretStr = Field(
        default=SecretStr(""), description="Secret shared with the provider; never on a command line."
    )
    oidc_claim: str = Field(
        default="preferred_username", description="What the provider says of a person that is the account's name here."
    )

    @field_validator("trusted_proxies")
    @classmethod
    def _addresses(cls, given: tuple[str, ...]) -> tuple[str, ...]:
        for each in given:
            try:
                ip_network(each, strict=False)
            except ValueError:
                raise ValueError(f"{each!r} is neither an IP address nor a network") from None
        return given

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 since pydantic-settings passes it by name
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 since pydantic-settings passes it by name
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Variables first, then files of secrets, then the settings file."""
        folder = os.environ.get(SECRETS)
        files = (SecretsSettingsSource(settings_cls, secrets_dir=folder),) if folder else ()
        return init_settings, env_settings, *files, TomlConfigSettingsSource(settings_cls)

    @property
    def sql_url(self) -> str:
        """Where accounts, audit and ingest runs are kept."""
        return self.sql or f"sqlite:///{self.home / 'dolen.sqlite'}"


def read_settings(**given: object) -> Settings:
    """The settings as given here, in the environment and in `dolen.toml`.

    Raises `SettingsWrong` naming the setting that cannot be used.
    """
    folder = os.environ.get(SECRETS)
    if folder and not Path(folder).is_dir():
        raise SettingsWrong(f"The folder {folder!r} that {SECRETS} names does not exist.", "See docs/settings.md.")
    try:
        return Settings(**given)  # pyright: ignore[reportArgumentType]  since pydantic checks each value itself
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        raise SettingsWrong(f"The setting {name!r} cannot be used: {first['msg']}.", "See docs/settings.md.") from None
