"""For how many people is a route open, and what stands in the way of the others?

The conditions of a sheet are evaluated for a whole table of profiles in one relational expression: the verdict of every
row, each condition's value, and the nearest miss of the one-person engine (`engines.eligibility`, rule A5), row by row.
A property test holds that both agree on every row.

Words: *unmet* people fail a condition; a condition is *nearest* for somebody when it belongs to the way of least burden
through what fails; the *most common obstacle* is the condition that is nearest for the most people to whom the route is
closed, the first written among equals.

What is never here: a name, a code or a pseudonym. Only conditions and counts leave, and counts of fewer than five
people are not told where the people are those of the registry (`told`).
"""

from alianza.registry.openness.counted import Obstacle, Openness, count
from alianza.registry.openness.judged import Judged, judge

__all__ = ["Judged", "Obstacle", "Openness", "count", "judge"]
