-- fail: more buyers than clickers
select dimension, key, clickers, buyers from conversion_counts where buyers > clickers;

-- fail: orders are credited to a click that is not counted
select k.shop_id, k.order_id, k.note_id
from order_credits as k
left join conversion_counts as c on c.dimension = 'note' and c.key = k.note_id
where k.rule = 'last' and k.click_id is not null and c.key is null;
