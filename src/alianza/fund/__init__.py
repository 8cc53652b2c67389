"""The multi-donor trust fund and the concessional facility: every cent from donor to result.

Words: an *agreement* is a donor's signed contribution; a *window* a thematic pool of money; a *proposal* what somebody
asks for, a *programme* what was approved; a *contract* binds one organisation, a *tranche* is one payment under it. A
*journal* is one event in the books, made of *entries* and closed by its *seal*.

Always true here: every journal balances in each book and currency; nothing is approved, committed or paid that is not
there (the balances of accounts are guarded by the database); no row of the ledger is ever changed or removed; money is
whole minor units, never a float; no vote and no payment reads a contribution, a review or an outcome of migration.
"""
