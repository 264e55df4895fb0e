"""Residential care: the case's table of places by year, costed. The plan decides nothing about it, and its cost leaves it out."""

from __future__ import annotations

import numpy as np
import pandas as pd

from model.case import Case


def residential_care(case: Case) -> pd.DataFrame:
    """The rows of the case by year, with cost_keur = places x cost of a place."""
    care = case.residential_care.assign(cost_keur=case.residential_care["places"] * case.residential_care["cost_keur_per_place"])
    columns = ["year", "unit", "name", "kind", "units", "places", "cost_keur_per_place", "cost_keur"]
    return care.sort_values("year", kind="stable")[columns].reset_index(drop=True)


def residential_years(case: Case) -> pd.DataFrame:
    """By year: own_units, own_places, purchased_places, own_share (of places), cost_keur, cost_change_keur (NaN in the first)."""
    care = residential_care(case)
    own = (care["kind"] == "own").astype(float)
    sums = care.assign(own_units=care["units"] * own, own_places=care["places"] * own, purchased_places=care["places"] * (1 - own))
    sums = sums.groupby("year")[["own_units", "own_places", "purchased_places", "cost_keur"]].sum().astype(float).reset_index()
    places = sums["own_places"] + sums["purchased_places"]
    share = np.divide(sums["own_places"], places, out=np.full(len(sums), np.nan), where=places.to_numpy() > 0)
    return sums.assign(own_share=share, cost_change_keur=sums["cost_keur"].diff())
