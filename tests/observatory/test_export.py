import pytest

from alianza.observatory._export import Table, as_csv, as_parquet, write


def test_a_missing_value_is_an_empty_cell():
    assert as_csv(Table(("a", "b"), [("x", None), ("y, z", 1)])) == b'a,b\nx,\n"y, z",1\n'


def test_a_table_without_rows_keeps_its_columns():
    assert as_csv(Table(("a", "b"), [])) == b"a,b\n"
    assert as_parquet(Table(("a", "b"), [])).startswith(b"PAR1")


def test_writing_replaces_the_file_whole_or_not_at_all(tmp_path):
    target = tmp_path / "t.csv"
    target.write_bytes(b"before")
    with pytest.raises(TypeError):
        write(target, "text instead of bytes")
    assert target.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [target]
    write(target, b"after")
    assert target.read_bytes() == b"after"
