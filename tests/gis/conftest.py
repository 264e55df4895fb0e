"""The runs of the tests of the workbook."""

from tests.workbook.conftest import plan_run, rich, rich_plan, tiny, today_run  # noqa: F401  (fixtures)
