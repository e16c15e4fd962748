-- Arithmetic that models share. Each macro has a Python twin in campaigns.money, campaigns.periods or campaigns.statistics,
-- and tests hold the two to the same answer on every integer. Created in every catalogue in which a model runs.

-- Divides two integers, halves away from zero. Never doubles the numerator, so that bigint × bigint still fits a hugeint.
create or replace macro round_half_up(numerator, denominator) as cast(
    case when (numerator < 0) <> (denominator < 0) then -1 else 1 end
    * (
        abs(cast(numerator as hugeint)) // abs(cast(denominator as hugeint))
        + case
            when abs(cast(numerator as hugeint)) % abs(cast(denominator as hugeint))
                >= abs(cast(denominator as hugeint)) - abs(cast(numerator as hugeint)) % abs(cast(denominator as hugeint))
            then 1 else 0
        end
    ) as bigint);

-- The part of a base that a rate in parts per million gives, rounded once, half up.
create or replace macro share_of(base_fen, rate_ppm) as
    round_half_up(cast(base_fen as hugeint) * rate_ppm, 1000000);

-- What a fee leaves of a sum, never below zero; null where there is no fee to take.
create or replace macro left_after(whole_fen, fee_fen) as
    case when whole_fen >= fee_fen then whole_fen - fee_fen when whole_fen < fee_fen then 0 end;

