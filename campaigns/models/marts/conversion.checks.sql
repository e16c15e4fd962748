-- fail: a rate lies outside its interval or outside 0 to 1
select dimension, key, by_clicker, by_clicker_low, by_clicker_high
from conversion
where by_clicker < by_clicker_low - 1e-12 or by_clicker > by_clicker_high + 1e-12 or by_clicker > 1;
