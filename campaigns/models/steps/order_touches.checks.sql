-- fail: a touch lies outside the 15 days before the order
select shop_id, order_id, line_no, click_id, age_seconds
from order_touches
where age_seconds < 0 or age_seconds > 1296000;

-- warn: a click names no note, so it can lead to no order
select click_id, link_slug from clicks where note_id is null;
