"""The tables of matching: read strictly, everything wrong named by file, row and column; written whole or not at all."""

import csv
import gzip
import io
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from alianza.engines.preselection import pairs
from alianza.placement.tables import InputProblems, read_caps, read_market, read_quotas, read_shares
from alianza.tabular import write_table
from tests.engines.preselection import small_market as market
from tests.engines.preselection.test_search import ANA, WARD


def text_of(rows: list[dict]) -> str:
    out = io.StringIO()
    lines = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
    lines.writeheader()
    lines.writerows(rows)
    return out.getvalue()


@pytest.fixture
def files(tmp_path):
    """A function that writes the two tables (rows, text or bytes) and says where."""

    def written(workers=(ANA,), orders=(WARD,)) -> tuple[Path, Path]:
        paths = tmp_path / "workers.csv", tmp_path / "orders.csv"
        for path, content in zip(paths, (workers, orders), strict=True):
            if not isinstance(content, bytes):
                content = (content if isinstance(content, str) else text_of(list(content))).encode()
            path.write_bytes(content)
        return paths

    return written


def wrong(files, workers=(ANA,), orders=(WARD,)) -> list[str]:
    with pytest.raises(InputProblems) as caught:
        read_market(*files(workers, orders))
    assert caught.value.count == len(caught.value.sentences)
    return list(caught.value.sentences)


def test_what_is_read_is_what_the_rows_say(files):
    worker_rows, order_rows = market.rows(6, 80, 20)
    w, o = read_market(*files(worker_rows, order_rows))
    expected_w, expected_o = market.tables(worker_rows, order_rows)
    found, expected = pairs(w, o, threads=1), pairs(expected_w, expected_o, threads=1)
    assert len(found) > 20
    for name in ("start", "worker", "score", "worker_view"):
        assert np.array_equal(getattr(found, name), getattr(expected, name)), name
    for name in ("worker", "region", "woman", "disadvantaged", "age", "years2", "isco2", "passport_months"):
        assert np.array_equal(getattr(w, name), getattr(expected_w, name)), name
    for name in ("order", "posts", "related_ok", "lang2_min", "essential_min"):
        assert np.array_equal(getattr(o, name), getattr(expected_o, name)), name
    assert [w.codes.countries[c] for c in w.origin] == [expected_w.codes.countries[c] for c in expected_w.origin]
    assert [o.codes.permits[p] for p in o.permit] == [expected_o.codes.permits[p] for p in expected_o.permit]


def test_columns_in_any_order_others_ignored_and_blank_lines_passed_over(files):
    backwards = {"note": "x, y", **dict(reversed(ANA.items()))}
    text = text_of([backwards, backwards | {"worker": "3"}]).replace("\n", "\r\n")
    blank = "\r\n" + "," * (len(backwards) - 1) + "\r\n"
    w, o = read_market(*files("\ufeff" + text.replace("\r\n", blank, 1) + "\r\n\r\n"))
    assert w.worker.tolist() == [3, 7]
    assert pairs(w, o, threads=1).score.tolist() == [5351, 5351]


@pytest.mark.parametrize("ending", [".csv.gz", ".parquet"])
@pytest.mark.parametrize("typed", [False, True])
def test_compressed_and_columnar_files_hold_the_same(files, tmp_path, ending, typed):
    worker_rows, order_rows = market.rows(8, 30, 10)
    expected = pairs(*read_market(*files(worker_rows, order_rows)), threads=1)
    paths = []
    for name, rows in (("workers", worker_rows), ("orders", order_rows)):
        path = tmp_path / (name + ending)
        frame = pl.read_csv(text_of(rows).encode(), infer_schema_length=None if typed else 0)
        frame.write_parquet(path) if ending == ".parquet" else path.write_bytes(gzip.compress(text_of(rows).encode()))
        paths.append(path)
    found = pairs(*read_market(*paths), threads=1)
    assert np.array_equal(found.score, expected.score)
    assert len(found) > 0


