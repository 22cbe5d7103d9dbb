-- The steps of the counters, version 1, each one statement and one transaction. Locks are taken in one order by all: the name of
-- an operation, counters by key, places by their numbers, the ledger, its payers, holders by place and reservation, the ledger
-- of places, its payers. What is dropped besides is skipped where somebody has locked it.

create type mcp_policy.beginning as (
  status text,
  now_ms bigint,
  epoch bigint,
  marks uuid[],
  index int,
  reopened_ms bigint
);

create type mcp_policy.answer as (
  status text,
  now_ms bigint,
  epoch bigint,
  marks uuid[],
  index int,
  retry_ms bigint,
  befores bigint[],
  numbers bigint[],
  ats bigint[],
  taken_epoch bigint,
  taking uuid
);

-- The store's instant, and whether a step may be done.
create function mcp_policy.begin(
  p_writes boolean, p_clock bigint, p_floor bigint, p_epoch bigint, p_wait int, p_namespaces bytea[], p_marks uuid[],
  p_ignores_due boolean
) returns mcp_policy.beginning language plpgsql as $$
declare
  b mcp_policy.beginning;
  high bigint;
  seen uuid;
  is_due boolean;
begin
  if current_setting('transaction_isolation') <> 'read committed' then
    b.status := 'isolation';
    return b;
  end if;
  -- A plan that was made while there were few rows is kept when there are many.
  perform set_config('lock_timeout', p_wait::text, true), set_config('enable_seqscan', 'off', true),
    set_config('plan_cache_mode', 'force_generic_plan', true),
    pg_advisory_xact_lock_shared(1835233392, 'mcp_policy.clock'::regclass::oid::int);
  select c.high_ms, c.epoch, t.now_ms,
    exists (select from mcp_policy.held h where not h.settled and h.until_ms <= t.now_ms),
    (select n.mark from mcp_policy.namespace n where n.name = p_namespaces[1])
    into strict high, b.epoch, b.now_ms, is_due, seen
    from mcp_policy.clock c, lateral (select greatest(
      coalesce(p_clock, floor(date_part('epoch', clock_timestamp()) * 1000)::bigint),
      c.high_ms,
      case when p_epoch = c.epoch then p_floor end) as now_ms offset 0) t;
  if p_writes and b.now_ms - 1000 >= high then
    perform 1 from mcp_policy.clock for update skip locked;
    if found then
      update mcp_policy.clock set high_ms = greatest(high_ms, b.now_ms);
    end if;
  end if;
  for i in 1 .. cardinality(p_namespaces) loop
    if i > 1 then
      select n.mark into seen from mcp_policy.namespace n where n.name = p_namespaces[i];
    end if;
    if seen is null and p_marks[i] is null and p_writes then
      insert into mcp_policy.namespace values (p_namespaces[i], gen_random_uuid()) on conflict (name) do nothing;
      select n.mark into seen from mcp_policy.namespace n where n.name = p_namespaces[i];
    end if;
    if p_marks[i] is not null and seen is distinct from p_marks[i] then
      b.status := 'lost';
      b.index := i - 1;
      b.marks := array[seen];
      b.reopened_ms := (select n.reopened_ms from mcp_policy.namespace n where n.name = p_namespaces[i]);
      return b;
    end if;
    if p_marks[i] is null then
      b.marks[i] := seen;
    end if;
  end loop;
  if is_due and not p_ignores_due then
    b.status := 'due';
  end if;
  return b;
end $$;

-- At which instant a charge stands in its log: where the clock was put back before it, it was moved with it.
create function mcp_policy.instant_of(
  p_charged bigint, p_at bigint, p_epoch bigint, p_length bigint, p_now bigint, p_epoch_now bigint
) returns bigint language plpgsql as $$
declare
  instant bigint := p_at;
  r record;
begin
  if p_charged = 0 then
    return least(p_at, p_now);
  end if;
  if p_epoch <> p_epoch_now then
    for r in select from_ms, to_ms from mcp_policy.rewind where epoch > p_epoch order by epoch loop
      if instant + p_length <= r.from_ms then
        return -4611686018427387904;
      end if;
      instant := least(instant, r.to_ms);
    end loop;
  end if;
  return instant;
end $$;

-- Drops the entries of a log that count no longer from its counter's row, which is locked.
create function mcp_policy.drop_gone(p_counter mcp_policy.counter, p_gone bigint)
returns mcp_policy.counter language plpgsql as $$
declare
  c mcp_policy.counter := p_counter;
  e record;
begin
  for e in delete from mcp_policy.entry where counter = c.number and last_ms <= p_gone returning units loop
    c.used := c.used - e.units;
    c.entries := c.entries - 1;
  end loop;
  return c;
end $$;

-- Merges two neighbours of a full log: the oldest two that are near each other, at the later of their instants.
create function mcp_policy.merge_neighbours(p_counter mcp_policy.counter, p_most int)
returns mcp_policy.counter language plpgsql as $$
declare
  c mcp_policy.counter := p_counter;
  near bigint := c.length_ms / (p_most / 2 - 1);
  older mcp_policy.entry;
  newer mcp_policy.entry;
  further mcp_policy.entry;
begin
  select * into older from mcp_policy.entry e
    where e.counter = c.number and e.last_ms >= c.search_ms order by e.last_ms limit 1;
  select * into newer from mcp_policy.entry e
    where e.counter = c.number and e.last_ms > older.last_ms order by e.last_ms limit 1;
  if newer.counter is null then
    select * into strict older from mcp_policy.entry e where e.counter = c.number order by e.last_ms limit 1;
    select * into strict newer from mcp_policy.entry e
      where e.counter = c.number and e.last_ms > older.last_ms order by e.last_ms limit 1;
  end if;
  while newer.last_ms - older.first_ms > near loop
    select * into further from mcp_policy.entry e
      where e.counter = c.number and e.last_ms > newer.last_ms order by e.last_ms limit 1;
    exit when not found;
    older := newer;
    newer := further;
  end loop;
  delete from mcp_policy.entry e where e.counter = c.number and e.last_ms in (older.last_ms, newer.last_ms);
  insert into mcp_policy.entry values (c.number, newer.last_ms, older.first_ms, older.units + newer.units);
  c.entries := c.entries - 1;
  c.search_ms := newer.last_ms;
  return c;
end $$;

-- Adds units to a log from which what is gone has been dropped, and whose counter's row is locked and saved by who has it.
create function mcp_policy.add_entry(p_counter mcp_policy.counter, p_units bigint, p_at bigint, p_most int)
returns mcp_policy.counter language plpgsql as $$
declare
  c mcp_policy.counter := p_counter;
  e mcp_policy.entry;
begin
  if p_units = 0 then
    return c;
  end if;
  select * into e from mcp_policy.entry x
    where x.counter = c.number and x.last_ms >= p_at order by x.last_ms limit 1;
  if (e.first_ms is null or e.first_ms > p_at) and c.entries >= p_most then
    c := mcp_policy.merge_neighbours(c, p_most);
    select * into e from mcp_policy.entry x
      where x.counter = c.number and x.last_ms >= p_at order by x.last_ms limit 1;
  end if;
  c.used := c.used + p_units;
  if e.first_ms <= p_at then
    update mcp_policy.entry set units = units + p_units where counter = c.number and last_ms = e.last_ms;
    return c;
  end if;
  insert into mcp_policy.entry values (c.number, p_at, p_at, p_units);
  c.entries := c.entries + 1;
  if c.search_ms >= p_at then
    -- The new neighbours may be near each other, though those around them were not.
    c.search_ms := -4611686018427387904;
  end if;
  return c;
