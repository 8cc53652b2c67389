"""Money that migrants send home: how much goes through a corridor, what sending costs, what a fall would mean.

Its words: the *sender* is the country where migrants live (the corridor's destination), the *receiver* the one they
come from. An *amount* of a corridor is always an estimate by a model, the World Bank's or one of three rules, and is
called so; a *cost* was surveyed. A *quote* is one provider's price. Always true: no figure without source, vintage and
method; what is not held is said, and no average stands in for a quote.
"""
