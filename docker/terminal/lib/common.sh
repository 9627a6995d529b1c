# What the scripts of this folder share; sourced by bash.
lib=/usr/local/lib/mt5-bridge
run=/run/mt5-bridge
# The end of a service that only a person can set going again; `finish` knows it.
NEEDS_A_PERSON=100

say() { printf 'mt5-bridge: %s\n' "$@"; }

# Says what is missing, and that nothing happens until it is there.
wait_for_person() {
  say "$@" 'Then: docker compose up --detach'
  exit "$NEEDS_A_PERSON"
}

# The Windows that the terminal runs in. One with its final name is whole.
make_prefix() {
  [ ! -e "$WINEPREFIX/system.reg" ] || return 0
  say 'Making a Windows for the terminal.'
  rm -rf "$WINEPREFIX.new"
  # What Wine says of a 32-bit part that is not there is of no use.
  WINEPREFIX="$WINEPREFIX.new" wineboot --init 2>"$run/wineboot.log" || { cat "$run/wineboot.log" >&2; return 1; }
  WINEPREFIX="$WINEPREFIX.new" wineserver --wait
  mv "$WINEPREFIX.new" "$WINEPREFIX"
}
