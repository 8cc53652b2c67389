"""The observatory keeps statistical series on migration, each observation with its source, vintage and method.

Its words: a *series* is one statistic for places and periods; a *vintage* the state of knowledge it comes from; an
*observation* was counted or surveyed, an *estimate* was computed and carries an interval. Today it holds the commands
`alianza data`, which show and export the packaged reference data; the statistical store joins them here. Always true:
no figure without source, licence and vintage; a missing value is missing, never zero.
"""
