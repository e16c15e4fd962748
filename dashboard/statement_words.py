"""How a statement's lines are said: what each is, and why it has its amount. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from campaigns.money import yuan
from dashboard.formats import Voice
from dashboard.labels import spoken
from dashboard.words import WORDS

Line = Mapping[str, Any]


def amount(fen: int) -> str:
    """Fen as yuan with thousands and both decimals, for print: `-1,204.50`."""
    whole, cents = yuan(abs(fen)).split(".")
    return f"{'-' if fen < 0 else ''}{int(whole):,}.{cents}"


def rate(ppm: int) -> str:
    """A rate as percent with all its digits: `15%`, `12.5%`."""
    return f"{ppm // 10_000}.{ppm % 10_000:04d}".rstrip("0").rstrip(".") + "%"


def name(row: Mapping[str, Any], voice: Voice) -> str:
    """Whom a statement is for: a sales channel by its word, everybody else by name."""
    return spoken(row["party_name"], voice) if row["party"].startswith("platform/") else str(row["party_name"])


def what(line: Line, voice: Voice) -> str:
    """The kind of a line; a kind of entry that people made up is told as they named it."""
    return _word(f"statement.kind.{line['kind']}", str(line["kind"]).replace("_", " "), voice)


def part(line: Line, voice: Voice) -> str:
    """Whom it is for."""
    return _word(f"statement.part.{line['part']}", line["part"] or "", voice)


def base(line: Line, voice: Voice) -> str:
    """What the line was charged on."""
    return _word(f"statement.base.{line['base_name']}", line["base_name"] or "", voice)


def reference(line: Line) -> str:
    """The order of a line, else the note, else what the entry says."""
    if line["order_id"]:
        return f"{line['order_id']}/{line['line_no']}"
    return str(line["note_id"] or line["description"] or line["line_id"] or "")


def why(line: Line, voice: Voice) -> str:
    """Order, evidence, terms, base, rate and rounding of a line in one sentence, so that anybody can work it out."""
    said = [_reckoned(line, voice)]
    if line["vat_fen"]:
        said.append(voice("statement.why.vat", vat=amount(line["vat_fen"])))
    if line["order_id"]:
        said.append(voice("statement.why.order", order=line["order_id"], line=line["line_no"]))
    elif line["note_id"]:
        said.append(voice("statement.why.note", note=line["note_id"]))
    if line["evidence"]:
        said.append(_word(f"statement.evidence.{line['evidence']}", line["evidence"], voice))
    if line["terms_id"]:
        said.append(voice("statement.why.terms", terms=line["terms_id"]))
    if line["section"] == "adjustment":
        said += [str(line["description"] or ""), voice("statement.why.of_period", period=line["of_period"])]
    if line["is_pending"]:
        said.append(_pending(line, voice))
    if line["entry_id"]:
        said.append(voice("statement.why.entry", entry=line["entry_id"]))
    return voice("list.separator").join(text for text in said if text)


def _reckoned(line: Line, voice: Voice) -> str:
    if line["base_after_fen"] is None:
        agreed = f"statement.why.{'rebate' if line['section'] == 'rebate' else line['kind']}"
        otherwise = "" if line["section"] == "adjustment" else str(line["description"] or "")
        return _word(agreed, otherwise, voice)
    facts = {"base": base(line, voice), "after": amount(line["base_after_fen"])}
    if line["rate_ppm"] is None:
        return voice("statement.why.tiers", **facts)
    facts |= {"rate": rate(line["rate_ppm"]), "amount": amount(line["commission_fen"])}
    if line["base_before_fen"]:
        return voice("statement.why.change", before=amount(line["base_before_fen"]), **facts)
    return voice("statement.why.rate", **facts)


def _pending(line: Line, voice: Voice) -> str:
    if line["payable_date"] is None:
        return voice("statement.why.uncompleted")
    return voice("statement.why.pending", date=line["payable_date"].isoformat())


def _word(key: str, otherwise: str, voice: Voice) -> str:
    return voice(key) if key in WORDS else otherwise