end $$;

create function mcp_policy.save_sliding(c mcp_policy.counter) returns void language plpgsql as $$
begin
  update mcp_policy.counter set used = c.used, entries = c.entries, search_ms = c.search_ms, seen_ms = c.seen_ms,
    end_ms = c.end_ms where key = c.key;
end $$;

-- Puts another amount in the place of one that was charged, where its counter still counts it.
create function mcp_policy.correct(
  p_key bytea, p_number bigint, p_charged bigint, p_actual bigint, p_at bigint, p_epoch bigint, p_now bigint,
  p_epoch_now bigint, p_log int
) returns void language plpgsql as $$
declare
  c mcp_policy.counter;
  e mcp_policy.entry;
  instant bigint;
  rest bigint;
  actual bigint;
begin
  if p_charged = p_actual then
    return;
  end if;
  select * into c from mcp_policy.counter x where x.key = p_key for update;
  if not found or c.number <> p_number or c.end_ms <= p_now then
    return;
  end if;
  if c.length_ms = 0 then
    rest := greatest(0, c.used - p_charged);
    update mcp_policy.counter set used = rest + least(p_actual, 9223372036854775806 - rest) where key = p_key;
    return;
  end if;
  c.seen_ms := greatest(c.seen_ms, p_now);
  c := mcp_policy.drop_gone(c, c.seen_ms - c.length_ms);
  instant := mcp_policy.instant_of(p_charged, p_at, p_epoch, c.length_ms, c.seen_ms, p_epoch_now);
  if p_charged = 0 then
    if instant > c.seen_ms - c.length_ms then
      c := mcp_policy.add_entry(c, least(p_actual, 9223372036854775806 - c.used), instant, p_log);
    end if;
  else
    select * into e from mcp_policy.entry x
      where x.counter = c.number and x.last_ms >= instant order by x.last_ms limit 1;
    if e.first_ms <= instant then
      -- Where the clock was put back, an entry may hold less than was charged.
      actual := least(p_actual, 9223372036854775806 - (c.used - least(p_charged, e.units)));
      rest := greatest(0, e.units - p_charged) + actual;
      c.used := c.used - e.units + rest;
      if rest = 0 then
        delete from mcp_policy.entry where counter = c.number and last_ms = e.last_ms;
        c.entries := c.entries - 1;
      else
        update mcp_policy.entry set units = rest where counter = c.number and last_ms = e.last_ms;
      end if;
    end if;
  end if;
  perform mcp_policy.save_sliding(c);
end $$;

-- Notes places that callers can open at will and that are held no longer.
create function mcp_policy.count_places_out(p_namespaces bytea[], p_payers bytea[])
returns void language plpgsql as $$
declare
  p record;
begin
  if cardinality(p_payers) > 0 then
    update mcp_policy.place_ledger set places = places - cardinality(p_payers);
    for p in select n, y, count(*) as places from unnest(p_namespaces, p_payers) as t(n, y) group by n, y loop
      update mcp_policy.place_payer set places = places - p.places where namespace = p.n and name = p.y;
      delete from mcp_policy.place_payer where namespace = p.n and name = p.y and places = 0;
    end loop;
  end if;
end $$;

-- Gives the places of reservations back that they still hold.
create function mcp_policy.free(p_places bytea[], p_reservations uuid[]) returns void language plpgsql as $$
declare
  h record;
  namespaces bytea[] := '{}';
  payers bytea[] := '{}';
begin
  if cardinality(p_places) = 0 then
    return;
  end if;
  for h in
    select x.place, x.reservation, x.at_will, x.namespace, x.payer from mcp_policy.holder x
      where (x.place, x.reservation) in (select * from unnest(p_places, p_reservations))
      order by x.place, x.reservation for update
  loop
    delete from mcp_policy.holder where place = h.place and reservation = h.reservation;
    if h.at_will then
      namespaces := namespaces || h.namespace;
      payers := payers || h.payer;
    end if;
  end loop;
  perform mcp_policy.count_places_out(namespaces, payers);
end $$;

-- Notes counters that are there no longer, and when the last of their windows had ended. The ledger is locked.
create function mcp_policy.count_out(p_counters int, p_namespaces bytea[], p_payers bytea[], p_ended bigint)
returns void language plpgsql as $$
declare
  p record;
begin
  update mcp_policy.ledger set counters = counters - p_counters, at_will = at_will - cardinality(p_payers),
    dropped_ms = greatest(dropped_ms, p_ended);
  for p in select n, y, count(*) as counters from unnest(p_namespaces, p_payers) as t(n, y) group by n, y loop
    update mcp_policy.payer set counters = counters - p.counters where namespace = p.n and name = p.y;
    delete from mcp_policy.payer where namespace = p.n and name = p.y and counters = 0;
  end loop;
end $$;

-- Drops counters that are over but for some: any, those opened at will, those of a payer. The ledger is locked. How many.
create function mcp_policy.drop_over(
  p_kind int, p_namespace bytea, p_payer bytea, p_now bigint, p_most int, p_but bytea[]
) returns int language plpgsql as $$
declare
  c record;
  dropped int := 0;
  latest bigint := -4611686018427387904;
  namespaces bytea[] := '{}';
  payers bytea[] := '{}';
  over refcursor;
begin
  if p_kind = 0 then
    open over for select x.key, x.number, x.at_will, x.namespace, x.payer, x.length_ms, x.end_ms from mcp_policy.counter x
      where x.end_ms <= p_now and x.key <> all (p_but) limit p_most for update skip locked;
  elsif p_kind = 1 then
    open over for select x.key, x.number, x.at_will, x.namespace, x.payer, x.length_ms, x.end_ms from mcp_policy.counter x
      where x.at_will and x.end_ms <= p_now and x.key <> all (p_but) limit p_most for update skip locked;
  else
    open over for select x.key, x.number, x.at_will, x.namespace, x.payer, x.length_ms, x.end_ms from mcp_policy.counter x
      where x.at_will and x.namespace = p_namespace and x.payer = p_payer and x.end_ms <= p_now
        and x.key <> all (p_but) limit p_most for update skip locked;
  end if;
  loop
    fetch over into c;
    exit when not found;
    dropped := dropped + 1;
    latest := greatest(latest, c.end_ms);
    delete from mcp_policy.counter where key = c.key;
    if c.length_ms > 0 then
      delete from mcp_policy.entry where counter = c.number;
    end if;
    if c.at_will then
      namespaces := namespaces || c.namespace;
      payers := payers || c.payer;
    end if;
  end loop;
  close over;
  if dropped > 0 then
    perform mcp_policy.count_out(dropped, namespaces, payers, latest);
  end if;
  return dropped;
end $$;

-- Where the first of some new counters stands for which there is no room, or 0. The ledger is locked.
create function mcp_policy.lacking(
  p_fresh int[], p_over int, p_over_at_will int, p_over_of_payer int[], p_at_will boolean[], p_namespaces bytea[],
  p_namespace_of int[], p_payer bytea, p_capacity int, p_most_per_payer int
) returns int language plpgsql as $$
declare
  l mcp_policy.ledger;
  opened bigint[];
  i int;
  n int;
