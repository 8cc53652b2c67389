"""Pack the statistics that the product carries: `python -m tools.pack --shared ../shared`."""
