#!/bin/sh
# Creates the secrets of docker-compose.yml in the folder `secrets`, and leaves those that are there.
set -eu
cd "$(dirname "$0")/../.."
mkdir -p secrets
chmod 700 secrets

random() { od -An -tx1 -N32 /dev/urandom | tr -d ' \n'; }

# The user of a container has another id than the owner of the file; the folder is closed to others on this machine.
put() {
  [ -s "secrets/$1" ] || printf '%s\n' "$2" >"secrets/$1"
  chmod 444 "secrets/$1"
}

for name in postgres_password owner_password app_password jalon_secret jalon_admin_key; do put "$name" "$(random)"; done
put migration_database_url "postgres://jalon_owner:$(cat secrets/owner_password)@database:5432/jalon"
put database_url "postgres://jalon_app:$(cat secrets/app_password)@database:5432/jalon"
put redis_url redis://queue:6379
put smtp_url smtp://mail:1025

echo 'The secrets are in the folder secrets; keep a copy of secrets/jalon_secret where the backups are not.'
