"""Files that are brought on a page and loaded by a job: kept until they are decided, told with every problem."""

import os
from collections.abc import Mapping
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import BinaryIO

from django.db import transaction

from alianza.accounts.models import User
from alianza.audit.actions import PLATFORM, record
from alianza.observatory.actions import load_vintage
from alianza.observatory.importing.brought import UnfitFile
from alianza.observatory.importing.formats import Layout
from alianza.observatory.models import Load, series_folder
from alianza.observatory.policy import may_load
from alianza.vocabulary.refusal import Refusal, marked

ENDINGS = (".csv", ".csv.gz", ".parquet", ".xlsx", ".xml")
KEPT_PROBLEMS = 200


class NotYours(Refusal):
    code = "observatory.load.not_yours"
    message = marked("Only the secretariat loads statistics.")


class UnknownEnding(Refusal):
    code = "observatory.load.unknown_ending"
    field = "file"
    message = marked("The name of the file ends in none of %(endings)s.")


def bring(
    content: BinaryIO,
    *,
    name: str,
    layout: Layout,
    series: str,
    vintage: str,
    mapping: str = "",
    about: Mapping[str, str] | None = None,
    make_current: bool = True,
    by: User,
) -> Load:
    """Keep a file that waits to be loaded. Raises NotYours, UnknownEnding."""
    if not may_load(by):
        raise NotYours
    ending = next((each for each in sorted(ENDINGS, key=len, reverse=True) if name.lower().endswith(each)), None)
    if ending is None:
        raise UnknownEnding(endings=", ".join(ENDINGS))
    with transaction.atomic():
        brought = Load.objects.create(
            brought_by=by,
            file_name=Path(name).name[:200],
            ending=ending,
            layout=layout,
            series=series,
            vintage_name=vintage,
            mapping=mapping,
            about=dict(about or {}),
            make_current=make_current,
        )
        _put(brought.path, content)
        record("observatory.file.brought", brought, by=by, series=series, vintage=vintage, layout=str(layout))
    return brought


def _put(path: Path, content: BinaryIO) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as beside:
        try:
            while chunk := content.read(1 << 20):
                beside.write(chunk)
            beside.flush()
            os.fsync(beside.fileno())
            Path(beside.name).replace(path)
        except BaseException:
            Path(beside.name).unlink(missing_ok=True)
            raise


def decide(brought: Load) -> Load:
    """Load the file or refuse it, and say which; safe to repeat, since a decided file is left alone."""
    if brought.state != Load.State.WAITING:
        return brought
    by = brought.brought_by or PLATFORM
    problems: list[list[object]] = []
    vintage = None
    series_folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    with NamedTemporaryFile(dir=series_folder(), suffix=".yaml", mode="w", encoding="utf-8") as mapping:
        mapping.write(brought.mapping)
        mapping.flush()
        try:
            vintage = load_vintage(
                brought.path,
                layout=Layout(brought.layout),
                dataflow=brought.series,
                vintage=brought.vintage_name,
                mapping=Path(mapping.name) if brought.mapping else None,
                about=brought.about,
                make_current=brought.make_current,
                by=by,
            ).vintage
        except UnfitFile as wrong:
            problems = [[each.row, each.column, each.sentence] for each in wrong.problems[:KEPT_PROBLEMS]]
        except FileNotFoundError:
            problems = [[0, "", "The file is no longer here. Bring it again."]]
        except Refusal as refusal:
            problems = [[0, "", str(refusal)]]
    with transaction.atomic():
        held = Load.objects.select_for_update(no_key=True).get(pk=brought.pk)
        if held.state != Load.State.WAITING:
            return held
        held.vintage, held.problems = vintage, problems
        held.state = Load.State.REFUSED if vintage is None else Load.State.LOADED
        held.save(update_fields=["vintage", "problems", "state"])
        if vintage is None:
            record("observatory.file.refused", held, by=by, problems=len(problems))
    brought.path.unlink(missing_ok=True)
    return held
