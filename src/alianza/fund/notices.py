"""What people are told about the fund, by noun."""

from alianza.messages.kinds import Kind

KINDS: tuple[Kind, ...] = ()
