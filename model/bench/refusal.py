"""Refusal: what is asked cannot be measured."""


class Refusal(Exception):
    """The message says why, for the person who asked."""
