"""What a plan shows: the sentence, figures with intervals, who is chosen, other budgets, replacements, the money."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import plotly.graph_objects as go
import polars as pl
import streamlit as st

from campaigns.forecast import FIGURES, Total
from campaigns.frontier import Point, Replacement
from campaigns.plan import Infeasible, Plan
from campaigns.plan_budget import Split
from dashboard import blocks
from dashboard.axes import value_axis
from dashboard.blocks import Column, KeyFigure
from dashboard.charts import ACCENT, INK, NEUTRAL, frame_of, in_yuan
from dashboard.formats import MISSING, Voice
from dashboard.labels import in_language
from dashboard.panels import Panel
from dashboard.plan import Offer

MONEY = {"net_sales_fen"}
TIERS = ("koc", "tail", "waist", "head", "celebrity")
SPLIT = ("fees", "samples", "ads", "kol_commission", "third_party", "platform", "product_cost", "contribution")


def headline(
    plan: Plan, chosen: Sequence[Offer], offers: int, sums: Mapping[str, Total], voice: Voice
) -> tuple[str, str]:
    """The sentence with the number that matters, and what proves it."""
    facts = {"count": voice.exact(len(chosen)), "of": voice.exact(offers), "cost": voice.money(plan.cost_fen)}
    sales = sums.get("net_sales_fen")
    title = voice("plan.title", **facts) if sales is None else voice(
        "plan.title_sales", **facts, sales=voice.money(round(sales.mean))
    )  # fmt: skip
    proof = voice("plan.proven") if plan.gap == 0 else voice("plan.within", gap=voice.percent(plan.gap))
    return title, f"{proof} {voice('plan.note')}"


def key_figures(
    sums: Mapping[str, Total], chosen: Sequence[Offer], reach: Mapping[str, Any], voice: Voice
) -> list[KeyFigure]:
    """The figures of the set with their intervals, the notes that will appear, the people it reaches."""
    found = [
        KeyFigure(
            voice(f"plan.figure.{figure}"), _say(figure, sums[figure].mean, voice), "",
            _interval(figure, sums[figure], voice),
        )
        for figure in FIGURES
        if figure in sums
    ]  # fmt: skip
    appear = sum(offer.chance for offer in chosen)
    found.append(KeyFigure(
        voice("plan.appear"), f"{appear:.1f}", voice("plan.appear_of", count=voice.exact(len(chosen)))
    ))  # fmt: skip
    if reach["clickers"]:
        found.append(KeyFigure(
            voice("plan.reach"), voice.count(reach["clickers"]),
            voice("plan.reach_of", sum=voice.count(reach["clickers_each"])),
            voice("plan.reach_buyers", buyers=voice.exact(reach["buyers"])),
        ))  # fmt: skip
    return found


def _say(figure: str, number: float, voice: Voice) -> str:
    return voice.money(round(number)) if figure in MONEY else voice.count(round(number))


def _interval(figure: str, total: Any, voice: Voice) -> str:
    if total.low is None or total.high is None:
        return voice("plan.no_interval")
    return voice("plan.interval", low=_say(figure, total.low, voice), high=_say(figure, total.high, voice))


def chosen_table(chosen: Sequence[Offer], voice: Voice) -> Panel:
    """Who is in the set, with what each costs and may bring."""
    frame = pl.DataFrame(
        [
            {
                "kol_name": offer.kol_name,
                "tier": voice(f"tier.{offer.tier}") if offer.tier in TIERS else offer.tier or voice("label.unknown"),
                "agency": offer.agency or voice("pipeline.direct"), "plan_price_fen": offer.price_fen,
                "plan_price_from": voice(f"plan.price.{offer.price_from}"), "plan_chance": offer.chance,
                "plan_judged": offer.judged,
                **_figures(offer),
            }
            for offer in sorted(chosen, key=lambda one: -one.brings("net_sales_fen"))
        ],
        schema_overrides={"plan_price_fen": pl.Int64, "plan_chance": pl.Float64},
    )  # fmt: skip
    return Panel(
        "plan_chosen", voice("plan.chosen", count=voice.exact(len(chosen))), voice("plan.chosen_note"), None, frame
    )


def _figures(offer: Offer) -> dict[str, int | None]:
    found: dict[str, int | None] = {}
    for figure in ("reads", "orders", "net_sales_fen"):
        expected = offer.expected.get(figure)
        found[figure] = None if expected is None else round(expected.mean)
        if figure == "net_sales_fen":
            found["plan_low_fen"] = None if expected is None or expected.low is None else round(expected.low)
            found["plan_high_fen"] = None if expected is None or expected.high is None else round(expected.high)
    return found


def frontier_panel(points: Sequence[Point], budget_fen: int, aim: str, voice: Voice) -> Panel:
    """What other budgets would bring."""
    solved = [(point.budget_fen, point.plan) for point in points if point.plan is not None]
    frame = pl.DataFrame(
        {
            "plan_budget_fen": [fen for fen, _ in solved], "plan_cost_fen": [plan.cost_fen for _, plan in solved],
            "plan_kols": [len(plan.chosen) for _, plan in solved],
            _column(aim): [round(plan.value) for _, plan in solved],
        },
        schema=dict.fromkeys(("plan_budget_fen", "plan_cost_fen", "plan_kols", _column(aim)), pl.Int64),
    )  # fmt: skip
    return Panel(
        "plan_frontier", voice("plan.frontier"), voice("plan.frontier_note", aim=voice(f"plan.aim.{aim}")),
        frontier_chart(frame, budget_fen, aim, voice), frame,
    )  # fmt: skip


def _column(aim: str) -> str:
    return "plan_value_fen" if aim in ("contribution", "net_sales") else "plan_value"


def frontier_chart(frame: pl.DataFrame, budget_fen: int, aim: str, voice: Voice) -> go.Figure:
    """Value against budget, this plan's marked. Columns: plan_budget_fen, plan_kols, plan_value_fen or plan_value."""
    figure = frame_of(300)
    if frame.is_empty():
        return figure
    is_money = _column(aim) == "plan_value_fen"
    x = [fen or 0.0 for fen in in_yuan(frame["plan_budget_fen"])]
    y = [
        v or 0.0
        for v in (in_yuan(frame["plan_value_fen"]) if is_money else frame["plan_value"].cast(pl.Float64).to_list())
    ]
    said = [
        f"{voice.money(fen)}<br>{voice.money(worth) if is_money else voice.count(worth)}<br>"
        + voice("plan.kols", count=voice.exact(kols))
        for fen, worth, kols in frame.select("plan_budget_fen", _column(aim), "plan_kols").iter_rows()
    ]
    here = [fen == budget_fen for fen in frame["plan_budget_fen"]]
    figure.add_scatter(
        x=x, y=y, mode="lines+markers", hovertext=said, hoverinfo="text", line={"color": NEUTRAL, "width": 2},
        marker={"size": [12 if is_here else 7 for is_here in here], "color": [ACCENT if h else INK for h in here]},
    )  # fmt: skip

    def tick(number: float) -> str:
        return ("−" if number < 0 else "") + ("¥" if is_money else "") + voice.tick(abs(number))

    figure.update_yaxes(value_axis(min(y), max(y) * 1.08, tick, voice(f"plan.aim.{aim}")), showgrid=True)
    figure.update_xaxes(value_axis(0, max(x) * 1.04, lambda n: "¥" + voice.tick(n), voice("plan.budget_axis")))
    return figure


