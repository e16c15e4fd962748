-- Fact tables of the warehouse: one row per thing that arrived in a file. Names and columns are a public contract
-- (docs/architecture.md). `_at` is an instant (UTC), `_date` a Shanghai business date, `_fen` is money in fen, ids are text.
-- Every fact ends in load_id and source_row, the address of the row in its file; both stand outside the canonical hash.
-- The line `-- key:` above a table is its key. Tables in `raw` hold every source's own version of a note, a KOL or a
-- snapshot; the models of the same name in `main` merge them, so that the order of files cannot matter. raw.clicks holds
-- clicks as they came; the model `clicks` finds note and product of those that came with a short link alone. Rows of
-- raw.orders, raw.refunds, raw.settlements, raw.ad_spend and raw.click_totals stand beside less precise, unsettled or
-- repeating ones of the same thing; the models of the same name say which of them count.

create schema if not exists raw;

-- key: note_id, source
create table raw.notes (
    note_id varchar not null, source varchar not null, platform varchar, account varchar, kol_id varchar,
    creator_hash varchar, title varchar, body varchar, kind varchar, published_at timestamptz, time_precision varchar,
    topics varchar[], is_sponsored boolean, url varchar, is_provisional boolean not null,
    load_id bigint not null, source_row bigint not null
);

-- key: note_id, captured_at, source
create table raw.note_metrics (
    note_id varchar not null, captured_at timestamptz not null, source varchar not null,
    impressions bigint, reads bigint, likes bigint, collects bigint, comments bigint, shares bigint,
    follows_gained bigint, cover_ctr double, view_seconds double, danmaku bigint,
    reads_follow bigint, reads_explore bigint, reads_nearby bigint, reads_search bigint, is_rounded boolean,
    is_capped boolean,
    load_id bigint not null, source_row bigint not null
);

-- key: kol_id, source
create table raw.kols (
    kol_id varchar not null, source varchar not null, nickname varchar, red_id varchar, creator_hash varchar,
    home_city varchar, agency_name varchar,
    load_id bigint not null, source_row bigint not null
);

-- key: note_id, product_id
create table note_products (
    note_id varchar not null, product_id varchar not null,
    load_id bigint not null, source_row bigint not null
);

-- key: comment_id
create table comments (
    comment_id varchar not null, note_id varchar not null, parent_id varchar, posted_at timestamptz,
    time_precision varchar, body varchar, likes bigint, replies bigint, is_rounded boolean, is_capped boolean,
    load_id bigint not null, source_row bigint not null
);

-- key: kol_id, as_of_date, source, scope
create table kol_profiles (
    kol_id varchar not null, as_of_date date not null, source varchar not null, scope varchar not null,
    followers bigint, image_price_fen bigint, video_price_fen bigint, impression_median bigint, read_median bigint,
    engagement_median bigint, image_read_cost_fen bigint, video_read_cost_fen bigint, image_cpm_fen bigint,
    video_cpm_fen bigint, image_engagement_cost_fen bigint, video_engagement_cost_fen bigint, active_share double,
    female_share double, male_share double, age_under_18_share double, age_18_24_share double, age_25_34_share double,
    age_35_44_share double, age_over_44_share double, tier1_city_share double, tier2_city_share double,
    tier3_city_share double, is_rounded boolean, is_capped boolean,
    load_id bigint not null, source_row bigint not null
);

-- key: account, date, source
create table raw.account_days (
    account varchar not null, date date not null, source varchar not null, views bigint, engagement bigint,
    likes bigint, collects bigint, comments bigint, shares bigint, follows bigint,
    load_id bigint not null, source_row bigint not null
);

-- key: click_id
create table raw.clicks (
    click_id varchar not null, note_id varchar, product_id varchar, link_slug varchar, buyer_key ubigint,
    clicked_at timestamptz not null, section varchar, channel varchar,
    load_id bigint not null, source_row bigint not null
);

