"""PostgreSQL for the tests: a server from a wheel, and databases that are set back instead of made anew."""

from __future__ import annotations

import secrets
from functools import cache

import psycopg

# To empty the tables that hold something takes a few milliseconds; to copy a database of so many takes a
# hundred, and a first connection to a copy reads its whole catalogue again. What the database held at first
# stands beside its tables, in a schema of its own. A few rows are deleted faster than a table is truncated.
_KEEP = """
CREATE SCHEMA first;
CREATE TABLE first.sequences AS SELECT sequencename AS name, start_value, last_value FROM pg_sequences;
DO $$
DECLARE held record;
BEGIN
  FOR held IN
    SELECT relname FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND pg_relation_size(oid) > 0
  LOOP
    EXECUTE format('CREATE TABLE first.%I AS TABLE public.%I', 'kept ' || held.relname, held.relname);
  END LOOP;
END $$;
CREATE FUNCTION first.start_over() RETURNS void LANGUAGE plpgsql AS $$
DECLARE one record;
BEGIN
  SET LOCAL session_replication_role = replica;  -- no foreign keys while it lasts
  FOR one IN
    SELECT relname FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND pg_relation_size(oid) > 0
  LOOP
    EXECUTE format('DELETE FROM public.%I', one.relname);
  END LOOP;
  FOR one IN
    SELECT relname FROM pg_class WHERE relnamespace = 'first'::regnamespace AND relname LIKE 'kept %'
  LOOP
    EXECUTE format('INSERT INTO public.%I SELECT * FROM first.%I', substr(one.relname, 6), one.relname);
  END LOOP;
  FOR one IN
    SELECT * FROM first.sequences
    JOIN pg_sequences AS now ON now.schemaname = 'public' AND now.sequencename = sequences.name
    WHERE now.last_value IS DISTINCT FROM sequences.last_value
  LOOP
    PERFORM setval(
      format('public.%I', one.name)::regclass,
      coalesce(one.last_value, one.start_value),
      one.last_value IS NOT NULL
    );
  END LOOP;
END $$;
"""


def address_of(server: str, name: str) -> str:
    """Address of a database, by the address of its server's own one."""
    return server.replace("/postgres?", f"/{name}?")


def copy_database(server: str, template: str) -> str:
    """Name of a new database like ``template``."""
    name = f"test_{secrets.token_hex(6)}"
    with psycopg.connect(server, autocommit=True) as connection:
        # Copying the files takes half of what logging every page of the copy takes.
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
    return name


def drop_database(server: str, name: str) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@cache
def _working_copy(server: str, template: str) -> str:
    name = copy_database(server, template)
    with psycopg.connect(address_of(server, name), autocommit=True) as connection:
        connection.execute(_KEEP)
    return name


def start_over(server: str, template: str) -> str:
    """Name of a database that holds exactly what ``template`` holds, and that nobody is connected to."""
    name = _working_copy(server, template)
    with psycopg.connect(address_of(server, name)) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        connection.execute("SELECT first.start_over()")
    return name
