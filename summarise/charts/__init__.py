"""Bar charts of figures that can be compared: the same thing, counted in the same unit, of several bodies.

A chart shows what was written and computes nothing: the bars stand in the order given, each with its amount in the words
of the source; an amount with a hedge ("gần", "hơn") is hatched. What it shows is also said in a sentence (`description`),
for whoever cannot see it.
"""

from __future__ import annotations

from summarise.charts.chart import Bar, Chart, chart_of
from summarise.charts.comparing import comparable
from summarise.charts.drawing import ABSENT, available, png, split, svg

__all__ = ["ABSENT", "Bar", "Chart", "available", "chart_of", "comparable", "png", "split", "svg"]
