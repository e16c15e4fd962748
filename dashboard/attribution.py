"""The attribution page's own pieces: credit by every rule, how ranks move, paths, and where evidence disagrees."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from campaigns.path_credits import markov_fen
from campaigns.records import CREDIT_RULES
from dashboard import attribution_charts, blocks
from dashboard.blocks import Column, KeyFigure
from dashboard.formats import Voice
from dashboard.origin import Origin
from dashboard.panels import Panel
from dashboard.reading import Scope, rows

WINDOWS = (7, 15, 30)
OUTSIDE, UNATTRIBUTED = "outside", "unattributed"
APART = (OUTSIDE, UNATTRIBUTED)
"""What is no KOL of the campaign: notes outside of it, and orders that no note was clicked for."""

FAR = 3
"""So many places up or down are marked in the table of ranks."""

MOST_KOLS = 15


def settings(present: Scope, code: str) -> dict[str, Any]:
    """How the analysis of a campaign shares its orders, and what there is to share."""
    return rows("credit_settings", present, campaign=code).row(0, named=True)


def rule_said(chosen: Mapping[str, Any], voice: Voice) -> str:
    """The rule that figures were made by, in full."""
    facts = {
        "rule": voice(f"credit_rule.{chosen['credit_rule']}"), "match": voice(f"credit.match_{chosen['match_on']}"),
        "days": voice.exact(chosen["lookback_days"]), "half_life": voice.exact(chosen["half_life_days"]),
    }  # fmt: skip
    return voice("credit.rule_decay" if chosen["credit_rule"] == "time_decay" else "credit.rule", **facts)


def by_rule(present: Scope, code: str, days: int) -> pl.DataFrame:
    """One row per touchpoint of a window, the most credited by the campaign's rule first: label, payable_fen and one
    column per rule in fen, null where a rule gives it nothing. Markov is solved for the campaign's own window alone."""
    chosen = settings(present, code)
    found = rows("kol_credits", present, campaign=code).filter(pl.col("lookback_days") == days)
    wide = found.pivot(on="rule", index=["touchpoint", "kol_name", "tier"], values="credit_fen")
    wide = wide.rename({rule: f"{rule}_fen" for rule in CREDIT_RULES if rule in wide.columns})
    if days == chosen["lookback_days"]:
        paths = rows("credit_paths", present, campaign=code)
        solved = markov_fen(paths.select("path", "lines", "paid_fen", "walks_in_vain").iter_rows())
        left = found.filter(pl.col("touchpoint") == UNATTRIBUTED)["credit_fen"]
        solved |= {UNATTRIBUTED: int(left[0])} if len(left) else {}
        markov = pl.DataFrame({"touchpoint": list(solved), "markov_fen": list(solved.values())},
                              schema={"touchpoint": pl.String, "markov_fen": pl.Int64})  # fmt: skip
        wide = wide.join(markov, on="touchpoint", how="left")
    missing = [f"{rule}_fen" for rule in CREDIT_RULES if f"{rule}_fen" not in wide.columns]
    wide = wide.with_columns(pl.lit(None, pl.Int64).alias(name) for name in missing)
    payable = rows("payable_by_kol", present, campaign=code).select("touchpoint", "payable_fen")
    wide = wide.join(payable, on="touchpoint", how="left")
    order = pl.col(f"{chosen['credit_rule']}_fen")
    return wide.sort(pl.col("touchpoint").is_in(APART), order.fill_null(0), pl.col("touchpoint"),
                     descending=[False, True, False])  # fmt: skip


def labelled(frame: pl.DataFrame, voice: Voice) -> pl.DataFrame:
    """The frame with `label`: KOLs by name, what is none of them by a word."""
    names = [_name(point, name, voice) for point, name in frame.select("touchpoint", "kol_name").iter_rows()]
    return frame.with_columns(pl.Series("label", names, dtype=pl.String))


def _name(touchpoint: str, name: str | None, voice: Voice) -> str:
    if touchpoint in APART:
        return voice(f"credit.{touchpoint}")
    return name or voice("label.no_name", tail=touchpoint[-6:])


def headline(chosen: Mapping[str, Any], frame: pl.DataFrame, name: str, voice: Voice) -> tuple[str, str, str]:
    """Eyebrow, title and note: how much of the campaign's sales its KOLs are credited with, by which rule."""
    shares = _shares(chosen, frame)
    title = voice("credit.title", name=name, share=voice.percent(shares["kols"]), money=voice.money(chosen["paid_fen"]))
    return voice("page.attribution"), title, f"{rule_said(chosen, voice)} {voice('credit.note')}"


