"""Use cases of the applications service, one transaction each."""

from services.applications.handlers.addresses import mail_addresses
from services.applications.handlers.checks import check_draft, read_draft
from services.applications.handlers.consents import (
    give_consent,
    read_consents,
    withdraw_consent,
)
from services.applications.handlers.copies import (
    on_binding_changed,
    on_cycle,
    on_organisation_changed,
    on_plan,
)
from services.applications.handlers.drafts import create_draft, save_draft, withdraw_draft
from services.applications.handlers.fairness import read_fairness
from services.applications.handlers.names import find_files, read_names
from services.applications.handlers.pictures import read_pictures
from services.applications.handlers.prints import (
    exported_names,
    list_entries,
    name_order,
    print_copy,
)
from services.applications.handlers.reading import (
    may_read,
    read_accesses,
    read_application,
    read_form,
    read_my_applications,
    read_versions,
)
from services.applications.handlers.reminding import remind_drafts
from services.applications.handlers.review_events import (
    on_desk_changed,
    on_re_review_asked,
    on_re_review_decided,
    on_returned,
    on_withdrawn,
)
from services.applications.handlers.scans import (
    begin_upload,
    complete_upload,
    list_scans,
    read_scan,
    remove_scan,
    renew_upload,
    show_scan,
)
from services.applications.handlers.sensitive import unmask_id_number
from services.applications.handlers.submission import resubmit_application, submit_application
from services.applications.handlers.upkeep import lapse_drafts, sweep_scans

__all__ = [
    "begin_upload",
    "check_draft",
    "complete_upload",
    "create_draft",
    "exported_names",
    "find_files",
    "give_consent",
    "lapse_drafts",
    "list_entries",
    "list_scans",
    "mail_addresses",
    "may_read",
    "name_order",
    "on_binding_changed",
    "on_cycle",
    "on_desk_changed",
    "on_organisation_changed",
    "on_plan",
    "on_re_review_asked",
    "on_re_review_decided",
    "on_returned",
    "on_withdrawn",
    "print_copy",
    "read_accesses",
    "read_application",
    "read_consents",
    "read_draft",
    "read_fairness",
    "read_form",
    "read_my_applications",
    "read_names",
    "read_pictures",
    "read_scan",
    "read_versions",
    "remind_drafts",
    "remove_scan",
    "renew_upload",
    "resubmit_application",
    "save_draft",
    "show_scan",
    "submit_application",
    "sweep_scans",
    "unmask_id_number",
    "withdraw_consent",
    "withdraw_draft",
]