begin
  select * into strict l from mcp_policy.ledger;
  l.counters := l.counters - p_over;
  l.at_will := l.at_will - p_over_at_will;
  foreach i in array p_fresh loop
    l.counters := l.counters + 1;
    if l.counters > p_capacity then
      return i;
    end if;
    if p_at_will[i] then
      l.at_will := l.at_will + 1;
      n := p_namespace_of[i];
      if opened[n] is null then
        opened[n] := coalesce((select y.counters from mcp_policy.payer y
          where y.namespace = p_namespaces[n] and y.name = p_payer), 0) - p_over_of_payer[n];
      end if;
      opened[n] := opened[n] + 1;
      if l.at_will > p_capacity / 2 or opened[n] > p_most_per_payer then
        return i;
      end if;
    end if;
  end loop;
  return 0;
end $$;

-- Where the first of some places stands for which there is no room, or 0. The ledger of places is locked.
create function mcp_policy.places_lacking(
  p_at_will boolean[], p_namespaces bytea[], p_namespace_of int[], p_payer bytea, p_capacity int, p_most_per_payer int
) returns int language plpgsql as $$
declare
  places bigint;
  taking bigint[];
  n int;
begin
  select l.places into strict places from mcp_policy.place_ledger l;
  for i in 1 .. cardinality(p_at_will) loop
    if p_at_will[i] then
      places := places + 1;
      n := p_namespace_of[i];
      if taking[n] is null then
        taking[n] := coalesce((select y.places from mcp_policy.place_payer y
          where y.namespace = p_namespaces[n] and y.name = p_payer), 0);
      end if;
      taking[n] := taking[n] + 1;
      if places > p_capacity / 2 or taking[n] > p_most_per_payer then
        return i;
      end if;
    end if;
  end loop;
  return 0;
end $$;

-- Drops leases that have ended: any, those of places opened at will, those of a payer. How many.
create function mcp_policy.drop_ended(p_kind int, p_namespace bytea, p_payer bytea, p_now bigint, p_most int)
returns int language plpgsql as $$
declare
  h record;
  dropped int := 0;
  namespaces bytea[] := '{}';
  payers bytea[] := '{}';
begin
  for h in
    select x.place, x.reservation, x.at_will, x.namespace, x.payer from mcp_policy.holder x
      where x.end_ms <= p_now
        and (p_kind = 0 or x.at_will)
        and (p_kind < 2 or (x.namespace = p_namespace and x.payer = p_payer))
      limit p_most for update skip locked
  loop
    dropped := dropped + 1;
    delete from mcp_policy.holder where place = h.place and reservation = h.reservation;
    if h.at_will then
      namespaces := namespaces || h.namespace;
      payers := payers || h.payer;
    end if;
  end loop;
  perform mcp_policy.count_places_out(namespaces, payers);
  return dropped;
end $$;

-- Takes charges and places, all or none, with what a reservation holds given back before; refused, it may have changed rows.
create function mcp_policy.take(
  b mcp_policy.beginning, p_wait int, p_namespaces bytea[],
  p_id uuid, p_taking uuid, p_until bigint, p_releases boolean, p_request bytea, p_payer bytea,
  p_keys bytea[], p_wholes bytea[], p_shown bytea[], p_namespace_of int[], p_at_will boolean[], p_lengths bigint[],
  p_starts bigint[], p_ends bigint[], p_units bigint[], p_mosts bigint[], p_locks int[],
  p_places bytea[], p_place_numbers bigint[], p_place_namespace_of int[], p_place_at_will boolean[], p_place_maxes int[],
  p_leases bigint[],
  p_capacity int, p_most_per_payer int, p_log int,
  p_old uuid, p_old_taking uuid, p_old_named boolean, p_old_keys bytea[], p_old_numbers bigint[], p_old_units bigint[], p_old_ats bigint[],
  p_old_epoch bigint, p_old_places bytea[]
) returns mcp_policy.answer language plpgsql as $$
declare
  a mcp_policy.answer;
  c mcp_policy.counter;
  cs mcp_policy.counter[] := '{}';
  made bytea[] := '{}';
  fresh int[] := '{}';
  is_fresh boolean[];
  over int := 0;
  over_at_will int := 0;
  over_of_payer int[] := array_fill(0, array[greatest(1, cardinality(p_namespaces))]);
  over_namespaces bytea[] := '{}';
  over_payers bytea[] := '{}';
  needs_room boolean := false;
  longest bigint := -2;
  wait bigint;
  missing bigint;
  lacks int;
  refused boolean := false;
  e record;
  i int;
  n int := cardinality(p_keys);
  has_ledger boolean := false;
