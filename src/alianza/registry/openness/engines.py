"""Where the expression runs: DuckDB in memory, or Spark (here in local mode). Both are optional dependencies."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alianza.registry.openness.people import People
from alianza.vocabulary.refusal import Refusal, marked

SPARK = "local[2]"


class NotInstalled(Refusal):
    code = "registry.openness.not_installed"
    message = marked("%(engine)s is not installed; install it with: pip install 'alianza[%(extra)s]'.")


@contextmanager
def duckdb(people: People) -> Iterator[tuple[Any, Any]]:
    """A connection of its own and the table of people in it."""
    try:
        import ibis

        connection = ibis.duckdb.connect()
    except ImportError:
        raise NotInstalled(engine="Ibis for DuckDB", extra="relational") from None
    try:
        database = connection.con
        database.register("given", people.answers)
        database.execute("CREATE TABLE people AS SELECT * FROM given")
        database.unregister("given")
        yield connection, ibis.table(ibis.Schema.from_pyarrow(people.answers.schema), name="people")
    finally:
        connection.disconnect()


@contextmanager
def spark(people: People, *, master: str = SPARK) -> Iterator[tuple[Any, Any]]:
    """A Spark session and the table of people in it, read from Parquet as on a cluster. Needs Java."""
    try:
        import ibis
        from pyspark.errors import PySparkException
        from pyspark.sql import SparkSession
    except ImportError:
        raise NotInstalled(engine="Ibis for Spark", extra="spark") from None
    from pyarrow import parquet

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    try:
        session = (
            SparkSession.builder.master(master)
            .appName("alianza")
            .config("spark.ui.enabled", "false")
            .config("spark.ui.showConsoleProgress", "false")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.sql.shuffle.partitions", "2")
            .getOrCreate()
        )
    except (PySparkException, OSError, RuntimeError):
        raise NotInstalled(engine="Java for Spark", extra="spark") from None
    session.sparkContext.setLogLevel("ERROR")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "people.parquet"
        parquet.write_table(people.answers, file)
        try:
            connection = ibis.pyspark.connect(session)
            yield connection, connection.read_parquet(str(file), table_name="people")
        finally:
            session.stop()
