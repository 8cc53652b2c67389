"""Workers' profiles: what a person says of themselves, seen, corrected, exported and deleted by them.

Words: a *profile* describes one worker; its *holder* is the worker's own account, or the public employment service
(the *registrar*) that keeps it for somebody without one; the *pseudonym* (W-7Q4K2M) is what everybody else sees; an
*opening* is the moment somebody else reads the sealed part, with the reason; an *intake* is one file of people that a
registrar brings, checked as a whole and saved as a whole.

Always true here: name, contacts, birth date and passport are sealed and leave only through an opening; nobody is
matched without a consent in force; sex, disadvantage and region serve shares and never a score; a profile has a day
after which it is removed; removing removes (keys of higher contexts to a profile cascade or let go, they never
protect); the trail of deeds keeps codes alone.
"""