begin
  a.now_ms := b.now_ms;
  a.epoch := b.epoch;
  a.marks := b.marks;
  a.taken_epoch := b.epoch;
  a.taking := p_taking;
  -- All counters are locked, or made, in the order of their keys.
  foreach i in array p_locks loop
    if i < 0 then
      perform 1 from mcp_policy.counter x where x.key = p_old_keys[-i] for update;
      continue;
    end if;
    loop
      select * into c from mcp_policy.counter x where x.key = p_keys[i] for update;
      if not found or c.end_ms <= b.now_ms then
        if p_lengths[i] = 0 and (p_starts[i] > b.now_ms or p_ends[i] <= b.now_ms) then
          a.status := 'clock';
          delete from mcp_policy.counter x where x.key = any (made);
          return a;
        end if;
      end if;
      exit when c.key is not null;
      insert into mcp_policy.counter values (p_keys[i], nextval('mcp_policy.window_number'), 0, p_starts[i],
        case when p_lengths[i] = 0 then p_ends[i] else b.now_ms + p_lengths[i] end, p_lengths[i], b.now_ms,
        -4611686018427387904, 0, p_at_will[i], p_namespaces[p_namespace_of[i]], p_payer, p_wholes[i], p_shown[i])
        on conflict (key) do nothing returning * into c;
      if c.key is not null then
        made := made || c.key;
        is_fresh[i] := true;
        exit;
      end if;
    end loop;
    cs[i] := c;
  end loop;
  if clock_timestamp() > statement_timestamp() + p_wait * interval '1 millisecond' then
    raise exception 'waited too long for counters' using errcode = '55P03';
  end if;
  if p_old is not null then
    for i in 1 .. cardinality(p_old_keys) loop
      perform mcp_policy.correct(p_old_keys[i], p_old_numbers[i], p_old_units[i], 0, p_old_ats[i], p_old_epoch,
        b.now_ms, b.epoch, p_log);
    end loop;
    for i in 1 .. n loop
      select * into strict c from mcp_policy.counter x where x.key = p_keys[i];
      cs[i] := c;
    end loop;
  end if;
  -- What is over holds nothing, and neither does what is gone.
  for i in 1 .. n loop
    c := cs[i];
    if is_fresh[i] then
      fresh := fresh || i;
      needs_room := true;
    elsif c.end_ms <= b.now_ms then
      is_fresh[i] := true;
      fresh := fresh || i;
      over := over + 1;
      if c.at_will then
        over_at_will := over_at_will + 1;
        over_namespaces := over_namespaces || c.namespace;
        over_payers := over_payers || c.payer;
        if c.payer = p_payer then
          over_of_payer[p_namespace_of[i]] := over_of_payer[p_namespace_of[i]] + 1;
        else
          needs_room := true;
        end if;
      end if;
    elsif c.length_ms > 0 then
      c.seen_ms := greatest(c.seen_ms, b.now_ms);
      cs[i] := mcp_policy.drop_gone(c, c.seen_ms - c.length_ms);
      if cs[i].entries <> c.entries then
        perform mcp_policy.save_sliding(cs[i]);
      end if;
    end if;
  end loop;
  -- The first that no waiting helps, else the longest wait.
  for i in 1 .. n loop
    c := cs[i];
    wait := -2;
    if p_mosts[i] < 0 then
      wait := -1;
    elsif is_fresh[i] or c.used <= p_mosts[i] then
      continue;
    elsif c.length_ms = 0 then
      wait := greatest(0, c.end_ms - b.now_ms);
    else
      missing := c.used - p_mosts[i];
      wait := 0;
      for e in select x.last_ms, x.units from mcp_policy.entry x where x.counter = c.number order by x.last_ms loop
        missing := missing - e.units;
        if missing <= 0 then
          wait := greatest(0, e.last_ms + c.length_ms - b.now_ms);
          exit;
        end if;
      end loop;
    end if;
    if wait = -1 or wait > longest then
      longest := wait;
      a.index := i - 1;
      exit when wait = -1;
    end if;
  end loop;
  refused := a.index is not null;
  a.status := 'limit';
  a.retry_ms := longest;
  if longest <> -1 and cardinality(p_places) > 0 then
    for e in select distinct t.number from unnest(p_place_numbers) as t(number) order by t.number loop
      perform pg_advisory_xact_lock(e.number);
    end loop;
    for i in 1 .. cardinality(p_places) loop
      if (select count(*) from mcp_policy.holder h where h.place = p_places[i] and h.end_ms > b.now_ms)
          >= p_place_maxes[i] then
        a.status := 'place';
        a.index := i - 1;
        a.retry_ms := -1;
        refused := true;
        exit;
      end if;
    end loop;
  end if;
  if not refused and needs_room then
    perform 1 from mcp_policy.ledger for update;
    has_ledger := true;
    if (select l.dropped_ms from mcp_policy.ledger l) > b.now_ms then
      -- Another's clock was ahead when it dropped what may have been of this window.
      a.status := 'clock';
      a.now_ms := (select l.dropped_ms from mcp_policy.ledger l);
      delete from mcp_policy.counter x where x.key = any (made);
      return a;
    end if;
    lacks := mcp_policy.lacking(fresh, over, over_at_will, over_of_payer, p_at_will, p_namespaces, p_namespace_of,
      p_payer, p_capacity, p_most_per_payer);
    if lacks > 0 then
      perform mcp_policy.drop_over(0, null, null, b.now_ms, 500, p_keys);
      if p_at_will[lacks] then
        perform mcp_policy.drop_over(1, null, null, b.now_ms, 500, p_keys);
        perform mcp_policy.drop_over(2, p_namespaces[p_namespace_of[lacks]], p_payer, b.now_ms, 500, p_keys);
      end if;
      lacks := mcp_policy.lacking(fresh, over, over_at_will, over_of_payer, p_at_will, p_namespaces, p_namespace_of,
        p_payer, p_capacity, p_most_per_payer);
    end if;
    if lacks > 0 then
      a.status := 'full';
      a.index := lacks - 1;
      a.retry_ms := -1;
      refused := true;
    end if;
  end if;
  if not refused and true = any (p_place_at_will) then
    perform 1 from mcp_policy.place_ledger for update;
    lacks := mcp_policy.places_lacking(p_place_at_will, p_namespaces, p_place_namespace_of, p_payer, p_capacity,
      p_most_per_payer);
    if lacks > 0 then
      perform mcp_policy.drop_ended(1, null, null, b.now_ms, 500);
      perform mcp_policy.drop_ended(2, p_namespaces[p_place_namespace_of[lacks]], p_payer, b.now_ms, 500);
      lacks := mcp_policy.places_lacking(p_place_at_will, p_namespaces, p_place_namespace_of, p_payer, p_capacity,
        p_most_per_payer);
    end if;
    if lacks > 0 then
      a.status := 'places_full';
      a.index := lacks - 1;
      a.retry_ms := -1;
      refused := true;
    end if;
  end if;
  if refused then
    if cardinality(made) > 0 then
      delete from mcp_policy.counter x where x.key = any (made);
    end if;
    return a;
  end if;

  -- Nothing refuses.
  a.status := 'taken';
  a.index := null;
  a.retry_ms := null;
  a.befores := '{}';
  a.numbers := '{}';
  a.ats := '{}';
  for i in 1 .. n loop
    c := cs[i];
    if is_fresh[i] and c.key <> all (made) then
      if c.length_ms > 0 then
        delete from mcp_policy.entry where counter = c.number;
      end if;
      c.number := nextval('mcp_policy.window_number');
      c.used := 0;
      c.entries := 0;
      c.search_ms := -4611686018427387904;
      c.seen_ms := greatest(c.seen_ms, b.now_ms);
      update mcp_policy.counter x set number = c.number, used = 0, start_ms = p_starts[i],
        end_ms = case when c.length_ms = 0 then p_ends[i] else c.seen_ms + c.length_ms end, entries = 0,
        search_ms = c.search_ms, seen_ms = c.seen_ms, payer = p_payer, shown = p_shown[i] where x.key = c.key;
    end if;
    a.befores[i] := c.used;
    a.numbers[i] := c.number;
    if c.length_ms = 0 then
      a.ats[i] := b.now_ms;
      if p_units[i] > 0 then
        update mcp_policy.counter x set used = x.used + p_units[i] where x.key = c.key;
      end if;
    else
      a.ats[i] := c.seen_ms;
      c := mcp_policy.add_entry(c, p_units[i], c.seen_ms, p_log);
      c.end_ms := greatest(c.end_ms, c.seen_ms + c.length_ms);
      perform mcp_policy.save_sliding(c);
    end if;
  end loop;
  if needs_room then
    update mcp_policy.ledger set counters = counters + cardinality(made),
      at_will = at_will - over_at_will + (select count(*) from unnest(fresh) as t(f) where p_at_will[t.f]);
    for e in
      select u.y, u.ns, sum(u.more) as more from (
        select p_payer, p_namespaces[p_namespace_of[t.f]], 1 from unnest(fresh) as t(f) where p_at_will[t.f]
        union all
        select o.y, o.ns, -1 from unnest(over_namespaces, over_payers) as o(ns, y)
      ) as u(y, ns, more) group by u.y, u.ns
    loop
      insert into mcp_policy.payer values (e.ns, e.y, greatest(0, e.more))
        on conflict (namespace, name) do update set counters = mcp_policy.payer.counters + e.more;
      if e.more < 0 then
        delete from mcp_policy.payer y where y.namespace = e.ns and y.name = e.y and y.counters = 0;
      end if;
    end loop;
    perform mcp_policy.drop_over(0, null, null, b.now_ms, 2 * cardinality(fresh), '{}');
  end if;
  if cardinality(p_places) > 0 then
    perform mcp_policy.take_places(b.now_ms, p_taking, p_payer, p_namespaces, p_places, p_place_namespace_of, p_place_at_will,
      p_leases);
  end if;
  if p_old is not null then
    perform mcp_policy.free(p_old_places, array_fill(p_old_taking, array[cardinality(p_old_places)]));
  end if;
  if p_request is not null then
    insert into mcp_policy.held values (p_id, p_taking, p_until, false, p_releases, p_request, p_keys, p_units, a.numbers, a.befores,
      a.ats, b.epoch, p_places);
  else
    insert into mcp_policy.answered values (p_id, false, b.now_ms + 120000, a.numbers, a.befores, a.ats, b.epoch);
  end if;
  return a;
end $$;

