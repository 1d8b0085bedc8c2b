#!/bin/sh
# Makes the passwords of docker-compose.yml as files in the folder `secrets`: sh deploy/make-secrets.sh
# Only the folder's owner can enter it. The files themselves are readable, since each container reads its own as a user
# of its own. An existing folder is left unchanged: the databases keep the passwords that they were first given.
set -eu
if [ -e secrets ]; then
    echo "There is a folder 'secrets' already; nothing was changed." >&2
    exit 1
fi
password() { od -An -N24 -tx1 /dev/urandom | tr -d ' \n'; }
graph=$(password)
accounts=$(password)
umask 077
mkdir secrets
cd secrets
printf 'neo4j/%s' "$graph" > neo4j_auth
printf '%s' "$graph" > dolen_store_password
printf '%s' "$accounts" > postgresql_password
printf 'postgresql+psycopg://dolen:%s@postgresql/dolen' "$accounts" > dolen_sql
chmod 444 neo4j_auth dolen_store_password postgresql_password dolen_sql
echo "The passwords are in the folder 'secrets'. Keep a copy where you keep the audit log's key."
