"""What was done: one entry per deed, added and never changed.

An entry names the deed (`placement.order.approved`), the thing (`placement.order` and its code), the actor's code and
plain facts; no keys into other tables and no personal data, so entries outlive what they speak of. Entries form a hash
chain: each carries the hash of the one before it. Triggers on SQLite and PostgreSQL refuse update, delete, truncate and
replacement. A superuser who may drop triggers is outside what the database can refuse; the chain shows it afterwards.

Always true here: an entry is written in the transaction of its deed, so neither exists without the other.
"""
