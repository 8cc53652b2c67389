"""How large are the remittances a country receives beside its economy? SDG indicator 17.3.2.

A1  100 (personal transfers + compensation of employees) / GDP, current US dollars, same country and year, BPM6.
A2  A missing part is missing, not zero: the sum is then not known, unless the compiler states a zero. Where the source
    gives personal remittances as one number, that number is the sum.
A3  A group of countries is weighted by GDP: the sum received over the sum of GDP, over countries that have both.
"""

from alianza.engines.remittance_share._share import GroupShare, group_share, share_of_gdp

__all__ = ["GroupShare", "group_share", "share_of_gdp"]
