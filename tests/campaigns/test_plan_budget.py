"""A plan's money: the parts make the net sales, and at the GMV to break even nothing is lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from campaigns.money import PPM
from campaigns.plan_budget import Shares, break_even_gmv, shares_of, split

SHARES = st.builds(Shares, *(st.integers(0, 400_000) for _ in range(5)))


@given(st.integers(0, 10**9), st.integers(0, 10**8), st.integers(0, 10**8), st.integers(-(10**9), 10**10), SHARES)
def test_the_parts_make_the_net_sales(fees: int, samples: int, ads: int, net: int, shares: Shares) -> None:
    made = split(fees, samples, ads, net, shares)
    cuts = made.kol_commission_fen + made.third_party_fen + made.platform_fen + made.product_cost_fen
    assert made.contribution_fen + cuts + fees + samples + ads == net


@given(st.integers(0, 10**9), SHARES)
def test_the_gmv_to_break_even_is_the_least_that_is_enough(fixed: int, shares: Shares) -> None:
    gmv = break_even_gmv(fixed, shares)
    kept = (PPM - shares.refunds_ppm) * shares.margin_ppm
    if kept <= 0 or shares.margin_ppm <= 0:
        assert gmv is None
        return
    assert gmv is not None
    assert gmv * kept >= fixed * PPM * PPM
    assert gmv == 0 or (gmv - 1) * kept < fixed * PPM * PPM


def test_shares_are_of_net_sales_and_refunds_of_gmv() -> None:
    assert shares_of(100_000, 20_000, 16_000, 12_000, 8_000, 4_000) == Shares(
        200_000, 200_000, 150_000, 100_000, 50_000
    )
    assert shares_of(100, 100, 1, 1, 1, 1) is None
    assert shares_of(0, 0, 0, 0, 0, 0) is None


def test_a_thousand_yuan_of_fees_at_half_a_margin() -> None:
    """Refunds 20 %, margin 50 %: 2,500.00 of GMV keep 2,000.00, of which 1,000.00 are left for the fees."""
    assert break_even_gmv(100_000, Shares(200_000, 200_000, 150_000, 100_000, 50_000)) == 250_000
