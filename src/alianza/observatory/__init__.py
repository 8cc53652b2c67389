"""The observatory keeps statistical series on migration, each observation with its source, vintage and method.

Its words: a *series* is one statistic for places and periods; a *vintage* the state of knowledge it comes from; an
*observation* was counted or surveyed, an *estimate* was computed and carries an interval; a *figure* is one number with
what it answers for. `packaged` comes with the product, an instance loads newer vintages through `importing`, and
`queries` reads both as one. What is computed from the series for every country stands here too (`own_flows`,
`population`, `labour_balance`). Always true: no figure without source, licence and vintage; a missing value is missing,
never zero; two vintages are never mixed in one series.
"""
