"""The words every part of Alianza shares, and the reference data behind them.

Country, Corridor, Period, Money, Occupation, Skill, Language and its level: small frozen values that know no Django,
no clock and no network. They read only the packaged files in `data/`, each when first asked for, so that commands
start at once. `catalogue` says of every file where it comes from, under which licence, as of when.

Always true here: a code is as its agency writes it (ISO 3166 alpha-3, ISO 4217, ISCO-08, ESCO, ISO 639); a code that
is not known is refused with a sentence and the nearest known ones; a name missing in one language is never invented:
it comes in another language and says so (`labels.Label`).
"""
