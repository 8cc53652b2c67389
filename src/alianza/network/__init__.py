"""Who takes part: organisations of every actor type, people's roles in them, and the focal points a member names.

Words: an *organisation* is a member, partner or participant; a *membership* gives a person a role in one organisation
for a time; a *mandate* makes a person focal point of a country for a subject between two dates, and may be delegated.

Always true here: a mandate ends on or after the day it begins; a delegate's mandate lies inside the one it comes from;
what somebody may do is read from memberships and mandates in force, never from a flag on the account.
"""
