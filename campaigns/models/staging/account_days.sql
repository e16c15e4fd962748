-- One row per own account and Shanghai date of which the creator center or a file of ours says anything.
-- key: account, date
-- sources: raw.account_days, loads
-- runs: warehouse
-- why: the creator center gives every figure in a sheet of its own; each column takes the newest version that has a value.
--   Engagement is what a file states, else likes, collects, comments and shares together, once all four are there.
with versions as (
    select
        d.account, d.date, d.views, d.engagement, d.likes, d.collects, d.comments, d.shares, d.follows,
        row_number() over (
            partition by d.account, d.date order by l.captured_at, l.sha256, d.source_row, d.source
        ) as newness
    from raw.account_days as d
    left join loads as l on l.load_id = d.load_id
),
merged as (
    select
        account, date,
        arg_max(views, newness) filter (where views is not null) as views,
        arg_max(engagement, newness) filter (where engagement is not null) as engagement,
        arg_max(likes, newness) filter (where likes is not null) as likes,
        arg_max(collects, newness) filter (where collects is not null) as collects,
        arg_max(comments, newness) filter (where comments is not null) as comments,
        arg_max(shares, newness) filter (where shares is not null) as shares,
        arg_max(follows, newness) filter (where follows is not null) as follows
    from versions
    group by account, date
)
select
    account, views, coalesce(engagement, likes + collects + comments + shares) as engagement, likes, collects, comments,
    shares, follows, date
from merged