-- Has a reservation hold places, whose numbers are locked; leases of theirs that have ended go for good.
create function mcp_policy.take_places(
  p_now bigint, p_id uuid, p_payer bytea, p_namespaces bytea[], p_places bytea[], p_namespace_of int[],
  p_at_will boolean[], p_leases bigint[]
) returns void language plpgsql as $$
declare
  ended record;
  n bytea;
begin
  for ended in select h.place, h.reservation from mcp_policy.holder h
    where h.place = any (p_places) and h.end_ms <= p_now order by h.place, h.reservation
  loop
    perform mcp_policy.free(array[ended.place], array[ended.reservation]);
  end loop;
  perform mcp_policy.drop_ended(0, null, null, p_now, 50);
  for i in 1 .. cardinality(p_places) loop
    n := p_namespaces[p_namespace_of[i]];
    insert into mcp_policy.holder values (p_places[i], p_id, p_now + p_leases[i], p_leases[i], p_at_will[i], n, p_payer);
    if p_at_will[i] then
      update mcp_policy.place_ledger set places = places + 1;
      insert into mcp_policy.place_payer values (n, p_payer, 1)
        on conflict (namespace, name) do update set places = mcp_policy.place_payer.places + 1;
    end if;
  end loop;
end $$;

-- Charges counters of one namespace that are there, have aligned windows that run, and come in the order of their keys; what
-- else there is to do is answered by `else`, and has not been done: where something is due, the mark is another, or the clock
-- is to be written down. The places of the charges in the request are given beside them.
create function mcp_policy.charge(
  p_clock bigint, p_floor bigint, p_epoch bigint, p_wait int, p_namespace bytea, p_mark uuid, p_id uuid,
  p_asked_before boolean, p_keys bytea[], p_units bigint[], p_mosts bigint[], p_indices int[]
) returns mcp_policy.answer language plpgsql as $$
declare
  a mcp_policy.answer;
  high bigint;
  current bigint := coalesce(p_clock, floor(date_part('epoch', clock_timestamp()) * 1000)::bigint);
  is_due boolean;
  seen uuid;
  befores bigint[];
  numbers bigint[];
  n int := cardinality(p_keys);
  i int := 1;
  k bytea;
  units bigint;
  most bigint;
  at int;
  wait bigint;
  waits bigint[];
  before bigint;
  number bigint;
begin
  if current_setting('transaction_isolation') <> 'read committed' then
    a.status := 'isolation';
    return a;
  end if;
  perform set_config('lock_timeout', p_wait::text, true), set_config('enable_seqscan', 'off', true),
    set_config('plan_cache_mode', 'force_generic_plan', true),
    pg_advisory_xact_lock_shared(1835233392, 'mcp_policy.clock'::regclass::oid::int);
  select c.high_ms, c.epoch, greatest(current, c.high_ms, case when p_epoch = c.epoch then p_floor end),
    (select m.mark from mcp_policy.namespace m where m.name = p_namespace),
    exists (select from mcp_policy.held h where not h.settled
      and h.until_ms <= greatest(current, c.high_ms, case when p_epoch = c.epoch then p_floor end))
    into strict high, a.epoch, current, seen, is_due from mcp_policy.clock c;
  a.now_ms := current;
  if is_due or seen is distinct from p_mark or current - 1000 >= high then
    a.status := 'else';
    return a;
  end if;
  if p_asked_before then
    select 'again', x.befores, x.numbers, x.epoch, x.id into a.status, a.befores, a.numbers, a.taken_epoch, a.taking
      from mcp_policy.answered x where x.id = p_id and not x.settles;
    if found then
      return a;
    end if;
  end if;
  while i <= n loop
    k := p_keys[i];
    units := p_units[i];
    most := p_mosts[i];
    update mcp_policy.counter x set used = x.used + units
      where x.key = k and x.end_ms > current and x.used <= most and x.length_ms = 0
      returning x.used, x.number into before, number;
    exit when not found;
    befores[i] := before - units;
    numbers[i] := number;
    i := i + 1;
  end loop;
  if i > n then
    a.status := 'taken';
    a.befores := befores;
    a.numbers := numbers;
    a.taken_epoch := a.epoch;
    a.taking := p_id;
    insert into mcp_policy.answered values (p_id, false, current + 120000, numbers, befores, null, a.epoch);
    return a;
  end if;
  -- As it was; the rows stay locked, and the others are locked after them, in order.
  for j in 1 .. i - 1 loop
    update mcp_policy.counter x set used = befores[j] where x.key = p_keys[j];
  end loop;
  for j in i .. i + n - 1 loop
    at := 1 + (j - 1) % n;
    select case
        when x.end_ms <= current or x.length_ms > 0 then null
        when p_mosts[at] < 0 then -1
        when x.used <= p_mosts[at] then -2
        else x.end_ms - current end
      into wait from mcp_policy.counter x where x.key = p_keys[at] for update;
    if wait is null then
      a.status := 'else';
      return a;
    end if;
    waits[at] := wait;
  end loop;
  -- The first that no waiting helps, else the longest wait.
  a.status := 'limit';
  a.retry_ms := -2;
  for j in 1 .. n loop
    wait := waits[p_indices[j]];
    if wait = -1 or wait > a.retry_ms then
      a.retry_ms := wait;
      a.index := j - 1;
      exit when wait = -1;
    end if;
  end loop;
  if a.index is null then
    -- What was over or not there a moment ago is there now.
    a.status := 'else';
  end if;
  return a;
end $$;

-- Reserves, swaps, or says what would refuse: what is refused leaves everything as it was.
create function mcp_policy.reserve(
  p_clock bigint, p_floor bigint, p_epoch bigint, p_wait int, p_namespaces bytea[], p_marks uuid[], p_ignores_due boolean,
  p_kind text,
  p_id uuid, p_taking uuid, p_until bigint, p_releases boolean, p_request bytea, p_payer bytea,
  p_keys bytea[], p_wholes bytea[], p_shown bytea[], p_namespace_of int[], p_at_will boolean[], p_lengths bigint[],
  p_starts bigint[], p_ends bigint[], p_units bigint[], p_mosts bigint[], p_locks int[],
  p_places bytea[], p_place_numbers bigint[], p_place_namespace_of int[], p_place_at_will boolean[], p_place_maxes int[],
  p_leases bigint[],
  p_capacity int, p_most_per_payer int, p_log int,
  p_old uuid, p_old_taking uuid, p_old_named boolean, p_old_keys bytea[], p_old_numbers bigint[], p_old_units bigint[], p_old_ats bigint[],
  p_old_epoch bigint, p_old_places bytea[]
) returns mcp_policy.answer language plpgsql as $$
declare
  b mcp_policy.beginning;
  a mcp_policy.answer;
  first record;