-- Splitting a sum by weights, largest remainder: the whole part of one share, and the remainder that ranks it.
-- Never more is shared than the weights hold together; weights of nothing share nothing.
create or replace macro part_floor(weight, total, whole) as cast(
    coalesce(cast(least(total, whole) as hugeint) * weight // cast(nullif(whole, 0) as hugeint), 0) as bigint);
create or replace macro part_remainder(weight, total, whole) as
    coalesce(cast(least(total, whole) as hugeint) * weight % cast(nullif(whole, 0) as hugeint), 0);

-- The same without that limit: the whole part of a weight's share of a sum that is not negative, and its remainder.
create or replace macro share_floor(total_fen, weight, whole) as
    cast(cast(total_fen as hugeint) * weight // whole as bigint);
create or replace macro share_remainder(total_fen, weight, whole) as cast(total_fen as hugeint) * weight % whole;

-- The two of them for a product of at most 63 bits, beyond which they fail: the bulk of a month takes a fraction of the time.
create or replace macro narrow_floor(total_fen, weight, whole) as cast(total_fen * weight // whole as bigint);
create or replace macro narrow_remainder(total_fen, weight, whole) as total_fen * weight % whole;

-- What a refund leaves of a base: in proportion to what is left of the paid goods; nothing when all is refunded;
-- untouched before a refund; a base below zero is zero. (nullif, because a division is computed in every branch.)
create or replace macro shrunk(base_fen, paid_fen, refunded_fen) as
    case
        when base_fen <= 0 then 0
        when refunded_fen <= 0 then base_fen
        when refunded_fen >= paid_fen then 0
        else round_half_up(cast(base_fen as hugeint) * (paid_fen - refunded_fen), nullif(paid_fen, 0))
    end;

-- Wilson score interval, 95 % (E. B. Wilson, 1927, JASA 22, p. 209-212); null without trials.
create or replace macro wilson_low(successes, trials) as
    case when successes = 0 and trials > 0 then 0.0 else
    (successes / cast(nullif(trials, 0) as double) + 3.8414588206941245 / (2.0 * nullif(trials, 0))
        - 1.959963984540054 * sqrt(
            successes / cast(nullif(trials, 0) as double) * (trials - successes) / nullif(trials, 0) / nullif(trials, 0)
            + 3.8414588206941245 / (4.0 * nullif(trials, 0) * nullif(trials, 0))
        )) / (1.0 + 3.8414588206941245 / nullif(trials, 0))
    end;

create or replace macro wilson_high(successes, trials) as
    case when successes = trials and trials > 0 then 1.0 else
    (successes / cast(nullif(trials, 0) as double) + 3.8414588206941245 / (2.0 * nullif(trials, 0))
        + 1.959963984540054 * sqrt(
            successes / cast(nullif(trials, 0) as double) * (trials - successes) / nullif(trials, 0) / nullif(trials, 0)
            + 3.8414588206941245 / (4.0 * nullif(trials, 0) * nullif(trials, 0))
        )) / (1.0 + 3.8414588206941245 / nullif(trials, 0))
    end;

-- The business date of an instant, and the month it belongs to (2026-05-31T16:00:00Z is already June).
create or replace macro shanghai_date(instant) as cast(timezone('Asia/Shanghai', instant) as date);
create or replace macro period_of(instant) as strftime(timezone('Asia/Shanghai', instant), '%Y-%m');

-- The last second of a month, as an instant: what the end of a month brings stands there.
create or replace macro period_end(period) as
    timezone('Asia/Shanghai', cast(period || '-01' as timestamp) + to_months(1) - to_seconds(1));

-- Whether an order line is a sale: not while it waits for payment, nor when it was called off before any; a sample (拿样)
-- is none, whatever became of it.
create or replace macro is_sale(status, paid_at) as
    not (status in ('pending', 'sample') or (status in ('cancelled', 'closed') and paid_at is null));

-- The tiers of terms as bands of volume, lowest first: from since_fen (excluded) to until_fen (included, null in the last),
-- each with its rate in parts per million million, the KOL's share (CPS) multiplied in. A flat rate is one open band.
create or replace macro bands_of(tiers, rate_ppm, share_ppm) as
    case
        when tiers is null and rate_ppm is null then null
        when tiers is null then
            [{'since_fen': cast(0 as bigint), 'until_fen': cast(null as bigint), 'rate_ppt': cast(rate_ppm * share_ppm as bigint)}]
        else list_transform(
            from_json(tiers, '[{"up_to_fen":"BIGINT","rate_ppm":"BIGINT"}]'),
            lambda tier, place: {
                'since_fen': coalesce(
                    from_json(tiers, '[{"up_to_fen":"BIGINT","rate_ppm":"BIGINT"}]')[place - 1].up_to_fen, 0
                ),
                'until_fen': tier.up_to_fen,
                'rate_ppt': tier.rate_ppm * share_ppm
            }
        )
    end;

-- What a volume earns by bands, in fen × parts per million million, exact; and the rate of the band that holds a volume.
create or replace macro earned_at(bands, volume_fen) as list_sum(list_transform(
    bands,
    lambda band: cast(greatest(least(volume_fen, coalesce(band.until_fen, volume_fen)) - band.since_fen, 0) as hugeint)
        * band.rate_ppt
));
create or replace macro rate_at(bands, volume_fen) as list_filter(
    bands, lambda band: band.until_fen is null or volume_fen <= band.until_fen
)[1].rate_ppt;

-- What an order line earns on its base as it is now. Marginal: it stands at the volume before it, and a smaller base drops
-- the slices from the top. Whole volume: all of it at the rate that the volume with it reached when it arrived.
create or replace macro earned_by(bands, tier_mode, volume_fen, first_base_fen, base_fen) as round_half_up(
    case
        when len(bands) = 1 then cast(base_fen as hugeint) * bands[1].rate_ppt
        when tier_mode = 'whole_volume' then cast(base_fen as hugeint) * rate_at(bands, volume_fen + first_base_fen)
        else earned_at(bands, volume_fen + base_fen) - earned_at(bands, volume_fen)
    end,
    1000000000000
);

-- What a flat rate earns on a base, which is never negative: in whole numbers of 64 bits wherever they hold it.
create or replace macro flat_share(base_fen, rate_ppt) as case
    when rate_ppt % 1000000 = 0 and base_fen between 0 and 9000000000000
        then (base_fen * (rate_ppt // 1000000) + 500000) // 1000000
    else round_half_up(cast(base_fen as hugeint) * rate_ppt, 1000000000000)
end;

-- The states of order lines under terms (`based` names them) with what each is due. The volume before a line is what its
-- terms and month came to just before it arrived, refunds until then taken off; flat rates need none. Only lines that were
-- refunded are looked up again: each later state beside the one before it, and beside the line as it arrived.
create or replace macro due_by_volume(based) as table (
    with tiered as (
        select * from query_table(based) where base_fen is not null and is_tiered
    ),
    changed as (
        select *, base_fen as change_fen from tiered where state_no = 0
        union all
        select s.*, s.base_fen - b.base_fen as change_fen
        from tiered as s
        join tiered as b
            on b.shop_id = s.shop_id and b.order_id = s.order_id and b.line_no = s.line_no and b.state_no = s.state_no - 1
        where s.state_no > 0
    ),
    placed as (
        select
            *,
            coalesce(sum(change_fen) over (
                partition by terms_id, of_period order by event_at, is_late, event_id
                rows between unbounded preceding and 1 preceding
            ), 0) as volume_fen
        from changed
    )
    select
        * exclude (change_fen, volume_fen),
        earned_by(bands, tier_mode, cast(volume_fen as bigint), base_fen, base_fen) as due_fen
    from placed
    where state_no = 0
    union all
    select
        p.* exclude (change_fen, volume_fen),
        earned_by(p.bands, p.tier_mode, cast(a.volume_fen as bigint), a.base_fen, p.base_fen) as due_fen
    from placed as p
    join placed as a
        on a.shop_id = p.shop_id and a.order_id = p.order_id and a.line_no = p.line_no and a.state_no = 0
    where p.state_no > 0
    union all
    select *, flat_share(base_fen, rate_ppt) as due_fen
    from query_table(based)
    where base_fen is not null and not is_tiered
);
