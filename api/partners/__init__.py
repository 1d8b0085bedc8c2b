"""Forms that partner agencies send, and what a force asks of them; nothing of the graph is shown to a partner."""

from api.partners.forms import FORMS, ConcernForm, FormKind, MeetingReport, PartnerForm, SerafForm
from api.partners.partner_forms import PartnerForms, PartnerRequest, ReceivedForm

__all__ = [
    "FORMS",
    "ConcernForm",
    "FormKind",
    "MeetingReport",
    "PartnerForm",
    "PartnerForms",
    "PartnerRequest",
    "ReceivedForm",
    "SerafForm",
]
