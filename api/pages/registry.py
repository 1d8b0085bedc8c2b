"""Every page of the application."""

from fastapi import APIRouter

from api.pages import home, print_style
from api.pages.accounts import (
    access,
    accounts,
    alarms,
    audit,
    identity_provider,
    own_account,
    second_factor,
    sign_in,
)
from api.pages.casework import (
    abduction_notices,
    alerts,
    assess,
    case_list,
    disclosures,
    disruption,
    forms_received,
    judgements,
    meetings,
    missing,
    monitoring,
    not_known_yet,
    packs,
    partner,
    police_review,
    premises_register,
    sanitise,
    seraf,
)
from api.pages.links import children, concern, entities, evidence, explorer, networks, reviews, search, watches
from api.pages.records import duplicates, identity, import_columns, imports, log, rests_on, retention

PAGES: tuple[APIRouter, ...] = (
    sign_in.router,
    home.router,
    abduction_notices.router,
    search.router,
    access.router,
    own_account.router,
    second_factor.router,
    accounts.router,
    alarms.router,
    alerts.router,
    audit.router,
    case_list.router,
    judgements.router,
    children.router,
    concern.router,
    disclosures.router,
    disruption.router,
    assess.router,  # these three before the page of a child, whose address takes whatever follows
    seraf.router,
    missing.router,
    duplicates.router,
    entities.router,
    evidence.router,
    explorer.router,
    forms_received.router,
    identity.router,
    import_columns.router,  # before the page of an import, whose address takes whatever follows
    imports.router,
    log.router,
    meetings.router,
    packs.router,
    monitoring.router,
    networks.router,
    print_style.router,
    police_review.router,
    partner.router,
    premises_register.router,
    identity_provider.router,
    rests_on.router,
    retention.router,
    reviews.router,
    sanitise.router,
    not_known_yet.router,
    watches.router,
)
