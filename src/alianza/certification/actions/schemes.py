"""Opening a scheme and its versions: an instrument that is published, and the periods that its document names."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from alianza.accounts.models import User
from alianza.audit.actions import Actor, record
from alianza.certification.complaint_steps import LABEL, is_a_term, unfit_days
from alianza.certification.models import Scheme, SchemeVersion
from alianza.instruments.actions.versions import load_packaged
from alianza.instruments.models import InstrumentVersion, VersionStatus
from alianza.vocabulary.refusal import Refusal, marked


class NoScheme(Refusal):
    code = "certification.scheme.none"
    message = marked("There is no scheme to apply under yet; an officer of the secretariat opens one.")


class NotAScheme(Refusal):
    code = "certification.scheme.not_one"
    message = marked("%(instrument)s is no published instrument with the periods of a label in its lifecycle.")
    field = "instrument"


class NoSuchDays(Refusal):
    code = "certification.scheme.no_such_days"
    message = marked(
        "Days are whole numbers from 1 to 3650, and a critical finding is due no later than a major one: %(names)s."
    )
    field = "instrument"


class OpenAlready(Refusal):
    code = "certification.scheme.open_already"
    message = marked("A version of the scheme rests on %(instrument)s already.")
    field = "instrument"


def _periods(document: Mapping[str, Any]) -> dict[str, Any]:
    """Raises KeyError, TypeError or ValueError where the document does not say it."""
    cycle = document["lifecycle"]
    correction = cycle["corrective_action"]
    return {
        "declared_months": int(cycle["self_declaration_valid_months"]),
        "audited_months": int(cycle["audit_valid_months"]),
        "major_days": int(correction["major_days"]),
        "minor_days": int(correction["minor_days"]),
        "grace_months": int(cycle["new_item_grace_months"]),
        "reminders": sorted({int(each) for each in cycle["reminders_days_before_expiry"]}, reverse=True),
    }


def _refuse_days(document: Mapping[str, Any]) -> None:
    """Days of corrections and complaints that nobody could count. What a document leaves out is no fault."""
    correction = document["lifecycle"]["corrective_action"]
    wrong = [name for name in ("major_days", "minor_days") if not is_a_term(correction[name])]
    critical = correction.get("critical_days")
    if critical is not None and not (is_a_term(critical) and critical <= int(correction["major_days"])):
        wrong.append("critical_days")
    wrong += [f"complaints.days.{name}" for name in unfit_days(document)]
    if wrong:
        raise NoSuchDays(names=", ".join(each[:60] for each in wrong))


@transaction.atomic
def open_version(instrument: InstrumentVersion, *, by: Actor, on: date | None = None) -> SchemeVersion:
    """Let applications in under a published instrument. Raises NotAScheme, NoSuchDays, OpenAlready."""
    if instrument.status != VersionStatus.PUBLISHED:
        raise NotAScheme(instrument=str(instrument))
    try:
        periods = _periods(instrument.document)
    except (KeyError, TypeError, ValueError):
        raise NotAScheme(instrument=str(instrument)) from None
    _refuse_days(instrument.document)
    scheme, _new = Scheme.objects.get_or_create(urn=instrument.urn)
    scheme = Scheme.objects.select_for_update(no_key=True).get(pk=scheme.pk)
    if scheme.versions.filter(instrument=instrument).exists():
        raise OpenAlready(instrument=str(instrument))
    last = scheme.versions.order_by("-number").first()
    version = SchemeVersion.objects.create(
        scheme=scheme,
        number=(last.number if last else 0) + 1,
        instrument=instrument,
        opened_on=on or timezone.localdate(),
        opened_by=by if isinstance(by, User) else None,
        **periods,
    )
    record("certification.scheme.opened", version, by=by, scheme=scheme.urn, number=version.number)
    return version


@transaction.atomic
def load_scheme(*, by: Actor, on: date | None = None) -> SchemeVersion:
    """The packaged scheme, its instrument published through `instruments`; safe to repeat."""
    load_packaged(by=by)
    instrument = InstrumentVersion.objects.filter(urn=LABEL, status=VersionStatus.PUBLISHED).latest("number")
    held = SchemeVersion.objects.filter(instrument=instrument).first()
    return held or open_version(instrument, by=by, on=on)


def newest() -> SchemeVersion:
    """The version that is applied under today. Raises NoScheme."""
    version = (
        SchemeVersion.objects.select_related("scheme", "instrument")
        .filter(opened_on__lte=timezone.localdate())
        .order_by("-opened_on", "-id")
        .first()
    )
    if version is None:
        raise NoScheme
    return version
