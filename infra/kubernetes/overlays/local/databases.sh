#!/bin/bash
# A database for each service, whose owner it is. PostgreSQL's image runs this once, when it makes the cluster.
set -euo pipefail
for database in command worker query; do
  psql --quiet --set=ON_ERROR_STOP=1 --username=postgres --dbname=postgres \
    --set=name="$database" --set=password="$(<"/etc/stillframe/roles/$database")" <<'SQL'
create role :"name" login password :'password';
create database :"name" owner :"name";
SQL
done
