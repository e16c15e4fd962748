-- fail: more buyers than clickers
select dimension, key, clickers, buyers from conversion_counts where buyers > clickers;
