"""What the names in a pasted sheet stand for: campaigns, KOLs and products, as far as the person who pastes may see."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from campaigns import rights
from campaigns.actions.request import Actor
from campaigns.errors import BadValue, NotFound
from campaigns.records import Campaign, Collaboration, Product, Sample
from campaigns.sample_sheet import Cell, Line

OPEN = ("requested", "approved")


class Names:
    """Read once for a whole sheet: finding a name then asks the database nothing."""

    def __init__(self, session: Session, actor: Actor, campaign_id: int | None, numbers: Sequence[str]) -> None:
        self._session, self._campaign_id = session, campaign_id
        self._campaigns: dict[str, Campaign] = {}
        self._by_number: dict[int, Campaign] = {}
        for campaign in session.exec(select(Campaign)):
            self._by_number[campaign.id or 0] = campaign
            for name in (campaign.code, campaign.name, campaign.name_zh):
                if name:
                    self._campaigns[name.casefold()] = campaign
        self._collaborations: dict[str, list[Collaboration]] = defaultdict(list)
        for row in session.exec(_collaborations_of(session, actor)):
            for name in {row.kol_id.casefold(), row.kol_name.casefold()}:
                self._collaborations[name].append(row)
        self._products: dict[tuple[int, str], Product] = {}
        for product in session.exec(select(Product)):
            for name in (product.product_id, product.name, product.name_zh):
                if name:
                    self._products[product.brand_id, name.casefold()] = product
        self._standing = self._read_standing(numbers)
        if campaign_id is not None and campaign_id not in self._by_number:
            raise NotFound("campaign", str(campaign_id))

    def of(self, line: Line) -> dict[str, Any]:
        """collaboration_id and product_id of a row. Raises BadValue naming the cell."""
        collaboration = self._collaboration(line)
        campaign = self._by_number[collaboration.campaign_id]
        cell = _needed(line, "product")
        product = self._products.get((campaign.brand_id, cell.text.casefold()))
        if product is None:
            raise BadValue(
                cell.place, cell.text, f"the name or id of a product of the brand of {campaign.code}", "E-NAME"
            )
        self._refuse_second(line, collaboration, product)
        return {"collaboration_id": collaboration.id, "product_id": product.product_id}

    def _collaboration(self, line: Line) -> Collaboration:
        cell = _needed(line, "kol")
        found = self._collaborations.get(cell.text.casefold(), [])
        named = line.cells.get("campaign")
        chosen = self._campaign_id
        if named is not None and named.text:
            campaign = self._campaigns.get(named.text.casefold())
            if campaign is None or not any(
                row.campaign_id == campaign.id for rows in self._collaborations.values() for row in rows
            ):
                raise BadValue(named.place, named.text, "the code or name of a campaign", "E-NAME")
            chosen = campaign.id
        found = [row for row in found if chosen is None or row.campaign_id == chosen]
        if len(found) == 1:
            return found[0]
        expected = (
            "the name or id of a KOL of the campaign; add the collaboration first"
            if not found
            else "one KOL; several campaigns or people have this name, so name the campaign or give the KOL's id"
        )
        raise BadValue(cell.place, cell.text, expected, "E-NAME")

    def _refuse_second(self, line: Line, collaboration: Collaboration, product: Product) -> None:
        """The same parcel pasted twice: same KOL and product, and the same tracking number or one that has not left."""
        number = line.values.get("tracking_no")
        keys = [(collaboration.id, product.product_id, number)]
        if number is None and line.values.get("state", "requested") in OPEN:
            keys.append((collaboration.id, product.product_id, ""))
        cell = line.cells["tracking_no"] if number else _needed(line, "kol")
        for key in keys:
            if key[2] is not None and key in self._standing:
                raise BadValue(
                    cell.place,
                    cell.text,
                    f"a sample that is not there yet; {self._standing[key]} is this one",
                    "E-DUPLICATE",
                )
        self._standing[keys[-1]] = f"row {line.row}"

    def _read_standing(self, numbers: Sequence[str]) -> dict[tuple[int | None, str, str | None], str]:
        """Samples that a row could mean again: with one of these tracking numbers, or such as have not left."""
        columns = (Sample.id, Sample.collaboration_id, Sample.product_id, Sample.tracking_no)
        again = sa.or_(col(Sample.state).in_(OPEN), col(Sample.tracking_no).in_(numbers))
        standing: dict[tuple[int | None, str, str | None], str] = {}
        for number, owner, product_id, tracking_no in self._session.execute(sa.select(*map(col, columns)).where(again)):
            standing[owner, product_id, tracking_no or ""] = f"sample {number}"
        return standing


def _needed(line: Line, field: str) -> Cell:
    cell = line.cells.get(field)
    if cell is None or not cell.text:
        raise BadValue(cell.place if cell else f"row {line.row}", "", f"a {field}", "E-EMPTY")
    return cell


def _collaborations_of(session: Session, actor: Actor) -> Any:
    here = rights.standing(session, actor)
    chosen = select(Collaboration)
    if here.role == rights.AGENCY:
        return chosen.where(Collaboration.agency_id == here.agency_id)
    if here.role == rights.MARKETER:
        return chosen.join(Campaign).where(col(Campaign.brand_id).in_(here.brand_ids))
    return chosen