def test_whole_numbers_that_a_tool_made_into_fractions_are_still_whole(files, tmp_path):
    frame = pl.DataFrame([ANA]).with_columns(
        years=pl.lit(6.0), isco2=pl.lit(None, pl.Float64), woman=pl.lit(value=True)
    )
    frame.write_parquet(tmp_path / "workers.parquet")
    w, _ = read_market(tmp_path / "workers.parquet", files()[1])
    assert (w.years.tolist(), w.isco2.tolist(), w.woman.tolist()) == ([6], [-1], [True])


def test_ids_are_integers_when_all_are_and_otherwise_texts(files):
    def ids(*names: str) -> list:
        return read_market(*files([ANA | {"worker": name} for name in names]))[0].worker.tolist()

    assert ids("10", "9", "-3") == [-3, 9, 10]
    assert ids("10", "9", "x") == ["10", "9", "x"]
    assert ids("010", "9") == ["9", "010"]  # numbers, written out as they came
    assert ids("100000000000000000000", "9") == ["9", "100000000000000000000"]
    assert ids("é", "z", "Z") == ["Z", "z", "é"]


@pytest.mark.parametrize(
    ("column", "value", "says"),
    [
        ("origin", "PHX", "'PHX' is not a country of ISO 3166; write its three capital letters, for example PHL."),
        ("origin", "", "is empty; write a country's three capital letters (ISO 3166), for example PHL."),
        (
            "accepts",
            "CAN Germany",
            "'Germany' is not a country of ISO 3166; write its three capital letters, for example PHL.",
        ),
        ("wish2", "de", "'de' is not a country of ISO 3166; write its three capital letters, for example PHL."),
        (
            "recognised_in",
            "DEU,CAN",
            "'DEU,CAN' is not a country of ISO 3166; write its three capital letters, for example PHL.",
        ),
        ("isco", "9999", "'9999' is not a unit group of ISCO-08; write its four digits, for example 2221."),
        ("isco", "nurse", "'nurse' is not a unit group of ISCO-08; write its four digits, for example 2221."),
        ("isco", "", "is empty; write the four digits of an ISCO-08 unit group, for example 2221."),
        ("isco2", "22", "'22' is not a unit group of ISCO-08; write its four digits, for example 2221."),
        ("years", "2.5", "'2.5' is not a whole number; write one, without points, commas or spaces."),
        ("years", "-1", "-1 is too low; the least is 0."),
        ("years", "", "an empty cell is not a whole number; write one, without points, commas or spaces."),
        ("years2", "", "is empty beside a second occupation; write its years."),
        ("age", "151", "151 is too high; the most is 150."),
        ("age", "9" * 400, f"'{'9' * 37}...' is not a whole number; write one, without points, commas or spaces."),
        ("woman", "yes", "'yes' is not a whole number; write one, without points, commas or spaces."),
        ("woman", "2", "2 is too high; the most is 1."),
        ("education", "7", "7 is too high; the most is 6."),
        ("cefr_de", "B3", "'B3' is not a level; write one of - A1 A2 B1 B2 C1 C2 (- is below A1)."),
        ("cefr_de", "", "an empty cell is not a level; write one of - A1 A2 B1 B2 C1 C2 (- is below A1)."),
        ("medical", "ok", "'ok' is not one of fit, pending, unfit."),
        ("security", "", "an empty cell is not one of clear, pending, refused."),
        ("min_wage", "-5", "-5 is too low; the least is 0."),
        ("worker", "", "is empty; give each row an id."),
        ("worker", "w" * 300, f"'{'w' * 37}...' is longer than 100 characters; shorten it."),
    ],
)
def test_a_worker_row_that_is_wrong_is_told_with_its_column(files, column, value, says):
    rows = [ANA | {"worker": "1"}, ANA | {"worker": "2", column: value}]
    assert wrong(files, rows) == [f"workers.csv, row 3, column {column}: {says}"]


