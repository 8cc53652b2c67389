"""What makes people move along one corridor rather than another, and how many will, if that goes on?

A1  The mean of a flow is `exp(x'b + effects)`: effects of the origin and of the destination, on request of the pair,
    of the origin in a period, of the destination in a period. Only this mean has to be right; flows need not be
    Poisson (Santos Silva & Tenreyro 2006). A flow of zero is an observation like any other.
A2  Missing is never zero: a missing flow or covariate is refused, not filled.
A3  Observations whose zero is certain whatever the slopes are separated: an effect without any flow, or a combination
    of covariates and effects that is zero wherever people move (Correia, Guimaraes & Zylkin 2021). They say nothing
    about the slopes; they are left out and reported. A slope that only they would have told is reported as absent.
A4  A covariate that the effects, or the other covariates, determine is refused by name: its slope means nothing.
A5  Standard errors count the effects as estimated. Model: the flow's variance is its mean. HC1: any variance, factor
    n / (n - p). Clustered: any dependence within a cluster, factor G / (G - 1) * (n - 1) / (n - p).
A6  Three-way effects bias slopes and errors slightly (Weidner & Zylkin 2021); nothing is corrected for it.
A7  A forecast carries the last effects forward, or lets each return to its own mean as an AR(1) with one pooled
    speed. Its interval draws slopes (the effects follow them), innovations of the effects, and flows with a variance
    proportional to the mean (gamma-Poisson). It never stands without persistence and period mean beside it.
A8  Covariates of held-out periods count as known: the skill shown is that of a forecast given the covariates.
A9  With net totals known from elsewhere, the caller hands in the function that balances flows to them; it is applied
    to the point forecast and to every draw.
"""

from alianza.engines.gravity._effects import Effects
from alianza.engines.gravity._fit import Collinear, Fit, crossed, fit
from alianza.engines.gravity._forecast import Drift, Forecast, drift, forecast
from alianza.engines.gravity._skill import HeldOut, Score, held_out

__all__ = [
    "Collinear",
    "Drift",
    "Effects",
    "Fit",
    "Forecast",
    "HeldOut",
    "Score",
    "crossed",
    "drift",
    "fit",
    "forecast",
    "held_out",
]