-- span: `day` counts the clicks of click_date, `running` those from the beginning to its end.
-- key: source, note_id, product_id, click_date, span
create table raw.click_totals (
    source varchar not null, note_id varchar not null, product_id varchar not null, click_date date not null,
    span varchar not null, clicks bigint not null,
    load_id bigint not null, source_row bigint not null
);

-- time_precision: of the coarsest of its times: second, minute or day.
-- key: shop_id, order_id, line_no, time_precision
create table raw.orders (
    shop_id varchar not null, order_id varchar not null, line_no bigint not null, channel varchar not null,
    product_id varchar, sku varchar, buyer_key ubigint, ordered_at timestamptz not null, paid_at timestamptz,
    completed_at timestamptz, time_precision varchar not null, quantity bigint not null, currency varchar not null,
    list_fen bigint not null, brand_discount_fen bigint not null, platform_discount_fen bigint not null,
    shipping_fen bigint not null, tax_fen bigint not null, paid_fen bigint not null, promo_code varchar,
    source_kol_id varchar, status varchar not null,
    load_id bigint not null, source_row bigint not null
);

-- key: refund_id, line_no, is_estimated, time_precision
create table raw.refunds (
    refund_id varchar not null, line_no bigint not null, shop_id varchar not null, order_id varchar not null,
    refunded_at timestamptz not null, time_precision varchar not null, currency varchar not null,
    goods_fen bigint not null, shipping_fen bigint not null, is_estimated boolean not null,
    load_id bigint not null, source_row bigint not null
);

-- movement_id: the same for a movement that waits and for the same one settled; transaction_id where the file names it.
-- key: statement_id, line_no
create table raw.settlements (
    statement_id varchar not null, line_no bigint not null, movement_id varchar, transaction_id varchar,
    shop_id varchar, order_id varchar, after_sale_id varchar, kol_id varchar, kind varchar not null, status varchar,
    ordered_at timestamptz, can_settle_at timestamptz, settled_at timestamptz, currency varchar not null, base_fen bigint, platform_fee_fen bigint,
    third_party_fee_fen bigint, kol_commission_fen bigint, kol_rate_ppm bigint, freight_fen bigint, tax_fen bigint,
    subsidy_fen bigint, channel_fee_fen bigint, moved_fen bigint,
    load_id bigint not null, source_row bigint not null
);

-- key: carrier, tracking_no, event_at
create table shipments (
    carrier varchar not null, tracking_no varchar not null, event_at timestamptz not null, status varchar not null,
    raw_status varchar,
    load_id bigint not null, source_row bigint not null
);

-- key: product_id, captured_at
create table stock_levels (
    product_id varchar not null, captured_at timestamptz not null, available bigint not null,
    load_id bigint not null, source_row bigint not null
);

-- What a parcel cost, as the carrier bills it.
-- key: carrier, tracking_no, billed_date, line_no
create table shipping_bills (
    carrier varchar not null, tracking_no varchar not null, billed_date date not null, line_no bigint not null,
    kind varchar, currency varchar not null, cost_fen bigint not null,
    load_id bigint not null, source_row bigint not null
);

-- level: what a unit is: keyword, creativity, note, unit, campaign or advertiser. Levels repeat each other's spend.
-- key: source, level, unit_id, date
create table raw.ad_spend (
    source varchar not null, level varchar not null, unit_id varchar not null, date date not null, note_id varchar,
    placement varchar,
    currency varchar not null, spend_fen bigint not null, impressions bigint, clicks bigint,
    load_id bigint not null, source_row bigint not null
);

-- The short links of the records, as they stood when the models were last computed.
-- key: slug
create table links (
    slug varchar not null, note_id varchar not null, product_id varchar not null
);

-- key: load_id
create table loads (
    load_id bigint not null, sha256 varchar not null, name varchar not null, captured_at timestamptz not null,
    loaded_at timestamptz not null, counts json not null, totals json not null
);

-- key: load_id, sheet, source_row, column_name, code
create table rejects (
    load_id bigint not null, sheet varchar not null, source_row bigint not null, column_name varchar not null,
    table_name varchar not null, code varchar not null, value varchar, rule varchar not null, remedy varchar not null
);
