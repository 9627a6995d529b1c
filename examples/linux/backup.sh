#!/bin/sh
# Copies a data directory of mt5-bridge while the server runs, checks the copy, and keeps the newest fourteen.
# Usage: backup.sh DATA_DIR BACKUP_DIR   (needs sqlite3, and mt5-bridge in PATH)
set -eu
umask 077
data=$1
backups=$2
keep=14

if [ ! -e "$data/ledger.sqlite" ]; then
  echo "Nothing is in $data yet."
  exit 0
fi
copy="$backups/unfinished"
rm -rf "$copy"
mkdir -p "$copy"
# The ledger first: it knows of no record that the audit log, copied after it, has not.
# Not cp: that would tear a database that is written to, and miss what is still in its write-ahead log.
sqlite3 "$data/ledger.sqlite" '.timeout 10000' ".backup '$copy/ledger.sqlite'"
find "$data" -maxdepth 1 -name '*.jsonl' -exec cp -p {} "$copy" \;
# Passphrase (as a hash), tokens, keys of the wire, secret of the alert address: those of them that there are.
find "$data" -maxdepth 1 -name '*.json' -exec cp -p {} "$copy" \;
mt5-bridge audit verify --data-dir "$copy"

while name=$(date -u +%Y-%m-%dT%H%M%SZ) && [ -e "$backups/$name" ]; do sleep 1; done
mv "$copy" "$backups/$name"
find "$backups" -mindepth 1 -maxdepth 1 -name '20*Z' | sort -r | tail -n "+$((keep + 1))" | while read -r old; do
  rm -rf "$old"
done
