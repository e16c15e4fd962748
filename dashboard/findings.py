"""Findings: the sentence above a chart, computed from the same rows. Pure; says less when there is less to say."""

from __future__ import annotations

from typing import Any

import polars as pl

from dashboard.formats import Voice


def overview(totals: dict[str, Any], voice: Voice) -> str:
    """What the campaigns left, and how many lose money."""
    facts = {
        "contribution": voice.money(totals["contribution_fen"]),
        "net_sales": voice.money(totals["net_sales_fen"]),
        "losing": totals["losing"],
        "campaigns": totals["campaigns"],
    }
    if totals["contribution_fen"] < 0:
        facts["contribution"] = voice.money(-totals["contribution_fen"])
        return voice("finding.overview_loss", **facts)
    return voice("finding.overview_mixed" if totals["losing"] else "finding.overview_good", **facts)


def contribution(campaigns: pl.DataFrame, voice: Voice) -> str:
    """Which campaign earns most, and which loses most."""
    ranked = campaigns.sort("contribution_fen", descending=True)
    best, worst = ranked.row(0, named=True), ranked.row(-1, named=True)
    facts = {
        "best": best["label"], "best_fen": voice.money(best["contribution_fen"]),
        "worst": worst["label"], "worst_fen": voice.money(abs(worst["contribution_fen"])),
    }  # fmt: skip
    if best["contribution_fen"] <= 0:
        return voice("finding.none_earns", **facts)
    return voice("finding.best_and_worst" if worst["contribution_fen"] < 0 else "finding.best", **facts)


def weeks(frame: pl.DataFrame, voice: Voice) -> str:
    """How the last whole week compares with the best one."""
    whole = frame.filter(pl.col("is_whole"))
    if whole.height < 2:
        return voice("finding.weeks_few")
    best, last = whole.sort("net_sales_fen").row(-1, named=True), whole.row(-1, named=True)
    facts = {
        "day": voice.day(best["week_date"]),
        "money": voice.money(best["net_sales_fen"]),
        "last": voice.money(last["net_sales_fen"]),
    }
    return voice("finding.weeks_peak" if best["week_date"] != last["week_date"] else "finding.weeks_now", **facts)


def conversion(frame: pl.DataFrame, dimension: str, voice: Voice) -> str:
    """How many members are above, at or below their benchmark; else who converts best."""
    sure = frame.filter(pl.col("is_enough"))
    if sure.is_empty():
        return voice("finding.not_enough")
    held = sure.filter(pl.col("benchmark").is_not_null())
    best = sure.row(0, named=True)
    if held.is_empty() or dimension not in {"channel", "campaign"}:
        facts = {
            "label": best["label"],
            "rate": voice.percent(best["by_clicker"]),
            "rest": voice.percent(_median(sure)),
        }
        return voice("finding.best_converter" if sure.height > 1 else "finding.only_converter", **facts)
    below = held.filter(pl.col("by_clicker_high") < pl.col("benchmark"))
    above = held.filter(pl.col("by_clicker_low") > pl.col("benchmark"))
    facts = {"below": below.height, "above": above.height, "all": held.height, "held": _names(held, voice)}
    if below.height:
        return voice("finding.some_below", names=_names(below, voice), **facts)
    return voice("finding.some_above" if above.height else "finding.at_benchmark", names=_names(above, voice), **facts)


def _median(frame: pl.DataFrame) -> float | None:
    found = frame["by_clicker"].median()
    return found if isinstance(found, float) else None


def _names(frame: pl.DataFrame, voice: Voice) -> str:
    return voice("list.separator").join(frame["label"].head(3).to_list())


def burn(frame: pl.DataFrame, campaign: dict[str, Any], voice: Voice) -> str:
    """Spend against what an even plan allows by the last day the data knows."""
    spent = frame.filter(pl.col("spent_fen").is_not_null())
    if spent.is_empty():
        return voice("finding.burn_nothing")
    last = spent.row(-1, named=True)
    gap = last["spent_fen"] - last["plan_fen"]
    facts = {
        "spent": voice.money(last["spent_fen"]), "gap": voice.money(abs(gap)), "day": voice.day(last["business_date"]),
        "share": voice.percent(campaign["budget_share"]),
    }  # fmt: skip
    if campaign["budget_share"] is not None and campaign["budget_share"] > 1:
        return voice(
            "finding.burn_over_budget", over=voice.money(campaign["spend_fen"] - campaign["budget_fen"]), **facts
        )
    return voice("finding.burn_ahead" if gap > 0 else "finding.burn_behind", **facts)


def funnel(steps: pl.DataFrame, voice: Voice) -> str:
    """The step that loses most of the people who reached it."""
    known = steps.filter(pl.col("share_of_previous").is_not_null())
    if known.is_empty():
        return voice("finding.funnel_short")
    shares = dict(known.select("step", "share_of_previous").iter_rows())
    if "orders" in shares and "kept_orders" in shares:
        return voice("finding.funnel", rate=voice.percent(shares["orders"]), kept=voice.percent(shares["kept_orders"]))
    last = known.row(-1, named=True)
    return voice(
        "finding.funnel_step", step=voice(f"step.{last['step']}"), rate=voice.percent(last["share_of_previous"])
    )


def waterfall(campaign: dict[str, Any], costs: pl.DataFrame, voice: Voice) -> str:
    """What is left of 100 yuan of GMV, and where most of it went."""
    if not campaign["gmv_fen"]:
        return voice("finding.waterfall_nothing")
    largest = costs.filter(~pl.col("is_total")).sort("change_fen").row(0, named=True)
    kept = campaign["contribution_fen"] / campaign["gmv_fen"] * 100
    facts = {
        "step": voice(f"waterfall.{largest['step']}"),
        "taken": voice.money(abs(largest["change_fen"])),
        "kept": f"{abs(kept):.0f}",
    }
    return voice("finding.waterfall" if kept >= 0 else "finding.waterfall_loss", **facts)


def days(frame: pl.DataFrame, voice: Voice) -> str:
    """The best day, and what part of the whole it made."""
    sold = frame.filter(pl.col("net_sales_fen") > 0)
    if sold.is_empty():
        return voice("finding.days_nothing")
    best = sold.sort("net_sales_fen").row(-1, named=True)
    whole = int(frame["net_sales_fen"].sum() or 0)
    share = best["net_sales_fen"] / whole if whole > 0 else None
    return voice(
        "finding.days",
        day=voice.day(best["business_date"]),
        money=voice.money(best["net_sales_fen"]),
        share=voice.percent(share),
    )


def notes(frame: pl.DataFrame, voice: Voice) -> str:
    """How concentrated sales are on the best notes."""
    sold = frame.filter(pl.col("net_sales_fen") > 0)
    whole = int(sold["net_sales_fen"].sum() or 0)
    if not whole:
        return voice("finding.notes_nothing", notes=frame.height)
    top = sold.sort("net_sales_fen", descending=True).head(5)
    share = int(top["net_sales_fen"].sum() or 0) / whole
    return voice("finding.notes", top=top.height, notes=frame.height, share=voice.percent(share))
