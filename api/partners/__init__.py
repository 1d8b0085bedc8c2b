"""Forms that partner agencies send, and what a force asks of them; nothing of the graph is shown to a partner."""

from api.partners.forms import FORMS, ConcernForm, FormKind, MeetingReport, PartnerForm, SerafForm
from api.partners.partner_forms import FormSent, PartnerForms, PartnerRequest

__all__ = [
    "FORMS",
    "ConcernForm",
    "FormKind",
    "FormSent",
    "MeetingReport",
    "PartnerForm",
    "PartnerForms",
    "PartnerRequest",
    "SerafForm",
]
