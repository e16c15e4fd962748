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

-- Splitting a sum by weights, largest remainder: the whole part of one share, and the remainder that ranks it.
-- Never more is shared than the weights hold together; weights of nothing share nothing.
create or replace macro part_floor(weight, total, whole) as cast(
    coalesce(cast(least(total, whole) as hugeint) * weight // cast(nullif(whole, 0) as hugeint), 0) as bigint);
create or replace macro part_remainder(weight, total, whole) as
    coalesce(cast(least(total, whole) as hugeint) * weight % cast(nullif(whole, 0) as hugeint), 0);

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

-- Whether an order line is a sale: not while it waits for payment, nor when it was called off before any; a sample (拿样)
-- is none, whatever became of it.
create or replace macro is_sale(status, paid_at) as
    not (status in ('pending', 'sample') or (status in ('cancelled', 'closed') and paid_at is null));