begin
  b := mcp_policy.begin(true, p_clock, p_floor, p_epoch, p_wait, p_namespaces, p_marks, p_ignores_due);
  a.now_ms := b.now_ms;
  a.epoch := b.epoch;
  a.marks := b.marks;
  if b.status is not null then
    a.status := b.status;
    a.index := b.index;
    a.retry_ms := b.reopened_ms;
    return a;
  end if;
  if p_kind <> 'forecast' then
    if p_request is not null then
      select h.settled, h.request, h.befores, h.numbers, h.ats, h.epoch, h.taking into first from mcp_policy.held h
        where h.id = p_id and h.until_ms > b.now_ms;
      if found then
        a.status := case when first.request <> p_request then 'other' when first.settled then 'again_settled' else 'again' end;
      elsif p_until <= b.now_ms then
        a.status := 'past';
      else
        delete from mcp_policy.held h where h.id = p_id and h.settled;
      end if;
    else
      select x.befores, x.numbers, x.ats, x.epoch, x.id as taking into first from mcp_policy.answered x where x.id = p_id and not x.settles;
      if found then
        a.status := 'again';
      end if;
    end if;
    if a.status is not null then
      if a.status <> 'past' then
        a.befores := first.befores;
        a.numbers := first.numbers;
        a.ats := first.ats;
        a.taken_epoch := first.epoch;
        a.taking := first.taking;
      end if;
      return a;
    end if;
  end if;
  if p_kind = 'settled' then
    a.status := 'settled';
    return a;
  end if;
  if p_kind = 'reserve' then
    a := mcp_policy.take(b, p_wait, p_namespaces, p_id, p_taking, p_until, p_releases, p_request, p_payer, p_keys, p_wholes, p_shown,
      p_namespace_of, p_at_will, p_lengths, p_starts, p_ends, p_units, p_mosts, p_locks, p_places, p_place_numbers,
      p_place_namespace_of, p_place_at_will, p_place_maxes, p_leases, p_capacity, p_most_per_payer, p_log,
      null, null, null, null, null, null, null, null, null);
    return a;
  end if;
  begin
    if p_old is not null then
      if p_old_named then
        perform 1 from mcp_policy.held h where h.id = p_old and h.taking = p_old_taking and not h.settled for update;
        if found then
          update mcp_policy.held set settled = true where id = p_old;
        end if;
      else
        insert into mcp_policy.answered (id, settles, until_ms) values (p_old, true, b.now_ms + 120000)
          on conflict (id, settles) do nothing;
      end if;
      if not found then
        a.status := 'settled';
        return a;
      end if;
    end if;
    a := mcp_policy.take(b, p_wait, p_namespaces, p_id, p_taking, p_until, p_releases, p_request, p_payer, p_keys, p_wholes, p_shown,
      p_namespace_of, p_at_will, p_lengths, p_starts, p_ends, p_units, p_mosts, p_locks, p_places, p_place_numbers,
      p_place_namespace_of, p_place_at_will, p_place_maxes, p_leases, p_capacity, p_most_per_payer, p_log,
      p_old, p_old_taking, p_old_named, p_old_keys, p_old_numbers, p_old_units, p_old_ats, p_old_epoch, p_old_places);
    if p_kind = 'forecast' or a.status <> 'taken' then
      raise exception 'nothing is to change' using errcode = 'MP001';
    end if;
  exception when sqlstate 'MP001' then
    null;
  end;
  return a;
end $$;

-- Settles a reservation, by its name or by what is known of it: once.
create function mcp_policy.settle(
  p_clock bigint, p_floor bigint, p_epoch bigint, p_wait int, p_namespaces bytea[], p_marks uuid[], p_ignores_due boolean,
  p_id uuid, p_taking uuid, p_named boolean, p_replaces boolean, p_keys bytea[], p_numbers bigint[], p_charged bigint[],
  p_actual bigint[], p_ats bigint[], p_taken_epoch bigint, p_places bytea[], p_log int
) returns mcp_policy.answer language plpgsql as $$
declare
  b mcp_policy.beginning;
  a mcp_policy.answer;
  h mcp_policy.held;
  actual bigint[] := p_actual;
  replaces boolean := p_replaces;
begin
  b := mcp_policy.begin(true, p_clock, p_floor, p_epoch, p_wait, p_namespaces, p_marks, p_ignores_due);
  a.now_ms := b.now_ms;
  a.epoch := b.epoch;
  a.marks := b.marks;
  a.status := b.status;
  a.index := b.index;
  a.retry_ms := b.reopened_ms;
  if b.status is not null then
    return a;
  end if;
  a.status := 'done';
  if p_named then
    select * into h from mcp_policy.held x where x.id = p_id and x.taking = p_taking for update;
    if not found or h.settled then
      perform mcp_policy.free(p_places, array_fill(p_taking, array[cardinality(p_places)]));
      a.status := 'settled';
      return a;
    end if;
    if h.until_ms <= b.now_ms then
      replaces := h.releases;
      actual := array_fill(0::bigint, array[cardinality(p_keys)]);
    end if;
    update mcp_policy.held set settled = true where id = p_id;
    if random() < 0.001 then
      delete from mcp_policy.held where id in (select x.id from mcp_policy.held x where x.settled and x.id <> p_id
        order by x.until_ms desc offset 10000 for update skip locked);
    end if;
  else
    insert into mcp_policy.answered (id, settles, until_ms) values (p_id, true, b.now_ms + 120000)
      on conflict (id, settles) do nothing;
    if not found then
      a.status := 'settled';
      return a;
    end if;
  end if;
  if replaces then
    -- The keys come in the order in which counters are locked.
    for i in 1 .. cardinality(p_keys) loop
      perform mcp_policy.correct(p_keys[i], p_numbers[i], p_charged[i], actual[i], p_ats[i], p_taken_epoch, b.now_ms,
        b.epoch, p_log);
    end loop;
  end if;
  perform mcp_policy.free(p_places, array_fill(p_taking, array[cardinality(p_places)]));
  return a;
end $$;

-- Does what was asked for at deadlines that are past.
create function mcp_policy.settle_due(
  p_clock bigint, p_floor bigint, p_epoch bigint, p_wait int, p_log int
) returns mcp_policy.answer language plpgsql as $$
declare
  b mcp_policy.beginning;
  a mcp_policy.answer;
  h mcp_policy.held;
  due mcp_policy.held[] := '{}';
  keys bytea[] := '{}';
  places bytea[] := '{}';
  reservations uuid[] := '{}';
begin
  b := mcp_policy.begin(true, p_clock, p_floor, p_epoch, p_wait, '{}', '{}', true);
  a.now_ms := b.now_ms;
  a.epoch := b.epoch;
  a.status := coalesce(b.status, 'done');
  if b.status is not null then
    return a;
  end if;
  for h in select * from mcp_policy.held x where not x.settled and x.until_ms <= b.now_ms
    order by x.until_ms limit 100 for update skip locked
  loop
    due := due || h;
    if h.releases then
      keys := keys || h.keys;
    end if;
    places := places || h.places;
    reservations := reservations || array_fill(h.taking, array[cardinality(h.places)]);
  end loop;
  perform 1 from mcp_policy.counter x where x.key = any (keys) order by x.key for update;
  foreach h in array due loop
    if h.releases then
      for i in 1 .. cardinality(h.keys) loop
        perform mcp_policy.correct(h.keys[i], h.numbers[i], h.units[i], 0, h.ats[i], h.epoch, b.now_ms, b.epoch, p_log);
      end loop;
    end if;
    delete from mcp_policy.held where id = h.id;
  end loop;
  delete from mcp_policy.held where id in (select x.id from mcp_policy.held x where x.settled and x.until_ms <= b.now_ms
    order by x.until_ms limit 500 for update skip locked);
  perform mcp_policy.free(places, reservations);
  return a;
end $$;

-- Finds what is held under a name.
create function mcp_policy.find(
  p_clock bigint, p_floor bigint, p_epoch bigint, p_wait int, p_ignores_due boolean, p_id uuid,
  out a mcp_policy.answer, out request bytea
) language plpgsql as $$
declare
  b mcp_policy.beginning;
  h mcp_policy.held;
