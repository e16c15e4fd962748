-- What finance sees: the money of all brands and the names it takes to read it. What is not named here is empty, comments
-- and drafts among it.
create view records.brand as select * from memory.records.brand;
create view records.product as select * from memory.records.product;
create view records.agency as select * from memory.records.agency;
create view records.campaign as select * from memory.records.campaign;
create view records.campaign_product as select * from memory.records.campaign_product;
create view records.collaboration as
select * replace ('' as owner, '' as next_step, '[]' as tags, null::date as next_date) from memory.records.collaboration;
create view records.collaboration_note as select * from memory.records.collaboration_note;
create view records.collaboration_quote as select * replace ('' as remark) from memory.records.collaboration_quote;
create view records.terms as select * from memory.records.terms;
create view records.sample as select * replace ('' as feedback) from memory.records.sample;
create view records.sample_receipt as select * from memory.records.sample_receipt;
create view records.setting as select * from memory.records.setting where key not like 'draft_rules.%';
create view records.ledger_lock as select * from memory.records.ledger_lock;
create view records.reconciliation_run as select * from memory.records.reconciliation_run;
create view records.reconciliation_case as select * from memory.records.reconciliation_case;
create view records.statement as select * from memory.records.statement;
create view records.statement_payment as select * from memory.records.statement_payment;
create view records.platform_band as select * from memory.records.platform_band;
create view records.party_tax as select * from memory.records.party_tax;
create view records.exchange_rate as select * from memory.records.exchange_rate;

create view notes as select * from wh.main.notes;
create view kols as select * from wh.main.kols;
create view orders as select * from wh.main.orders;
create view refunds as select * from wh.main.refunds;
create view settlements as select * from wh.main.settlements;
create view loads as select * from wh.main.loads;
create view shipping_bills as select * from wh.main.shipping_bills;
create view ad_spend as select * from wh.main.ad_spend;
create view order_credits as select * from wh.main.order_credits;
create view refund_claims as select * from wh.main.refund_claims;
create view refund_steps as select * from wh.main.refund_steps;
create view line_refunds as select * from wh.main.line_refunds;
create view repeated_lines as select * from wh.main.repeated_lines;
create view data_reach as select * from wh.main.data_reach;

create view campaign_totals as select * from memory.main.campaign_totals;
create view campaign_days as select * from memory.main.campaign_days;
create view campaign_notes as select * from memory.main.campaign_notes;
create view campaign_credits as select * from memory.main.campaign_credits;
create view commission_lines as select * from memory.main.commission_lines;
create view commission_events as select * from memory.main.commission_events;
create view agreed_postings as select * from memory.main.agreed_postings;
create view closing_shares as select * from memory.main.closing_shares;
create view period_closings as select * from memory.main.period_closings;
create view volume_closings as select * from memory.main.volume_closings;
create view terms_in_force as select * from memory.main.terms_in_force;
create view line_states as select * from memory.main.line_states;
create view line_amounts as select * from memory.main.line_amounts;
create view rebate_lines as select * from memory.main.rebate_lines;
create view sample_status as select * from memory.main.sample_status;
create view tasks as
select * from memory.main.tasks where kind in ('month_open', 'month_to_approve', 'over_budget', 'loss', 'break_open');
