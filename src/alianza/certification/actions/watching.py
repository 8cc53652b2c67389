"""Watching a firm by mail, and leaving a dated record that one looked."""

from datetime import timedelta

from django.core import signing
from django.db import IntegrityError, transaction
from django.utils import timezone

from alianza.accounts.models import User
from alianza.audit.actions import PLATFORM, record
from alianza.certification.models import ActiveCheck, Award, Subject, Watch
from alianza.certification.notices.watching import CONFIRM, CONFIRM_DAYS, STOP, ask_to_confirm
from alianza.certification.queries.labels import stands
from alianza.certification.signing import signed
from alianza.certification.tokens import Check, plain_name
from alianza.vault.seal import blind_index
from alianza.vocabulary.refusal import Refusal, marked

AGAIN = timedelta(hours=24)
"""At most one mail to confirm a day for an address and a firm, however often somebody asks."""


class NotALink(Refusal):
    code = "certification.watch.not_a_link"
    message = marked("This link is not complete, or its time is over. Ask again on the page of the firm.")


def index_of(address: str) -> str:
    return blind_index(address.strip(), purpose="certification.watch")


@transaction.atomic
def ask(subject: Subject, address: str, *, language: str) -> None:
    """Let an address be asked whether it wants to be told. Says nothing of whether it watches already."""
    now, index = timezone.now(), index_of(address)
    held = Watch.objects.select_for_update().filter(subject=subject, address_index=index).first()
    if held is not None and (held.confirmed_at is not None or now - held.asked_at < AGAIN):
        return
    if held is None:
        try:
            with transaction.atomic():
                held = Watch.objects.create(
                    subject=subject, address=address.strip(), address_index=index, language=language, asked_at=now
                )
        except IntegrityError:  # asked twice at once
            return
    else:
        held.asked_at, held.language = now, language
        held.save(update_fields=["asked_at", "language"])
    code = str(held.code)
    transaction.on_commit(lambda: ask_to_confirm.enqueue([code]))


def watch_of(token: str, purpose: str) -> Watch:
    """The watch that a link names. Raises NotALink."""
    try:
        longest = timedelta(days=CONFIRM_DAYS) if purpose == CONFIRM else None
        code = signing.loads(token, salt=purpose, max_age=longest)
        return Watch.objects.select_related("subject__organisation").get(code=code)
    except (signing.BadSignature, Watch.DoesNotExist, ValueError, TypeError):
        raise NotALink from None


@transaction.atomic
def confirm(token: str) -> Watch:
    """By the link in the mail; twice changes nothing. Raises NotALink."""
    held = (
        Watch.objects.select_for_update(of=("self",))
        .select_related("subject__organisation")
        .get(pk=watch_of(token, CONFIRM).pk)
    )
    if held.confirmed_at is None:
        held.confirmed_at = timezone.now()
        # whoever has the link had the mail, also where the mail server said that it failed
        held.asked_mailed_at = held.asked_mailed_at or held.confirmed_at
        held.save(update_fields=["confirmed_at", "asked_mailed_at"])
    return held


@transaction.atomic
def stop(token: str) -> None:
    """By the link in each mail: the address goes at once. Raises NotALink where it is gone or the link is not whole."""
    watch_of(token, STOP).delete()


def forget_unconfirmed() -> int:
    """Remove addresses that nobody confirmed in time; safe to repeat. Returns how many."""
    before = timezone.now() - timedelta(days=CONFIRM_DAYS)
    removed, _by_model = Watch.objects.filter(confirmed_at__isnull=True, asked_at__lt=before).delete()
    return removed


@transaction.atomic
def check(subject: Subject, *, by: User | None) -> ActiveCheck:
    """Look at the standing now and leave a dated record of it, signed."""
    now = timezone.now()
    day = timezone.localdate(now)
    found = stands(subject, day)
    award = Award.objects.select_related("application__version__scheme").filter(number=found.label).first()
    made = ActiveCheck(
        subject=subject,
        at=now,
        standing=found.state.value,
        outcome=award.outcome if award else "",
        expires_on=found.until,
        by=by,
    )
    version = award.application.version if award else None
    made.token = signed(
        Check(
            check=made.code,
            subject=subject.code,
            scheme=f"{version.scheme.urn}:{version.number}" if version else "",
            standing=made.standing,
            outcome=made.outcome,
            expires=made.expires_on,
            at=now.replace(microsecond=0),
            name=plain_name(str(subject)),
        )
    )
    made.save(force_insert=True)
    record("certification.label.checked", made, by=by or PLATFORM, standing=made.standing)
    return made