def _shares(chosen: Mapping[str, Any], frame: pl.DataFrame) -> dict[str, float | None]:
    column, whole = f"{chosen['credit_rule']}_fen", chosen["paid_fen"]
    sums = {name: int(frame.filter(pl.col("touchpoint") == name)[column].sum()) for name in APART}
    sums["kols"] = int(frame.filter(~pl.col("touchpoint").is_in(APART))[column].sum())
    return {name: fen / whole if whole else None for name, fen in sums.items()}


def key_figures(chosen: Mapping[str, Any], frame: pl.DataFrame, conflicts: int, voice: Voice) -> list[KeyFigure]:
    """What the campaign's KOLs, other notes and nobody are credited with, and how often evidence disagrees."""
    shares, column = _shares(chosen, frame), f"{chosen['credit_rule']}_fen"
    kols = frame.filter(~pl.col("touchpoint").is_in(APART))
    parts = {"kols": kols, **{name: frame.filter(pl.col("touchpoint") == name) for name in APART}}
    rule = voice(f"credit_rule.{chosen['credit_rule']}")
    figures = [
        KeyFigure(
            voice(f"credit.{name}"), voice.money(int(part[column].sum())),
            voice("credit.share", share=voice.percent(shares[name])), rule, filled=shares[name] or 0.0,
        )
        for name, part in parts.items()
    ]  # fmt: skip
    payable = int(kols["payable_fen"].sum())
    figures.append(
        KeyFigure(voice("credit.payable"), voice.money(payable), voice("credit.payable_note"), voice("credit.ladder"))
    )
    against = voice("credit.conflicts_of", orders=voice.exact(chosen["orders"]))
    figures.append(KeyFigure(voice("credit.conflicts"), voice.exact(conflicts), against))
    return figures


def rules(present: Scope, code: str, voice: Voice) -> Panel:
    """Every KOL's credit by every rule, beside what is payable."""
    chosen = settings(present, code)
    days = chosen["lookback_days"]
    frame = labelled(by_rule(present, code, days), voice)
    kols = frame.filter(~pl.col("touchpoint").is_in(APART)).head(MOST_KOLS)
    columns = [f"{rule}_fen" for rule in CREDIT_RULES]
    own = f"{chosen['credit_rule']}_fen"
    spread = kols.with_columns(
        low_fen=pl.min_horizontal(*(pl.col(name).fill_null(0) for name in columns)),
        high_fen=pl.max_horizontal(*(pl.col(name).fill_null(0) for name in columns)),
        own_fen=pl.col(own).fill_null(0),
    )
    steady = spread.filter(pl.col("high_fen") <= pl.col("low_fen") * 1.25 + 1).height
    title = voice("credit.rules", steady=voice.exact(steady), kols=voice.exact(spread.height))
    figure = attribution_charts.rules(spread, voice) if spread.height else None
    figures = {name: "credits" for name in columns if name != "markov_fen"}
    rests_on = Origin(present, frame, figures, {"kol": "touchpoint"}, {"campaign": code, "window": str(days)})
    table = frame.select("label", "payable_fen", *columns)
    note = voice("credit.rules_note", rule=voice(f"credit_rule.{chosen['credit_rule']}"), days=voice.exact(days))
    return Panel(f"credit.rules.{code}", title, note, figure, table, rests_on)


def ranks(present: Scope, code: str) -> tuple[list[tuple[str, int]], pl.DataFrame]:
    """The rules with their window, the campaign's own first, and one rank per KOL and of these; null without credit."""
    chosen = settings(present, code)
    own_rule, own_days = chosen["credit_rule"], chosen["lookback_days"]
    steady = own_rule if own_rule != "markov" else "last"
    asked = [(own_rule, own_days), *((steady, days) for days in WINDOWS if (steady, days) != (own_rule, own_days))]
    asked += [(rule, own_days) for rule in CREDIT_RULES if (rule, own_days) not in asked]
    frames = {days: by_rule(present, code, days) for days in {days for _, days in asked}}
    found = frames[own_days].filter(~pl.col("touchpoint").is_in(APART)).select("touchpoint", "kol_name")
    for place, (rule, days) in enumerate(asked):
        part = frames[days].filter(~pl.col("touchpoint").is_in(APART)).select("touchpoint", fen=f"{rule}_fen")
        part = part.filter(pl.col("fen") > 0)
        ranked = part.select(
            "touchpoint", pl.col("fen").rank("min", descending=True).cast(pl.Int64).alias(f"rank.{place}")
        )
        found = found.join(ranked, on="touchpoint", how="left")
    return asked, found