begin
  b := mcp_policy.begin(false, p_clock, p_floor, p_epoch, p_wait, '{}', '{}', p_ignores_due);
  a.now_ms := b.now_ms;
  a.epoch := b.epoch;
  a.status := coalesce(b.status, 'none');
  if b.status is null then
    select * into h from mcp_policy.held x where x.id = p_id and not x.settled and x.until_ms > b.now_ms;
    if found then
      a.status := 'found';
      a.befores := h.befores;
      a.numbers := h.numbers;
      a.ats := h.ats;
      a.taken_epoch := h.epoch;
      a.taking := h.taking;
      request := h.request;
    end if;
  end if;
end $$;

-- Forgets what was answered a while ago.
create function mcp_policy.forget(p_clock bigint, p_floor bigint, p_epoch bigint, p_wait int)
returns mcp_policy.answer language plpgsql as $$
declare
  b mcp_policy.beginning;
  a mcp_policy.answer;
begin
  b := mcp_policy.begin(false, p_clock, p_floor, p_epoch, p_wait, '{}', '{}', true);
  a.now_ms := b.now_ms;
  a.epoch := b.epoch;
  a.status := coalesce(b.status, 'done');
  if b.status is null then
    delete from mcp_policy.answered x where (x.id, x.settles) in (select y.id, y.settles from mcp_policy.answered y
      where y.until_ms <= b.now_ms order by y.until_ms limit 4000 for update skip locked);
  end if;
  return a;
end $$;

-- Has leases count from now; those that are lost by index.
create function mcp_policy.renew(
  p_clock bigint, p_floor bigint, p_epoch bigint, p_wait int, p_ignores_due boolean, p_numbers bigint[], p_places bytea[],
  p_reservations uuid[], p_leases bigint[]
) returns mcp_policy.answer language plpgsql as $$
declare
  b mcp_policy.beginning;
  a mcp_policy.answer;
  e record;
  ends bigint;
begin
  b := mcp_policy.begin(true, p_clock, p_floor, p_epoch, p_wait, '{}', '{}', p_ignores_due);
  a.now_ms := b.now_ms;
  a.epoch := b.epoch;
  a.status := coalesce(b.status, 'done');
  if b.status is not null then
    return a;
  end if;
  for e in select distinct t.number from unnest(p_numbers) as t(number) order by t.number loop
    perform pg_advisory_xact_lock(e.number);
  end loop;
  a.numbers := '{}';
  for i in 1 .. cardinality(p_places) loop
    select h.end_ms into ends from mcp_policy.holder h where h.place = p_places[i] and h.reservation = p_reservations[i]
      for update;
    if not found or ends <= b.now_ms then
      a.numbers := a.numbers || i::bigint;
    else
      update mcp_policy.holder set end_ms = greatest(ends, b.now_ms + p_leases[i])
        where place = p_places[i] and reservation = p_reservations[i];
    end if;
  end loop;
  return a;
end $$;

-- What a counter's row counts at an instant.
create function mcp_policy.counted(c mcp_policy.counter, p_now bigint) returns bigint language plpgsql as $$
begin
  if c.key is null or c.end_ms <= p_now then
    return 0;
  end if;
  return c.used - case when c.length_ms = 0 then 0 else
    (select coalesce(sum(e.units), 0)::bigint from mcp_policy.entry e
      where e.counter = c.number and e.last_ms <= greatest(p_now, c.seen_ms) - c.length_ms) end;
end $$;

-- What counters hold, less what a reservation has put into them: used units, and the bounds of their windows.
create function mcp_policy.look(
  p_clock bigint, p_floor bigint, p_epoch bigint, p_wait int, p_namespaces bytea[], p_marks uuid[], p_ignores_due boolean,
  p_keys bytea[], p_held uuid, p_held_taking uuid, p_held_named boolean, p_numbers bigint[], p_charged bigint[], p_ats bigint[],
  p_taken_epoch bigint, out a mcp_policy.answer, out units bigint[], out starts bigint[], out ends bigint[]
) language plpgsql as $$
declare
  b mcp_policy.beginning;
  c mcp_policy.counter;
  credits boolean := false;
  instant bigint;
begin
  b := mcp_policy.begin(false, p_clock, p_floor, p_epoch, p_wait, p_namespaces, p_marks, p_ignores_due);
  a.now_ms := b.now_ms;
  a.epoch := b.epoch;
  a.marks := b.marks;
  a.index := b.index;
  a.retry_ms := b.reopened_ms;
  a.status := coalesce(b.status, 'done');
  if b.status is not null then
    return;
  end if;
  if p_held is not null then
    credits := case when p_held_named
      then exists (select from mcp_policy.held h where h.id = p_held and h.taking = p_held_taking and not h.settled and h.until_ms > b.now_ms)
      else not exists (select from mcp_policy.answered x where x.id = p_held and x.settles) end;
  end if;
  for i in 1 .. cardinality(p_keys) loop
    select * into c from mcp_policy.counter x where x.key = p_keys[i];
    units[i] := mcp_policy.counted(c, b.now_ms);
    starts[i] := null;
    ends[i] := null;
    if c.end_ms > b.now_ms then
      starts[i] := c.start_ms;
      ends[i] := c.end_ms;
      if credits and c.number = p_numbers[i] then
        if c.length_ms = 0 then
          units[i] := units[i] - least(units[i], p_charged[i]);
        elsif p_charged[i] > 0 then
          c.seen_ms := greatest(c.seen_ms, b.now_ms);
          instant := mcp_policy.instant_of(p_charged[i], p_ats[i], p_taken_epoch, c.length_ms, c.seen_ms, b.epoch);
          if exists (select from (select e.first_ms from mcp_policy.entry e where e.counter = c.number
              and e.last_ms >= greatest(instant, c.seen_ms - c.length_ms + 1) order by e.last_ms limit 1) f
              where f.first_ms <= instant) then
            units[i] := units[i] - p_charged[i];
          end if;
        end if;
      end if;
    end if;
  end loop;
end $$;

-- How many calls hold places.
create function mcp_policy.places_held(
  p_clock bigint, p_floor bigint, p_epoch bigint, p_wait int, p_namespaces bytea[], p_marks uuid[], p_ignores_due boolean,
  p_places bytea[], out a mcp_policy.answer, out held bigint[]
) language plpgsql as $$
declare
  b mcp_policy.beginning;
begin
  b := mcp_policy.begin(false, p_clock, p_floor, p_epoch, p_wait, p_namespaces, p_marks, p_ignores_due);
  a.now_ms := b.now_ms;
  a.epoch := b.epoch;
  a.marks := b.marks;
  a.index := b.index;
  a.retry_ms := b.reopened_ms;
  a.status := coalesce(b.status, 'done');
  if b.status is null then
    for i in 1 .. cardinality(p_places) loop
      held[i] := (select count(*) from mcp_policy.holder h where h.place = p_places[i] and h.end_ms > b.now_ms);
    end loop;
  end if;
end $$;

-- The namespaces that are counted in, in the order of their names.
create function mcp_policy.namespaces(
  p_clock bigint, p_floor bigint, p_epoch bigint, p_wait int, out a mcp_policy.answer, out names bytea[]
) language plpgsql as $$
declare
  b mcp_policy.beginning;
begin
  b := mcp_policy.begin(false, p_clock, p_floor, p_epoch, p_wait, '{}', '{}', true);
  a.now_ms := b.now_ms;
  a.epoch := b.epoch;
  a.status := coalesce(b.status, 'done');
  if b.status is null then
    names := array(select n.name from mcp_policy.namespace n order by n.name);
  end if;
end $$;

