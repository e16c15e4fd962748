"""The metric dictionary says what the models hold, and its page is up to date."""

from __future__ import annotations

import pytest

from campaigns import catalogue, metrics
from campaigns.metrics import METRICS, Metric


def test_the_page_is_what_the_dictionary_gives() -> None:
    assert metrics.PAGE.read_text(encoding="utf-8") == metrics.page(), "run: python -m campaigns.metrics"


@pytest.mark.parametrize("each", [each for each in METRICS if each.column], ids=lambda each: each.key)
def test_a_metric_names_a_column_that_exists(each: Metric) -> None:
    name, column = each.column.split(".")
    model = next(model for model in catalogue.models() if model.name == name)
    assert column in model.columns
    assert each.unit != "CNY fen" or column.endswith("_fen")


def test_a_ratio_names_what_it_is_divided_by_and_keys_are_unique() -> None:
    assert all(each.denominator for each in METRICS if each.unit == "ratio" and each.key != "benchmark")
    assert len({each.key for each in METRICS}) == len(METRICS)
    assert not any("|" in metrics.metric(each.key).formula for each in METRICS)


def test_an_unknown_metric_is_named() -> None:
    with pytest.raises(LookupError, match="no metric 'roi'; there are impressions"):
        metrics.metric("roi")
