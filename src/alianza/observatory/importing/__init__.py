"""Files of other bodies, read into the form of the store: one module a layout, each telling row and reason.

An importer never guesses: what it does not understand is a problem with its row, and a file with a problem is refused
whole. The layouts: the UN's migrant stock workbook (`un_stock`), CSV of World Population Prospects (`wpp`), the
workbook of Remittance Prices Worldwide (`rpw`), ratifications of NORMLEX (`normlex`), SDMX-CSV and SDMX-ML (`sdmx`),
and any long CSV with a mapping (`plain`).
"""
