"""What an operator does from the command line because no page can: appoint the first administrator, change keys."""

from django.db import models, transaction

from alianza.accounts.models import User, UserManager
from alianza.audit.actions import PLATFORM
from alianza.network.actions import enter_organisation, give_role
from alianza.network.models import Organisation, RoleCode


class CannotAppoint(RuntimeError):
    """The person cannot be made administrator; the message says why and what to do."""


@transaction.atomic
def appoint(email: str, *, secretariat: str) -> str:
    """Make the person an administrator of the secretariat, which is entered if there is none yet.

    Only for the start: once there is an administrator, further roles are given on the pages, by a named person.
    """
    user = User.objects.filter(email=UserManager.normalize_email(email), is_active=True).first()
    if user is None:
        raise CannotAppoint(f"There is no account for {email}; sign up on the pages first, then run this again.")
    house = Organisation.objects.select_for_update().filter(secretariat=True).order_by("id").first()
    if house is None:
        house = enter_organisation(name=secretariat, actor_type="international_organisation", country="", by=PLATFORM)
        house.secretariat = True
        house.save(update_fields=["secretariat"])
    if house.memberships.filter(role=RoleCode.ADMINISTRATOR, ends_on=None).exists():
        raise CannotAppoint("There is an administrator already, who can give roles on the pages.")
    give_role(user, house, RoleCode.ADMINISTRATOR, by=PLATFORM)
    return f"{email} is administrator of {house.name} and is asked for a second factor at the next page."


def sealed_models() -> list[type[models.Model]]:
    """Every model with a sealed column."""
    from django.apps import apps

    from alianza.vault.fields import SealedTextField

    return [
        model for model in apps.get_models() if any(isinstance(field, SealedTextField) for field in model._meta.fields)
    ]


def rotate_keys() -> str:
    """Add a key, seal every value with it anew; the platform may run meanwhile. Older keys stay in the key file."""
    from alianza.documents.sealing import reseal as reseal_files
    from alianza.vault.fields import reseal
    from alianza.vault.keys import add_key

    name = add_key()
    rows, files = sum(reseal(model) for model in sealed_models()), reseal_files()
    return (
        f"The current key is {name}; {rows} rows and {files} files are sealed with it. "
        "Copies made before still need the older keys."
    )
