import pytest

from alianza.vault.keys import add_key, load_keys
from alianza.vault.seal import CannotOpen, blind_index, seal, unseal


def test_a_value_opens_only_where_it_was_sealed() -> None:
    sealed = seal("P1234567A", place="registry_profile.passport.1")
    assert "P1234567A" not in sealed
    assert unseal(sealed, place="registry_profile.passport.1") == "P1234567A"
    with pytest.raises(CannotOpen, match="registry_profile.passport.2"):
        unseal(sealed, place="registry_profile.passport.2")


def test_a_changed_value_does_not_open() -> None:
    sealed = seal("P1234567A", place="a.b.c")
    name, _, body = sealed.partition(".")
    forged = body[:20] + ("A" if body[20] != "A" else "B") + body[21:]
    with pytest.raises(CannotOpen):
        unseal(f"{name}.{forged}", place="a.b.c")


def test_values_of_an_older_key_open_after_rotation() -> None:
    sealed = seal("before", place="a.b.c")
    name = add_key()
    assert load_keys().current == name
    assert seal("after", place="a.b.c").startswith(f"{name}.")
    assert unseal(sealed, place="a.b.c") == "before"


def test_a_blind_index_finds_the_same_value_written_differently() -> None:
    assert blind_index("Ana  Reyes", purpose="name") == blind_index("ana reyes", purpose="name")
    assert blind_index("ana reyes", purpose="name") != blind_index("ana reyes", purpose="mother")
