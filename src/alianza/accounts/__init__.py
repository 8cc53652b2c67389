"""Sign-in only: who is at the door. What a person may do is said by `network` (roles) and each context's `policy`.

A person signs in with an e-mail address (unique, case-folded) and a passkey, a password or a mailed code; a second
factor is required of the roles that say so. Sessions end after idle and absolute limits.
"""
