"""What `alianza check` verifies here."""

from collections.abc import Iterator

from alianza.consent.models import Consent
from alianza.consent.purposes import purposes


def problems() -> Iterator[str]:
    known = {each.code: {version.version for version in each.versions} for each in purposes()}
    for purpose, version in Consent.objects.order_by().values_list("purpose", "version").distinct():
        if version not in known.get(purpose, set()):
            yield f"consent: there are consents to version {version} of {purpose!r}, which no published agreement is."
