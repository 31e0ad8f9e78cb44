import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { Append, Sample } from './store-load.js';

/** Another event store on the same server. */
interface Peer {
  append: Append;
  close(): Promise<void>;
}

/**
 * An append as the documentation of message-db describes it (http://docs.eventide-project.org/user-guide/message-db): a
 * function that locks the category of the stream until the commit, compares versions and inserts one message. Positions are
 * those of a sequence.
 */
const SCHEMA = `
  create table messages (
    global_position bigint generated always as identity primary key,
    id uuid not null unique,
    stream_name text not null,
    position bigint not null,
    type text not null,
    data jsonb,
    metadata jsonb,
    time timestamp not null default (now() at time zone 'utc'),
    unique (stream_name, position)
  );
  create function category(stream_name text) returns text language sql immutable as $$
    select split_part(stream_name, '-', 1)
  $$;
  create index messages_category on messages (category(stream_name), global_position);
  create function write_message(id text, stream_name text, type text, data jsonb, metadata jsonb, expected_version bigint)
  returns bigint language plpgsql as $$
  declare
    version bigint;
  begin
    perform pg_advisory_xact_lock(hashtextextended(category(write_message.stream_name), 0));
    select max(m.position) into version from messages m where m.stream_name = write_message.stream_name;
    version := coalesce(version, -1);
    if expected_version <> version then
      raise exception 'Wrong expected version: % (stream: %, version: %)', expected_version, stream_name, version;
    end if;
    insert into messages (id, stream_name, position, type, data, metadata)
      values (write_message.id::uuid, stream_name, version + 1, type, data, metadata);
    return version + 1;
  end
  $$;
`;

const WRITE = { name: 'write message', text: 'select write_message($1, $2, $3, $4, $5, $6)' };

export async function messageDb(url: string, { data, source }: Sample): Promise<Peer> {
  const pool = new pg.Pool({ connectionString: url });
  await pool.query(SCHEMA);
  return {
    append: (stream, version) =>
      pool.query({ ...WRITE, values: [randomUUID(), stream, 'Noted', data, source, version - 1] }),
    close: () => pool.end(),
  };
}