-- The counters between two keys whose windows run, in the order of their keys.
create function mcp_policy.list(
  p_clock bigint, p_floor bigint, p_epoch bigint, p_wait int, p_namespaces bytea[], p_marks uuid[], p_ignores_due boolean,
  p_after bytea, p_before bytea, p_most int, out a mcp_policy.answer, out keys bytea[], out shown bytea[],
  out units bigint[], out starts bigint[], out ends bigint[]
) language plpgsql as $$
declare
  b mcp_policy.beginning;
  c mcp_policy.counter;
  i int := 0;
begin
  b := mcp_policy.begin(false, p_clock, p_floor, p_epoch, p_wait, p_namespaces, p_marks, p_ignores_due);
  a.now_ms := b.now_ms;
  a.epoch := b.epoch;
  a.marks := b.marks;
  a.index := b.index;
  a.retry_ms := b.reopened_ms;
  a.status := coalesce(b.status, 'done');
  if b.status is not null then
    return;
  end if;
  for c in select * from mcp_policy.counter x
    where x.key > p_after and x.key < p_before and x.namespace = p_namespaces[1] and x.end_ms > b.now_ms
    order by x.key limit p_most
  loop
    i := i + 1;
    keys[i] := coalesce(c.whole, c.key);
    shown[i] := c.shown;
    units[i] := mcp_policy.counted(c, b.now_ms);
    starts[i] := c.start_ms;
    ends[i] := c.end_ms;
  end loop;
end $$;

-- Drops a counter.
create function mcp_policy.reset(
  p_clock bigint, p_floor bigint, p_epoch bigint, p_wait int, p_namespaces bytea[], p_marks uuid[], p_ignores_due boolean,
  p_key bytea
) returns mcp_policy.answer language plpgsql as $$
declare
  b mcp_policy.beginning;
  a mcp_policy.answer;
  c mcp_policy.counter;
begin
  b := mcp_policy.begin(true, p_clock, p_floor, p_epoch, p_wait, p_namespaces, p_marks, p_ignores_due);
  a.now_ms := b.now_ms;
  a.epoch := b.epoch;
  a.marks := b.marks;
  a.index := b.index;
  a.retry_ms := b.reopened_ms;
  a.status := coalesce(b.status, 'done');
  if b.status is null then
    select * into c from mcp_policy.counter x where x.key = p_key for update;
    if found then
      perform 1 from mcp_policy.ledger for update;
      delete from mcp_policy.counter where key = p_key;
      delete from mcp_policy.entry where counter = c.number;
      perform mcp_policy.count_out(1, case when c.at_will then array[c.namespace] else '{}'::bytea[] end,
        case when c.at_will then array[c.payer] else '{}'::bytea[] end, -4611686018427387904);
    end if;
  end if;
  return a;
end $$;

-- Sets the clock, alone: drops what has not begun or is over, and takes what was charged later in a window that slides for
-- charged at the new instant.
create function mcp_policy.reset_clock(
  p_clock bigint, p_floor bigint, p_epoch bigint, p_wait int, p_to bigint
) returns mcp_policy.answer language plpgsql as $$
declare
  a mcp_policy.answer;
  c mcp_policy.counter;
  e mcp_policy.clock;
  later record;
  namespaces bytea[] := '{}';
  payers bytea[] := '{}';
  dropped int := 0;
  fallen bigint;
begin
  if current_setting('transaction_isolation') <> 'read committed' then
    a.status := 'isolation';
    return a;
  end if;
  perform set_config('lock_timeout', p_wait::text, true);
  perform pg_advisory_xact_lock(1835233392, 'mcp_policy.clock'::regclass::oid::int);
  select * into strict e from mcp_policy.clock;
  fallen := greatest(
    coalesce(p_clock, floor(date_part('epoch', clock_timestamp()) * 1000)::bigint), e.high_ms,
    case when p_epoch = e.epoch then p_floor end);
  update mcp_policy.clock set high_ms = p_to, epoch = e.epoch + 1;
  insert into mcp_policy.rewind values (e.epoch + 1, fallen, p_to);
  -- What was over by then is not to be answered again, though its deadline lies ahead once more.
  delete from mcp_policy.held where settled and until_ms <= fallen;
  for c in select * from mcp_policy.counter x where x.length_ms = 0 and (x.start_ms > p_to or x.end_ms <= p_to) for update loop
    delete from mcp_policy.counter where key = c.key;
    dropped := dropped + 1;
    if c.at_will then
      namespaces := namespaces || c.namespace;
      payers := payers || c.payer;
    end if;
  end loop;
  perform mcp_policy.count_out(dropped, namespaces, payers, -4611686018427387904);
  update mcp_policy.ledger set dropped_ms = -4611686018427387904;
  for c in select * from mcp_policy.counter x where x.length_ms > 0 for update loop
    c.seen_ms := p_to;
    if c.end_ms > p_to then
      c := mcp_policy.drop_gone(c, p_to - c.length_ms);
      select coalesce(sum(x.units), 0)::bigint as units, least(min(x.first_ms), p_to) as first_ms, count(*)::int as entries
        into later from mcp_policy.entry x where x.counter = c.number and x.last_ms >= p_to;
      delete from mcp_policy.entry x where x.counter = c.number and x.last_ms >= p_to;
      if later.units > 0 then
        insert into mcp_policy.entry values (c.number, p_to, later.first_ms, later.units);
        c.entries := c.entries - later.entries + 1;
      end if;
      c.end_ms := least(c.end_ms, p_to + c.length_ms);
      c.search_ms := -4611686018427387904;
    end if;
    perform mcp_policy.save_sliding(c);
  end loop;
  update mcp_policy.holder set end_ms = p_to + lease_ms where end_ms > p_to + lease_ms;
  a.now_ms := p_to;
  a.epoch := e.epoch + 1;
  a.status := 'done';
  return a;
end $$;

-- Gives a namespace a new mark, which whoever had seen another until then counts on with.
create function mcp_policy.reopen(
  p_clock bigint, p_floor bigint, p_epoch bigint, p_wait int, p_namespace bytea
) returns mcp_policy.answer language plpgsql as $$
declare
  b mcp_policy.beginning;
  a mcp_policy.answer;
begin
  b := mcp_policy.begin(true, p_clock, p_floor, p_epoch, p_wait, '{}', '{}', true);
  a.now_ms := b.now_ms;
  a.epoch := b.epoch;
  a.status := coalesce(b.status, 'done');
  if b.status is null then
    insert into mcp_policy.namespace as n values (p_namespace, gen_random_uuid(), b.now_ms)
      on conflict (name) do update set mark = excluded.mark, reopened_ms = excluded.reopened_ms;
    a.marks := array[(select n.mark from mcp_policy.namespace n where n.name = p_namespace)];
  end if;
  return a;
end $$;

-- Writes down how far the clock is, for who opens the counters next.
create function mcp_policy.note_clock(p_clock bigint, p_floor bigint, p_epoch bigint, p_wait int)
returns mcp_policy.answer language plpgsql as $$
declare
  b mcp_policy.beginning;
  a mcp_policy.answer;
begin
  b := mcp_policy.begin(false, p_clock, p_floor, p_epoch, p_wait, '{}', '{}', true);
  a.now_ms := b.now_ms;
  a.epoch := b.epoch;
  a.status := coalesce(b.status, 'done');
  if b.status is null then
    perform 1 from mcp_policy.clock for update skip locked;
    if found then
      update mcp_policy.clock set high_ms = greatest(high_ms, b.now_ms);
    end if;
  end if;
  return a;
end $$;

insert into mcp_policy.version (number) values (1);
