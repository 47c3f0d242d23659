"""Taking over the texts that a year's files ship, and counting what waits."""

from __future__ import annotations

from services.notices.app import NoticesApp
from services.notices.metrics import WAITING_TEXTS
from services.notices.storage import texts
from services.notices.storage.texts import Signature

PROGRAMME = "programme"


def keep_shipped_texts(app: NoticesApp) -> None:
    """Store as version 1 what the programme's files hold and the database does not.

    Done before the first answer of a process, so that no page is ever without its texts. What
    people changed since stays theirs: a text that is there is never touched.
    """
    years = app.programmes.years()
    for year in years if not app.programmes.kept.issuperset(years) else ():
        shipped = app.programmes.texts(year)
        with app.uow(job="keep_shipped_texts") as tx:
            signed = Signature(PROGRAMME, "", tx.now)
            added = [
                one.entry.slug
                for one in shipped
                if texts.insert_shipped(tx.session, year, one, signed)
            ]
            if added:
                tx.audit(
                    "texts_shipped",
                    object_type="text",
                    object_id=str(year),
                    details={"slugs": added},
                )
    app.programmes.kept = frozenset(years)


def measure_texts(app: NoticesApp) -> None:
    """Refresh the gauge of proposals that wait."""
    with app.uow(job="measure_texts") as tx:
        WAITING_TEXTS.set(texts.count_waiting(tx.session))
