"""Errors that anybody tells of a line of a sheet: received, taken up, answered within a clock that everybody sees."""

import base64
import secrets

from django.db import IntegrityError, transaction
from django.utils import timezone

from alianza.accounts.models import User
from alianza.audit.actions import PLATFORM, record
from alianza.regulations import notices, policy
from alianza.regulations.lines import Since, line_at, since
from alianza.regulations.models import ErrorReport, SheetVersion
from alianza.regulations.upkeep import code_index, report_of
from alianza.vocabulary.refusal import Refusal, marked

State = ErrorReport.State


class NoSuchLine(Refusal):
    code = "regulations.report.no_such_line"
    message = marked("This version of the sheet has no such line. Open the sheet and choose the line there.")


class NotTheirReport(Refusal):
    code = "regulations.report.not_theirs"
    message = marked("This report was answered already, or is not yours to answer.")


class TakenUpAlready(Refusal):
    code = "regulations.report.taken_up"
    message = marked("Somebody took this report up already.")


class ReasonMissing(Refusal):
    code = "regulations.report.reason_missing"
    field = "reason"
    message = marked("Say why it is not an error: whoever told it reads the reason.")


class NotACorrection(Refusal):
    code = "regulations.report.not_a_correction"
    field = "number"
    message = marked(
        "Version %(number)s does not correct it: choose a version that was published after version %(told)s."
    )


class LineIsUnchanged(Refusal):
    code = "regulations.report.line_is_unchanged"
    field = "number"
    message = marked("In version %(number)s the line stands as it did. Publish a corrected version first.")


def new_code() -> str:
    """A code of 120 random bits, in groups of four that can be written down."""
    plain = base64.b32encode(secrets.token_bytes(15)).decode("ascii")
    return "-".join(plain[at : at + 4] for at in range(0, len(plain), 4))


def report_error(
    version: SheetVersion, path: str, *, code: str, text: str, source: str = "", mail: str = "", language: str = "en"
) -> ErrorReport:
    """Keep what somebody told of a line. Who it was is not recorded, also where somebody is signed in.

    `code` is the one they come back with; sending the same again changes nothing and gives the report that is there.
    Raises NoSuchLine.
    """
    if version.status not in policy.PUBLIC or line_at(version.document, path) is None:
        raise NoSuchLine
    held = report_of(code)
    if held is not None:
        return held
    try:
        with transaction.atomic():
            report = ErrorReport.objects.create(
                code_index=code_index(code),
                version=version,
                path=path,
                text=text,
                source=source or None,
                mail=mail or None,
                language=language,
            )
            notices.error_reported(report)
            record(
                "regulations.report.received",
                report,
                by=PLATFORM,
                sheet=version.category.name,
                number=version.number,
                path=path,
            )
    except IntegrityError:  # sent twice at the same moment
        held = report_of(code)
        if held is None:
            raise
        return held
    return report


def _locked(report: ErrorReport, by: User) -> ErrorReport:
    held = (
        ErrorReport.objects.select_for_update(no_key=True, of=("self",))
        .select_related("version__category")
        .get(pk=report.pk)
    )
    if not policy.may_answer(by, held):
        raise NotTheirReport
    return held


@transaction.atomic
def take_up_report(report: ErrorReport, *, by: User) -> ErrorReport:
    """Say that one looks into it. Raises NotTheirReport, TakenUpAlready."""
    held = _locked(report, by)
    if held.state != State.RECEIVED:
        raise TakenUpAlready
    held.state, held.taken_up_at, held.taken_up_by = State.IN_REVIEW, timezone.now(), by
    held.save(update_fields=["state", "taken_up_at", "taken_up_by"])
    record("regulations.report.taken_up", held, by=by, sheet=held.version.category.name)
    return held


@transaction.atomic
def answer_corrected(report: ErrorReport, *, number: int, by: User) -> ErrorReport:
    """It was an error, and a version published since corrects the line.

    Raises NotTheirReport, NotACorrection, LineIsUnchanged.
    """
    held = _locked(report, by)
    version = (
        SheetVersion.objects.filter(
            category=held.version.category_id, number=number, status__in=policy.PUBLIC, confirmed_at__isnull=False
        )
        .filter(number__gt=held.version.number)
        .first()
    )
    if version is None:
        raise NotACorrection(number=number, told=held.version.number)
    if since(held.version.document, version.document, held.path) is Since.SAME:
        raise LineIsUnchanged(number=number)
    held.state, held.corrected_in = State.CORRECTED, version
    return _answered(held, by, number=number)


@transaction.atomic
def answer_no_error(report: ErrorReport, *, reason: str, by: User) -> ErrorReport:
    """The line is right, for a reason that whoever told it reads. Raises NotTheirReport, ReasonMissing."""
    held = _locked(report, by)
    if not reason.strip():
        raise ReasonMissing
    held.state, held.reason = State.NO_ERROR, reason.strip()
    return _answered(held, by)


def _answered(report: ErrorReport, by: User, **facts: object) -> ErrorReport:
    report.answered_at, report.answered_by = timezone.now(), by
    report.save(update_fields=["state", "reason", "corrected_in", "answered_at", "answered_by"])
    code = str(report.code)
    transaction.on_commit(lambda: notices.mail_answer.enqueue(code))
    days = (timezone.localdate(report.answered_at) - report.received_on).days
    sheet = report.version.category.name
    if report.state == State.CORRECTED:
        record("regulations.report.corrected", report, by=by, sheet=sheet, days=days, **facts)
    else:
        record("regulations.report.no_error", report, by=by, sheet=sheet, days=days, **facts)
    return report
