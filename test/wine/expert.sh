#!/bin/sh
# The expert advisor's Windows program, for those who start a program by one name.
exec wine "$(dirname "$0")/../mql5-host/build/windows/mt5-bridge-ea" "$@"
