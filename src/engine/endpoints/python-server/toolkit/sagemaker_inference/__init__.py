"""Stands in for the package of this name, which scripts import from, where it is not installed."""
