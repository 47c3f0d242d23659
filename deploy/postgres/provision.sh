#!/bin/sh
# Create or correct the database and roles of each service named, with service.sql; repeatable.
# For containers; the address and the superuser's password come from psql's own variables.
#   ACCOUNTS_DATABASE_PASSWORD=… ACCOUNTS_OWNER_PASSWORD=… sh provision.sh accounts …
set -eu
script=$(dirname "$0")/service.sql
for service in "$@"; do
  prefix=$(printf %s "$service" | tr '[:lower:]' '[:upper:]')
  SERVICE_PASSWORD=$(printenv "${prefix}_DATABASE_PASSWORD")
  SERVICE_OWNER_PASSWORD=$(printenv "${prefix}_OWNER_PASSWORD")
  export SERVICE_PASSWORD SERVICE_OWNER_PASSWORD
  psql -Xqt -v service="$service" -f "$script"
  echo "$service: database and roles are in place"
done
