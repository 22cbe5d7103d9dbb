-- The tables of the counters, version 1. Another schema's name may stand for `mcp_policy` wherever it does here.

create schema if not exists mcp_policy;

create table mcp_policy.version (
  one boolean primary key default true check (one),
  number int not null
);

-- The highest instant that was written down, which the store's clock does not go behind, and how often it was put right.
create table mcp_policy.clock (
  one boolean primary key default true check (one),
  high_ms bigint not null,
  epoch bigint not null
) with (fillfactor = 50);
insert into mcp_policy.clock (high_ms, epoch) values (-4611686018427387904, 0);

-- When the clock was put right, and from what.
create table mcp_policy.rewind (
  epoch bigint primary key,
  from_ms bigint not null,
  to_ms bigint not null
);

-- How many counters there are, and the latest end of a window that was dropped, before which none opens anew. Locked by who
-- makes or drops counters.
create table mcp_policy.ledger (
  one boolean primary key default true check (one),
  counters bigint not null check (counters >= 0),
  at_will bigint not null check (at_will >= 0),
  dropped_ms bigint not null
) with (fillfactor = 50);
insert into mcp_policy.ledger (counters, at_will, dropped_ms) values (0, 0, -4611686018427387904);

-- What a namespace is known by, so that its loss is noticed, and when an operator has last had it counted on from what is here.
create table mcp_policy.namespace (name bytea primary key, mark uuid not null, reopened_ms bigint);

create sequence mcp_policy.window_number;

-- One row a counter. Each of its windows has a number of its own. It has few indices and no checks: each costs every charge.
create table mcp_policy.counter (
  key bytea primary key,
  number bigint not null,
  used bigint not null,
  start_ms bigint not null,
  end_ms bigint not null,
  length_ms bigint not null,
  seen_ms bigint not null,
  search_ms bigint not null,
  entries int not null,
  at_will boolean not null,
  namespace bytea not null,
  payer bytea not null,
  whole bytea,
  shown bytea
) with (fillfactor = 60);
create index counter_by_end on mcp_policy.counter (end_ms);
create index counter_by_payer on mcp_policy.counter (namespace, payer, end_ms) where at_will;

-- The charges of a window that slides.
create table mcp_policy.entry (
  counter bigint not null,
  last_ms bigint not null,
  first_ms bigint not null,
  units bigint not null check (units > 0),
  primary key (counter, last_ms)
);

-- The counters that a payer has opened at will.
create table mcp_policy.payer (
  namespace bytea not null,
  name bytea not null,
  counters bigint not null check (counters >= 0),
  primary key (namespace, name)
);

-- Who holds a place, and until when.
create table mcp_policy.holder (
  place bytea not null,
  reservation uuid not null,
  end_ms bigint not null,
  lease_ms bigint not null,
  at_will boolean not null,
  namespace bytea not null,
  payer bytea not null,
  primary key (place, reservation)
);
create index holder_by_end on mcp_policy.holder (end_ms);
create index holder_at_will on mcp_policy.holder (end_ms) where at_will;
create index holder_by_payer on mcp_policy.holder (namespace, payer, end_ms) where at_will;

-- How many places that callers can open at will are held, in all and of a payer.
create table mcp_policy.place_ledger (
  one boolean primary key default true check (one),
  places bigint not null check (places >= 0)
) with (fillfactor = 50);
insert into mcp_policy.place_ledger (places) values (0);
create table mcp_policy.place_payer (
  namespace bytea not null,
  name bytea not null,
  places bigint not null check (places >= 0),
  primary key (namespace, name)
);

-- What was taken under a name that others know. Where the clock was put back the same name may be taken under once more.
create table mcp_policy.held (
  id uuid primary key,
  taking uuid not null,
  until_ms bigint not null,
  settled boolean not null,
  releases boolean not null,
  request bytea not null,
  keys bytea[] not null,
  units bigint[] not null,
  numbers bigint[] not null,
  befores bigint[] not null,
  ats bigint[] not null,
  epoch bigint not null,
  places bytea[] not null
);
create index held_due on mcp_policy.held (until_ms) where not settled;
create index held_settled on mcp_policy.held (until_ms) where settled;

-- What was answered a short while ago, in case the answer was lost: what was taken, or that it was settled.
create table mcp_policy.answered (
  id uuid not null,
  settles boolean not null,
  until_ms bigint not null,
  numbers bigint[],
  befores bigint[],
  ats bigint[],
  epoch bigint,
  primary key (id, settles)
);
create index answered_by_until on mcp_policy.answered (until_ms);
