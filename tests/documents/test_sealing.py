from io import BytesIO

import pytest

from alianza.documents import sealing
from alianza.vault.seal import CannotOpen


def stored(content: bytes, owner: str = "o") -> str:
    digest = sealing.digest_of(BytesIO(content), owner=owner)
    sealing.put(BytesIO(content), digest)
    return digest


@pytest.mark.parametrize("size", [1, 1000, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, 3 << 20])
def test_what_is_put_comes_back(size: int) -> None:
    content = bytes(range(256)) * (size // 256 + 1)
    digest = stored(content[:size])
    assert b"".join(sealing.chunks(digest)) == content[:size]


def test_the_bytes_on_disk_tell_nothing() -> None:
    digest = stored(b"Ana Reyes, nurse" * 10)
    raw = sealing.path_of(digest).read_bytes()
    assert b"Reyes" not in raw
    assert sealing.path_of(digest).stat().st_mode & 0o777 == 0o600
    assert digest != stored(b"Ana Reyes, nurse" * 10, owner="another")


def test_a_file_that_was_cut_swapped_or_changed_does_not_open() -> None:
    digest = stored(b"x" * (2 << 20))
    path = sealing.path_of(digest)
    raw = path.read_bytes()
    head = len(raw) - 2 * ((1 << 20) + 16)
    chunk = (1 << 20) + 16
    for broken in (
        raw[: head + chunk],
        raw[:head] + raw[head + chunk :] + raw[head : head + chunk],
        raw[:-1] + bytes([raw[-1] ^ 1]),
        raw[:head],
        b"",
        b"ALZ1",
        b"hello",
    ):
        path.write_bytes(broken)
        with pytest.raises(CannotOpen):
            list(sealing.chunks(digest))
    other = stored(b"y" * 100)
    path.write_bytes(sealing.path_of(other).read_bytes())
    with pytest.raises(CannotOpen):
        list(sealing.chunks(digest))
    sealing.discard(digest)
    with pytest.raises(CannotOpen):
        list(sealing.chunks(digest))


def test_a_change_of_keys_reaches_files_too() -> None:
    from alianza.vault.keys import add_key

    content = bytes(range(256)) * 9000
    digest = stored(content)
    before = sealing.key_of(digest)
    name = add_key()
    assert sealing.reseal() >= 1
    assert sealing.key_of(digest) == name != before
    assert b"".join(sealing.chunks(digest)) == content
    assert sealing.reseal() == 0
    assert sealing.key_of("0" * 64) == ""
    for each in list(sealing.all_digests()):
        sealing.discard(each)
