#!/bin/bash
# Asks for what the terminal logs in with and writes it where compose.yaml looks: docker/secrets.sh
# Files that are there already stay as they are. An empty answer is an empty file: then you log in from the desktop.
set -euo pipefail

folder=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/secrets
# The folder keeps others out. The files are open, since the container's user is another one than you.
mkdir -p "$folder"
chmod 0700 "$folder"

# ask NAME HOW QUESTION
ask() {
  local answer
  [ ! -e "$folder/$1" ] || { echo "$1 is there already."; return; }
  read -r $2 -p "$3: " answer || { echo "Nothing was typed for $1." >&2; exit 1; }
  [ "$2" = '' ] || echo
  printf '%s\n' "$answer" >"$folder/$1"
  chmod 0644 "$folder/$1"
}

ask mt5_login '' 'Account number'
ask mt5_password -s 'Password of the account (not shown)'
ask mt5_server '' 'Server, as the terminal names it (MetaQuotes-Demo)'
ask desktop_password -s 'A password for the desktop in the browser, at least 6 characters (not shown)'
echo "The secrets are in $folder."
