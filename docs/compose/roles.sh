#!/bin/sh
# Runs once, on a new database volume: creates the schema owner and the role of api and worker.
psql -v ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres <<'SQL'
\set owner_password `cat /run/secrets/owner_password`
\set app_password `cat /run/secrets/app_password`
create role jalon_owner login password :'owner_password';
create role jalon_app login password :'app_password';
create database jalon owner jalon_owner;
revoke all on database jalon from public;
grant connect on database jalon to jalon_app;
SQL
