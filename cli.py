"""Commands of perheverkko: parse, call one function of model/, print, exit code."""


def run() -> None:
    """Entry point."""