@pytest.mark.parametrize(
    ("column", "value", "says"),
    [
        ("posts", "-1", "-1 is too low; the least is 0."),
        ("wage", "0", "0 is too low; the least is 1."),
        ("wage", "-10", "-10 is too low; the least is 1."),
        ("lang1", "fr", "workers.csv has no column cefr_fr; add it there or correct the language."),
        ("lang2", "fr", "workers.csv has no column cefr_fr; add it there or correct the language."),
        ("permit", "", "is empty; name the permit category."),
        ("dest", "XXX", "'XXX' is not a country of ISO 3166; write its three capital letters, for example PHL."),
        (
            "origins",
            "PHL Peru",
            "'Peru' is not a country of ISO 3166; write its three capital letters, for example PHL.",
        ),
        ("start_month", "May", "'May' is not a whole number; write one, without points, commas or spaces."),
        ("essential_min", "1,5", "'1,5' is not a whole number; write one, without points, commas or spaces."),
    ],
)
def test_an_order_row_that_is_wrong_is_told_with_its_column(files, column, value, says):
    assert wrong(files, orders=[WARD | {column: value}]) == [f"orders.csv, row 2, column {column}: {says}"]


def test_a_language_needs_its_level(files):
    assert wrong(files, orders=[WARD | {"lang2_min": ""}]) == [
        "orders.csv, row 2, column lang2_min: is empty beside a language; write the level, one of - A1 A2 B1 B2 C1 C2."
    ]


def test_everything_wrong_is_named_at_once_workers_first_by_row(files):
    workers = [ANA | {"worker": "1", "age": "x"}, ANA | {"worker": "1", "isco": "1", "medical": "?"}]
    orders = [WARD | {"order": "a", "wage": "0", "posts": "many"}, WARD | {"order": "a"}]
    found = wrong(files, workers, orders)
    assert [sentence.split(":")[0] for sentence in found] == [
        "workers.csv, row 2, column age",
        "workers.csv, row 3, column worker",
        "workers.csv, row 3, column isco",
        "workers.csv, row 3, column medical",
        "orders.csv, row 2, column posts",
        "orders.csv, row 2, column wage",
        "orders.csv, row 3, column order",
    ]
    assert found[1].endswith("'1' stands in row 2 already; give each row an id of its own.")


def test_the_same_number_written_twice_is_one_id(files):
    found = wrong(files, [ANA | {"worker": "07"}, ANA | {"worker": "7"}])
    assert found == ["workers.csv, row 3, column worker: '7' stands in row 2 already; give each row an id of its own."]


def test_a_file_full_of_faults_shows_twenty_and_the_count(files):
    paths = files([ANA | {"worker": str(n), "age": "?", "isco": "?"} for n in range(3000)])
    with pytest.raises(InputProblems) as caught:
        read_market(*paths)
    assert caught.value.count == 6000
    lines = str(caught.value).splitlines()
    assert len(lines) == 21
    assert lines[0].startswith("workers.csv, row 2, column ")
    assert lines[1].startswith("workers.csv, row 2, column ")
    assert lines[-1] == "... and 5980 more, 6000 problems in all."


HEADER = ",".join(ANA)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", ["workers.csv: is empty; it needs a header and one line for each row."]),
        (b" \n\n", ["workers.csv: is empty; it needs a header and one line for each row."]),
        (
            text_of([ANA]).replace("2261", "22\x0061").encode(),
            ["workers.csv, row 2: holds a NUL byte; save the file as CSV in UTF-8 again."],
        ),
        (
            text_of([ANA, ANA | {"worker": "Jos\xe9"}]).encode("latin-1"),
            ["workers.csv, row 3: the byte 0xe9 is not UTF-8; save the file as CSV in UTF-8."],
        ),
        (
            text_of([ANA]).replace("isco,", "isco1,").replace("cefr_de", "isco1").encode(),
            ["workers.csv: the column isco1 stands 2 times; keep one."],
        ),
        (
            (text_of([ANA]) + "8,PHL\n" + text_of([ANA | {"worker": "9", "age": "x"}]).split("\n")[1] + ",1,2\n").encode(),
            [
                "workers.csv, row 3: has 2 columns where the header has 24; check the commas, and quote texts that hold one.",
                "workers.csv, row 4: has 26 columns where the header has 24; check the commas, and quote texts that hold one.",
            ],
        ),
    ],
)  # fmt: skip
def test_a_file_that_is_not_a_table_is_told_so(files, content, says):
    assert wrong(files, content) == says


