"""The story that `alianza demo` tells: who is in it and what has happened so far. Told once; safe to repeat.

Each chapter is one transaction that ends with a deed naming it: a story that was interrupted goes on where it stopped.
"""

from collections.abc import Callable

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from alianza.audit.actions import PLATFORM, record
from alianza.audit.models import Entry
from alianza.demo import cast, certification, complaints, fund, registry, rounds, scenes, sheets
from alianza.demo.people import WORKERS, workers
from alianza.regulations.actions.sheets import load_seed_sheets

TOLD = "demo.chapter.told"


def tell(*, progress: Callable[[str], object], people: int = WORKERS) -> None:
    """Load the packaged law and the invented registry into the demonstration, and play its scenes.

    `people` enters only the first so many workers.
    """
    today = timezone.localdate()
    chapters: tuple[tuple[str, str, Callable[[], object]], ...] = (
        ("organisations", "", cast.enter_organisations),
        ("accounts", "", lambda: cast.open_accounts(today)),
        ("label", "", lambda: certification.accredit(today)),
        ("labels held", "Certifying the firms that hold the label ...", lambda: certification.label_employers(today)),
        ("law", "Loading the packaged sheets of law ...", lambda: load_seed_sheets(by=PLATFORM)),
        ("workers", "Inventing the registry ...", lambda: registry.enter_workers(workers(people), today, progress)),
        ("programmes", "", lambda: registry.enter_programmes(today)),
        ("orders", "Entering 400 job orders ...", lambda: registry.enter_orders(today)),
        ("profiles", "", lambda: scenes.register_workers(today)),
        ("farm and hospital", "", lambda: scenes.place_orders(today)),
        ("shortlists", "Drawing up two shortlists ...", scenes.draw_up_shortlists),
        ("runs", "Running two placements ...", scenes.run_placements),
        *fund.chapters(today),
        ("sheets in review", "", lambda: sheets.play(today)),
        ("questionnaires", "", rounds.bring_instruments),
        ("round", "Inviting 195 states to a questionnaire ...", lambda: rounds.play(today)),
        ("label granted", "Auditing four invented cases for the label ...", lambda: certification.certify(today)),
        ("label suspended", "", lambda: certification.suspend(today)),
        ("label before the panel", "", lambda: certification.put_before_the_panel(today)),
        ("complaint", "", lambda: complaints.complain(today)),
    )
    for name, sentence, play in chapters:
        _tell_once(name, sentence, play, progress)


def _tell_once(name: str, sentence: str, play: Callable[[], object], progress: Callable[[str], object]) -> None:
    if Entry.objects.filter(deed=TOLD, facts__chapter=name).exists():
        return
    if sentence:
        progress(sentence)
    with transaction.atomic():
        play()
        record(TOLD, cast.organisation(cast.SECRETARIAT), by=PLATFORM, chapter=name)


def address_book(*, port: int) -> str:
    """Where the demonstration is and who one can be in it, for the terminal."""
    home = f"http://127.0.0.1:{port}/"
    width = max(len(account.email) for account in cast.ACCOUNTS)
    lines = [f"  {account.email:{width}}  {account.role_label}: {account.place}" for account in cast.ACCOUNTS]
    told = "Invented people, firms and money, and law that nobody has confirmed. "
    told += f"Mail is written to {settings.INSTANCE}/mail."
    choose = f"Choose whom to be, with one click, at {home}demo/"
    return "\n".join(("", f"Alianza is at {home}", choose, "", *lines, "", told, ""))
