"""The deeds of this context as sentences, by noun."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    # the books
    "fund.journal.reversed": _("Reversed a journal"),
    "fund.period.closed": _("Closed a period of the books"),
    # contributions
    # proposals
    # bodies
    # programmes
    # facility
}
