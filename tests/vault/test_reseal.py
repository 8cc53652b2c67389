"""Keys are changed while people go on working: what they write meanwhile stays."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from uuid import uuid4

import pytest
from django.db import connection, transaction

from alianza.accounts.models import User
from alianza.registry.models import Profile
from alianza.vault.fields import reseal
from alianza.vault.keys import add_key, load_keys

pytestmark = pytest.mark.django_db(transaction=True)


def _profile() -> Profile:
    return Profile.objects.create(
        user=User.objects.create_user("ana@example.org"),
        pseudonym="W-1",
        person=uuid4(),
        full_name="Ana Reyes",
        phone="+63 1",
        keep_until=date(2030, 1, 1),
    )


def _stored(profile: Profile) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT full_name, phone FROM registry_profile WHERE id = %s", [profile.pk])
        return list(cursor.fetchone())


def _in_its_own_connection(work: Callable[[], object]) -> None:
    try:
        work()
    finally:
        connection.close()


def test_an_edit_that_is_under_way_when_keys_change_is_not_overwritten() -> None:
    profile = _profile()
    held, may_end = threading.Event(), threading.Event()

    def edit() -> None:
        with transaction.atomic():
            mine = Profile.objects.select_for_update(no_key=True).get(pk=profile.pk)
            held.set()
            may_end.wait(1)  # the change of keys comes to this row meanwhile
            mine.phone = "+63 2"
            mine.save(update_fields=["phone"])

    def change_keys() -> None:
        held.wait(10)
        threading.Timer(0.3, may_end.set).start()
        reseal(Profile)

    add_key()
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(_in_its_own_connection, (edit, change_keys)))
    row = Profile.objects.get(pk=profile.pk)
    assert (row.full_name, row.phone) == ("Ana Reyes", "+63 2")
    assert all(value.startswith(f"{load_keys().current}.") for value in _stored(profile))


def test_an_edit_that_comes_while_its_row_is_sealed_anew_waits_and_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    profile = _profile()
    read, plain = threading.Event(), Profile.save_base

    def slow_save_base(self: Profile, *args: object, **kwargs: object) -> None:
        """The change of keys has read the row and is about to write it: the worst moment for an edit."""
        read.set()
        edited.wait(0.5)
        plain(self, *args, **kwargs)

    edited = threading.Event()

    def edit() -> None:
        read.wait(10)
        monkeypatch.undo()
        mine = Profile.objects.get(pk=profile.pk)
        mine.phone = "+63 2"
        mine.save(update_fields=["phone"])
        edited.set()

    add_key()
    monkeypatch.setattr("django.db.models.Model.save_base", slow_save_base)
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(_in_its_own_connection, (edit, lambda: reseal(Profile))))
    row = Profile.objects.get(pk=profile.pk)
    assert (row.full_name, row.phone) == ("Ana Reyes", "+63 2")


def test_what_is_removed_while_keys_change_is_passed_over() -> None:
    profile = _profile()
    other = Profile.objects.create(
        user=User.objects.create_user("bea@example.org"),
        pseudonym="W-2",
        person=uuid4(),
        full_name="Bea Cruz",
        keep_until=date(2030, 1, 1),
    )
    add_key()
    Profile.objects.filter(pk=profile.pk).delete()
    assert reseal(Profile) == 1
    assert Profile.objects.get().pk == other.pk
