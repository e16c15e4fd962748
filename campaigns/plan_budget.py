"""Where the money of a plan goes, and from which GMV it pays for itself. Pure, in fen; shares are parts per million."""

from __future__ import annotations

from dataclasses import dataclass

from campaigns.money import PPM, round_half_up


@dataclass(frozen=True)
class Shares:
    """What earlier campaigns kept and gave away, each in parts per million of net sales; refunds of GMV."""

    refunds_ppm: int
    product_cost_ppm: int
    platform_ppm: int
    third_party_ppm: int
    kol_commission_ppm: int

    @property
    def margin_ppm(self) -> int:
        """What of a net yuan is left after all that moves with sales."""
        return PPM - self.product_cost_ppm - self.platform_ppm - self.third_party_ppm - self.kol_commission_ppm


@dataclass(frozen=True)
class Split:
    """A plan's money in fen. Fees, samples and ads are spent whatever sells; the cuts follow the expected net sales.

    `break_even_gmv_fen` is None where every sale loses.
    """

    fees_fen: int
    samples_fen: int
    ads_fen: int
    kol_commission_fen: int
    third_party_fen: int
    platform_fen: int
    product_cost_fen: int
    contribution_fen: int
    break_even_gmv_fen: int | None


def shares_of(
    gmv_fen: int, refunds_fen: int, product_cost_fen: int, platform_fen: int, third_party_fen: int, kol_fen: int
) -> Shares | None:
    """The shares of past sums; None where nothing net was sold."""
    net_fen = gmv_fen - refunds_fen
    if net_fen <= 0 or gmv_fen <= 0:
        return None
    parts = (product_cost_fen, platform_fen, third_party_fen, kol_fen)
    return Shares(round_half_up(refunds_fen * PPM, gmv_fen), *(round_half_up(part * PPM, net_fen) for part in parts))


def split(fees_fen: int, samples_fen: int, ads_fen: int, net_sales_fen: int, shares: Shares) -> Split:
    """The split of a plan that is expected to sell `net_sales_fen` net of refunds."""

    def cut(ppm: int) -> int:
        return round_half_up(net_sales_fen * ppm, PPM)

    product, platform = cut(shares.product_cost_ppm), cut(shares.platform_ppm)
    third_party, commission = cut(shares.third_party_ppm), cut(shares.kol_commission_ppm)
    fixed_fen = fees_fen + samples_fen + ads_fen
    left_fen = net_sales_fen - product - platform - third_party - commission - fixed_fen
    return Split(
        fees_fen, samples_fen, ads_fen, commission, third_party, platform, product, left_fen,
        break_even_gmv(fixed_fen, shares),
    )  # fmt: skip


def break_even_gmv(fixed_fen: int, shares: Shares) -> int | None:
    """The paid goods, before refunds, at which the margin of what is kept covers what is spent anyhow; rounded up, so
    that it is enough."""
    kept_ppm = PPM - shares.refunds_ppm
    whole = kept_ppm * shares.margin_ppm
    if kept_ppm <= 0 or shares.margin_ppm <= 0:
        return None
    found = round_half_up(fixed_fen * PPM * PPM, whole)
    return found if found * whole >= fixed_fen * PPM * PPM else found + 1
