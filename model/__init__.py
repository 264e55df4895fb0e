"""Perheverkko: where each family service should be, on which days and with whom."""

__version__ = "0.1.0"