def test_rows_keep_their_numbers_behind_a_broken_one(files):
    lines = text_of([ANA, ANA | {"worker": "8", "age": "x"}]).splitlines()
    found = wrong(files, "\n".join([lines[0], "1,2", lines[1], "", lines[2]]) + "\n")
    assert [sentence.split(":")[0] for sentence in found] == ["workers.csv, row 2", "workers.csv, row 5, column age"]


def test_missing_columns_are_told_in_one_sentence(files):
    rows = [{name: value for name, value in ANA.items() if name not in {"age", "skills"}}]
    (sentence,) = wrong(files, rows)
    assert sentence.startswith(
        "workers.csv: the columns age, skills are missing; add what is missing. The header names "
    )


def test_files_that_are_absent_or_broken_are_told_so(files, tmp_path):
    _, orders = files()
    (tmp_path / "broken.csv.gz").write_bytes(gzip.compress(text_of([ANA]).encode())[:-9])
    (tmp_path / "plain.csv.gz").write_bytes(text_of([ANA]).encode())
    (tmp_path / "broken.parquet").write_bytes(b"PAR1 or not")
    says = {
        "absent.csv": "there is no such file",
        "absent.parquet": "there is no such file",
        "broken.csv.gz": "is not a complete gzip file; compress it again.",
        "plain.csv.gz": "is not a complete gzip file; compress it again.",
        "broken.parquet": "cannot be read as Parquet",
    }
    for name, words in says.items():
        with pytest.raises(InputProblems, match=words):
            read_market(tmp_path / name, orders)


def test_a_header_alone_is_a_table_of_nobody(files):
    for end in ("", "\n"):
        w, o = read_market(*files(HEADER + end))
        assert (len(w), len(o), len(pairs(w, o, threads=1))) == (0, 1, 0)


def test_a_nested_or_nul_bearing_parquet_column_is_refused(files, tmp_path):
    path = tmp_path / "workers.parquet"
    pl.DataFrame([ANA]).with_columns(skills=pl.lit(["s0"]).implode()).write_parquet(path)
    with pytest.raises(InputProblems, match="column skills: holds neither texts nor numbers"):
        read_market(path, files()[1])
    pl.DataFrame([ANA | {"skills": "s\x000"}]).write_parquet(path)
    with pytest.raises(InputProblems, match="row 2, column skills: holds a NUL character"):
        read_market(path, files()[1])


