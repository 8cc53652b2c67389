"""What of ours others have in their own files, and what they call it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from alianza.fund.models import Agreement, Contract, Donor, Operation, OutsideIdentifier
from alianza.network.models import Organisation


@dataclass(frozen=True, slots=True)
class Named:
    """`subject` as it is kept; `kind` and `name` say what it is; `reference` is empty where nobody told."""

    subject: str
    kind: str | Promise
    name: str
    reference: str


def named() -> Iterator[Named]:
    """Every organisation, agreement, contract and operation that is published, by kind and name."""
    known = dict(OutsideIdentifier.objects.values_list("subject", "reference"))
    signed = Agreement.objects.exclude(state__in=(Agreement.State.DRAFTED, Agreement.State.WITHDRAWN))
    contracts = Contract.objects.exclude(state=Contract.State.DRAFTED).select_related("programme__proposal")
    operations = Operation.objects.filter(decided_on__isnull=False)
    organisations = {
        *Donor.objects.values_list("organisation", flat=True),
        *contracts.values_list("organisation", flat=True),
        *operations.values_list("bank", flat=True),
    }
    rows: list[tuple[str, str | Promise, str]] = [
        *(
            (f"organisation:{one.code}", _("Organisation"), one.name)
            for one in Organisation.objects.filter(pk__in=organisations).order_by("name", "pk")
        ),
        *(
            (f"agreement:{one.number}", _("The donor's own activity"), f"{one.number}, {one.donor.organisation.name}")
            for one in signed.select_related("donor__organisation")
        ),
        *(
            (
                f"contract:{one.code}",
                _("The implementing organisation's own activity"),
                f"{one.programme.number}, {one.organisation.name}",
            )
            for one in contracts.select_related("organisation")
        ),
        *(
            (f"operation:{one.number}", _("The bank's loan"), f"{one.number}, {one.bank.name}")
            for one in operations.select_related("bank")
        ),
    ]
    for subject, kind, name in rows:
        yield Named(subject, kind, name, known.get(subject, ""))
