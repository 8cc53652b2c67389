"""The law of each lawful route, as sheets that people read and machines evaluate.

A *sheet* describes one permit category of one jurisdiction in twelve elements; each line says how well it is known and
from where. Its *conditions* are a criterion tree over *facts*, with dated *parameters* and *country groups*; its
*worked cases* are its tests. A sheet whose cases fail is never published. A seed has been confirmed by nobody, and
every page and verdict that rests on one says so. That conditions are met never means that a permit will be granted.
"""