def sensitivity(present: Scope, code: str, voice: Voice) -> str:
    """How the ranking moves with rule and window, as a table; who moves far is marked."""
    asked, found = ranks(present, code)
    found = labelled(found, voice)
    moved = [row for row in found.iter_rows(named=True) if _is_moved(row, len(asked))]
    facts = {"moved": voice.exact(len(moved)), "kols": voice.exact(found.height), "far": FAR}
    head = blocks.panel_head(voice("credit.sensitivity", **facts), voice("credit.sensitivity_note", far=FAR))
    columns = [Column(voice("column.kol_name"))]
    for place, (rule, days) in enumerate(asked):
        name = voice("credit.rule_days", rule=voice(f"credit_rule.{rule}"), days=days)
        columns.append(Column(name, is_number=True, wide=place > 2))
    places = range(len(asked))
    lines = [
        [blocks.cell(row["label"]), *(_rank(row, place, voice) for place in places)]
        for row in found.head(MOST_KOLS).iter_rows(named=True)
    ]
    return head + blocks.table(columns, lines)


def _rank(row: Mapping[str, Any], place: int, voice: Voice) -> str:
    return blocks.cell(voice.exact(row[f"rank.{place}"]), is_bad=_is_far(row, place))


def _is_far(row: Mapping[str, Any], place: int) -> bool:
    own, other = row["rank.0"], row[f"rank.{place}"]
    return own is not None and other is not None and abs(other - own) >= FAR


def _is_moved(row: Mapping[str, Any], count: int) -> bool:
    return any(_is_far(row, place) for place in range(count))


def paths(present: Scope, code: str, voice: Voice) -> Panel:
    """Whose notes people clicked on their way to an order, click by click."""
    chosen, found = settings(present, code), rows("credit_paths", present, campaign=code)
    names = _names(present, code, voice)
    sold = found.filter(pl.col("lines") > 0)
    lines = int(sold["lines"].sum())
    alone = int(sold.filter((pl.col("path") != "") & ~pl.col("path").str.contains(" > "))["lines"].sum())
    nobody = int(sold.filter(pl.col("path") == "")["lines"].sum())
    shares = {"alone": alone / lines if lines else None, "nobody": nobody / lines if lines else None}
    title = voice("credit.paths", **{name: voice.percent(share) for name, share in shares.items()})
    said = [_path_said(path, names, voice) for path in found["path"]]
    table = found.with_columns(pl.Series("path", said, dtype=pl.String)).rename({"paid_fen": "credit_fen"})
    figure = attribution_charts.paths(sold, names, voice) if lines else None
    note = voice("credit.paths_note", days=voice.exact(chosen["lookback_days"]))
    return Panel(f"credit.paths.{code}", title, note, figure, table)


def _names(present: Scope, code: str, voice: Voice) -> dict[str, str]:
    frame = labelled(rows("campaign_kols", present, campaign=code), voice)
    known = dict(frame.select("touchpoint", "label").iter_rows())
    return {**known, OUTSIDE: voice(f"credit.{OUTSIDE}"), UNATTRIBUTED: voice(f"credit.{UNATTRIBUTED}")}


def _path_said(path: str, names: Mapping[str, str], voice: Voice) -> str:
    if not path:
        return voice(f"credit.{UNATTRIBUTED}")
    return " → ".join(names.get(point, point) for point in path.split(" > "))


def conflicts(present: Scope, code: str, voice: Voice) -> Panel:
    """The orders whose evidence names different KOLs, with all of it."""
    frame = rows("credit_conflicts", present, campaign=code)
    kinds = [voice(f"evidence.{kind}") for kind in frame["evidence"]]
    table = frame.with_columns(pl.Series("evidence", kinds, dtype=pl.String)).drop("shop_id", "line_no")
    money = voice.money(int(frame["credit_fen"].sum()))
    title = voice("credit.conflicts_title", count=voice.exact(frame.height), money=money)
    keys = {"shop": "shop_id", "order": "order_id", "line": "line_no"}
    rests_on = Origin(present, frame, {"credit_fen": "line"}, keys, label="order_id")
    return Panel(f"credit.conflicts.{code}", title, voice("credit.ladder_note"), None, table, rests_on)