def replacements_table(found: Sequence[Replacement], names: Mapping[str, str], aim: str, voice: Voice) -> str:
    """Who comes in when one of the chosen says no, the dearest loss first."""
    columns = (
        Column(voice("plan.says_no")), Column(voice("plan.comes_in")), Column(voice("plan.goes_too"), wide=True),
        Column(voice("plan.lost"), is_number=True),
    )  # fmt: skip

    def called(ids: Sequence[str]) -> str:
        return ", ".join(names.get(one, one) for one in ids) or MISSING

    return blocks.table(
        columns,
        [
            [
                blocks.cell(names.get(one.kol_id, one.kol_id)),
                blocks.cell(called(one.incoming) if one.incoming is not None else voice("plan.no_way")),
                blocks.cell(called(one.outgoing)),
                blocks.cell(worth(one.lost, aim, voice)),
            ]
            for one in found
        ],
    )


def worth(value: Any, aim: str, voice: Voice) -> str:
    """A value of the plan in the unit of its aim."""
    if value is None:
        return MISSING
    return voice.money(round(value)) if _column(aim) == "plan_value_fen" else voice.count(float(value))


def split_table(split: Split, campaigns: int, voice: Voice) -> str:
    """Where the money goes, line by line, down to what is left."""
    lines = [(voice(f"plan.split.{name}"), getattr(split, f"{name}_fen")) for name in SPLIT]
    whole = (
        voice.money_exact(split.break_even_gmv_fen)
        if split.break_even_gmv_fen is not None
        else voice("plan.never_even")
    )
    return blocks.table(
        (Column(voice("plan.split.part")), Column(voice("plan.split.money"), is_number=True)),
        [[blocks.cell(name), blocks.cell(voice.money_exact(fen), is_bad=fen < 0)] for name, fen in lines]
        + [[blocks.cell(voice("plan.break_even"), voice("plan.break_even_note", count=voice.exact(campaigns))),
            blocks.cell(whole, is_bad=split.break_even_gmv_fen is None)]],
    )  # fmt: skip


