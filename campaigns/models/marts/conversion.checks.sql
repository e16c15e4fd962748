-- fail: a rate lies outside its interval or outside 0 to 1
select dimension, key, by_clicker, by_clicker_low, by_clicker_high
from conversion
where by_clicker < by_clicker_low - 1e-12 or by_clicker > by_clicker_high + 1e-12 or by_clicker > 1;

-- fail: a shrunk rate lies outside of what was counted and its prior
select dimension, key, by_clicker, shrunk, prior_mean
from conversion
where shrunk < least(by_clicker, prior_mean) - 1e-12 or shrunk > greatest(by_clicker, prior_mean) + 1e-12;
