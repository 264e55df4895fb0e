"""Refusal: why a report cannot be made, as one sentence for the planner."""

from __future__ import annotations


class Refusal(ValueError):
    """No report can be made of what was given; the message says what is wrong and what to do."""