def calibration_panel(frame: pl.DataFrame, voice: Voice) -> Panel | None:
    """How often past notes fell inside the interval that was forecast for them before."""
    if frame.is_empty():
        return None
    inside, notes = int(frame["inside"].sum()), int(frame["notes"].sum())
    table = pl.DataFrame({
        "campaign": [in_language(row, voice) for row in frame.iter_rows(named=True)],
        "plan_figure": [voice(f"plan.figure.{name}") for name in frame["figure"]],
        "notes": frame["notes"], "plan_inside": frame["inside"], "plan_share": frame["share"],
        "plan_share_low": frame["share_low"], "plan_share_high": frame["share_high"],
    })  # fmt: skip
    title = voice("plan.calibration", share=voice.percent(inside / notes), notes=voice.exact(notes))
    return Panel("plan_calibration", title, voice("plan.calibration_note"), None, table)


def clash(reason: Infeasible, names: Mapping[str, str], voice: Voice) -> None:
    """Which limits cannot hold together."""
    said = []
    for rule in reason.rules:
        facts = [" + ".join(names.get(part, part) for part in fact.split(" + ")) for fact in rule.facts]
        if rule.kind in ("least", "most"):
            what = voice(f"tier.{facts[1]}") if facts[0] == "tier" and facts[1] in TIERS else facts[1]
            said.append(voice(f"plan.rule.{rule.kind}", count=facts[2], what=what))
        else:
            said.append(voice(f"plan.rule.{rule.kind}", what=facts[0]))
    st.html(blocks.guide(voice("plan.clash"), said, voice("plan.clash_note")))


def overlap_table(frame: pl.DataFrame, names: Mapping[str, str], voice: Voice) -> str:
    """The pairs of the set that share most, counted one person at a time."""
    columns = (
        Column(voice("plan.pair")), Column(voice("plan.shared_clickers"), is_number=True),
        Column(voice("plan.shared_share"), is_number=True), Column(voice("plan.shared_buyers"), is_number=True),
    )  # fmt: skip
    return blocks.table(
        columns,
        [
            [
                blocks.cell(
                    f"{names.get(row['kol_id'], row['kol_id'])} · {names.get(row['other_kol_id'], row['other_kol_id'])}"
                ),
                blocks.cell(voice.exact(row["shared_clickers"])),
                blocks.cell(voice.percent(row["shared_share"])),
                blocks.cell(voice.exact(row["shared_buyers"])),
            ]
            for row in frame.iter_rows(named=True)
        ],
    )
