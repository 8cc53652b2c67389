"""What is known of a country and of a corridor, on one page each, and as a migration profile to print.

Words: a *migration profile* is the report on one country, made here from the observatory's series or *made elsewhere*
(a file with author, year and language, kept in the repository). A *core indicator* is one of the list in
`data/indicators.yaml`; what the series held cannot answer is a *gap*, and names the body that could fill it. A *panel*
is what another context adds to a page: the atlas reads everything and knows no page of anybody.

Always true here: every number carries source, vintage and method; what a page adds up is what the table behind it
adds up to; two revisions of a series are never joined into one line; what is not known is said, and is not zero.
"""
