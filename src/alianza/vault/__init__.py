"""Personal data at rest: each value is sealed for one column of one row.

AES-256-GCM; the additional data name table, column and the row's UUID, so a value copied to another row or column
does not open. The key file lies outside the database and its backups; each sealed value names its key, so keys can be
rotated while the platform runs. A keyed hash (`blind_index`) allows exact look-up without opening anything.

Always true here: a value that cannot be opened is an error, never an empty string.
"""
