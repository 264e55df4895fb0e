"""The plants of the benchmark: every one leaves a case without a plan, and the planted figure alone would mend it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from model.bench.planted import PLANTS, planted
from model.checking.check import check_folder
from model.explaining.elastic import elastic_model
from model.explaining.plans import find_plan
from model.solving.highs import solve_mip

SMALL = Path(__file__).parents[1] / "cases" / "small"
MADE = {plant.name: plant for plant in planted(check_folder(SMALL).case)}


def test_the_small_case_takes_every_plant():
    assert list(MADE) == list(PLANTS) and len(MADE) >= 15


@pytest.mark.parametrize("plant", MADE.values(), ids=lambda plant: plant.name)
def test_the_planted_figure_alone_gives_way(plant):
    assert find_plan(plant.case, 600).status == "none"
    model = elastic_model(plant.case)
    free = np.array([(figure.table, figure.row, figure.column) == plant.cell for figure in model.figures])
    assert free.any() and model.suggestable[free].all()
    assert solve_mip(model.program(free), 600, 0.0).x is not None
