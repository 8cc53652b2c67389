import doctest

import pytest

from alianza import written
from alianza.written import LARGEST_FILE, Unreadable, parse_yaml, read_yaml


def test_dates_stay_text_and_numbers_are_numbers():
    content = parse_yaml(b"day: 2025-02-30\nn: 12\nx: 41041.80\nzero: 010\nempty:\nquoted: '12'\nlist: [a, 1]\n", "f")
    assert content == {
        "day": "2025-02-30",
        "n": 12,
        "x": 41041.80,
        "zero": "010",
        "empty": None,
        "quoted": "12",
        "list": ["a", 1],
    }


def test_an_unquoted_no_is_false_so_that_the_reader_of_codes_can_refuse_it():
    assert parse_yaml(b"[NO, 'NO', yes, on]", "f") == [False, "NO", True, True]


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"\xff\xfe\x00\x01", "not UTF-8"),
        (b"a: b\x00c", "NUL"),
        (b'a: "b\\0c"', "no text can have"),
        (b"a: [1, 2", "not YAML"),
        (b"a: \x07", "not YAML"),
        (b"a: 1\na: 2", "line 2, column 1: the key 'a' stands here a second time"),
        (b"a: &x 1\nb: *x", "anchors and aliases"),
        (b"a: !!python/object/apply:os.system [ls]", "tag"),
        (b"NO: 1", "read as true or false; put it in quotes"),
        (b"12: 1", "a key is a word"),
        (b"? [a]\n: 1", "a key is a word"),
        (b"a: 1\n---\nb: 2", "second document"),
        (b"[" * 200_000, "40 levels"),
        (b"a:\n" + b"".join(b" " * depth + b"- \n" for depth in range(1, 900)), "40 levels"),
    ],
)
def test_what_cannot_be_read_is_said_in_one_sentence_with_its_place(raw, says):
    with pytest.raises(Unreadable) as refused:
        parse_yaml(raw, "sheet.yaml")
    assert says in str(refused.value)
    assert str(refused.value).startswith("sheet.yaml")
    assert "\n" not in str(refused.value)


def test_a_number_without_end_is_text_and_no_fault():
    digits = "9" * 5000
    assert parse_yaml(f"a: {digits}".encode(), "f") == {"a": digits}


def test_a_file_too_large_or_absent_is_refused(tmp_path):
    large = tmp_path / "large.yaml"
    large.write_bytes(b"#" * (LARGEST_FILE + 1))
    for path in (large, tmp_path / "absent.yaml", tmp_path):
        with pytest.raises(Unreadable) as refused:
            read_yaml(path)
        assert str(path) in str(refused.value)


def test_a_byte_order_mark_is_no_fault_and_an_empty_file_is_nothing():
    assert parse_yaml(b"\xef\xbb\xbfa: 1", "f") == {"a": 1}
    assert parse_yaml(b"", "f") is None


def test_examples_in_docstrings_run():
    assert doctest.testmod(written).failed == 0