def test_limits_are_read_on_the_codes_of_the_market(files, tmp_path):
    w, _ = read_market(*files([ANA, ANA | {"worker": "8", "isco": "3221"}]))
    paths = {name: tmp_path / f"{name}.csv" for name in ("quotas", "caps", "sectors", "shares")}
    paths["quotas"].write_text("origin,dest,permit,quota\nPHL,DEU,care,3\nPHL,DEU,other,1\nNPL,DEU,care,0\n")
    paths["sectors"].write_text("isco,sector\n2261,health\n5120,food\n")
    paths["caps"].write_text("sector,origin,cap\nhealth,PHL,10\nfood,NPL,1\n")
    paths["shares"].write_text(
        "kind,scope,per_mille\nwomen,DEU,400\ndisadvantaged,all,100\nregion,PHL,50\nwomen,NPL,1\n"
    )
    countries = list(w.codes.countries)
    quotas = read_quotas(paths["quotas"], w.codes)
    assert (quotas.origin.tolist(), quotas.dest.tolist(), quotas.permit.tolist(), quotas.quota.tolist()) == (
        [countries.index("PHL")], [countries.index("DEU")], [0], [3],
    )  # fmt: skip
    caps = read_caps(paths["caps"], paths["sectors"], w)
    assert (caps.sectors, caps.cap.tolist(), caps.sector.tolist()) == (("food", "health"), [10], [1])
    assert caps.worker_sector.tolist() == [1, -1]
    shares = read_shares(paths["shares"], w.codes)
    assert shares.kind == ("women", "disadvantaged", "region")
    assert shares.scope.tolist() == [countries.index("DEU"), -1, countries.index("PHL")]
    assert shares.per_mille.tolist() == [400, 100, 50]


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("quotas", "origin,dest,permit,quota\nPHL,DEU,care,-1\n", "row 2, column quota: -1 is too low; the least is 0."),
        ("quotas", "origin,dest,permit,quota\nPHL,DEU,care,1\nPHL,DEU,care,2\n", "row 3: PHL DEU care stands in row 2 already; keep one."),
        ("quotas", "origin,dest,permit,quota\nPH,DEU,care,1\n", "row 2, column origin: 'PH' is not a country"),
        ("caps", "origin,sector,cap\nPHL,mining,1\n", "row 2, column sector: 'mining' is not a sector that sectors.csv gives to any occupation."),
        ("caps", "origin,sector\nPHL,health\n", "the column cap is missing"),
        ("shares", "kind,scope,per_mille\nmen,DEU,1\n", "column kind: 'men' is not one of women, disadvantaged, region."),
        ("shares", "kind,scope,per_mille\nwomen,all,1\n", "column scope: a share of women is per destination"),
        ("shares", "kind,scope,per_mille\ndisadvantaged,DEU,1\n", "column scope: a share of disadvantaged is over all; write all."),
        ("shares", "kind,scope,per_mille\nwomen,DEU,1001\n", "column per_mille: 1001 is too high; the most is 1000."),
        ("sectors", "isco,sector\n2261,health\n2261,food\n", "row 3: 2261 stands in row 2 already; keep one."),
    ],
)  # fmt: skip
def test_limits_that_are_wrong_are_told(files, tmp_path, name, text, says):
    w, _ = read_market(*files())
    path, sectors, caps = tmp_path / f"{name}.csv", tmp_path / "sectors.csv", tmp_path / "caps.csv"
    sectors.write_text("isco,sector\n2261,health\n")
    caps.write_text("origin,sector,cap\nPHL,health,1\n")
    path.write_text(text)
    with pytest.raises(InputProblems) as caught:
        {
            "quotas": lambda: read_quotas(path, w.codes),
            "caps": lambda: read_caps(caps, sectors, w),
            "sectors": lambda: read_caps(caps, sectors, w),
            "shares": lambda: read_shares(path, w.codes),
        }[name]()
    assert says in str(caught.value)


@pytest.mark.parametrize("name", ["out.csv", "out.csv.gz", "out.parquet"])
def test_written_tables_are_the_same_bytes_each_time_and_read_back(tmp_path, name):
    columns = {"order": np.array([1, 2]), "worker": np.array(["a,b", 'c"d']), "score": np.array([5, 6], np.int16)}
    (tmp_path / "again").mkdir()
    for folder in (tmp_path, tmp_path / "again"):
        write_table(folder / name, columns)
    assert (tmp_path / name).read_bytes() == (tmp_path / "again" / name).read_bytes()
    frame = pl.read_parquet(tmp_path / name) if name.endswith("parquet") else pl.read_csv(tmp_path / name)
    assert frame.rows() == [(1, "a,b", 5), (2, 'c"d', 6)]
    if name == "out.csv":
        assert (tmp_path / name).read_text() == 'order,worker,score\n1,"a,b",5\n2,"c""d",6\n'


def test_a_table_that_cannot_be_written_leaves_the_old_one_and_nothing_beside(tmp_path):
    (tmp_path / "out.csv").write_text("old")
    with pytest.raises(RuntimeError):
        _fails_half_way(tmp_path / "out.csv")
    assert [path.name for path in tmp_path.iterdir()] == ["out.csv"]
    assert (tmp_path / "out.csv").read_text() == "old"


def _fails_half_way(file: Path) -> None:
    from alianza.tabular import beside

    with beside(file) as part:
        part.write_text("half")
        raise RuntimeError("the power went")
