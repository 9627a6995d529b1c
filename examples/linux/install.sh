#!/bin/sh
# Puts the units of this folder in place, or takes them away again. Run as root; data and configuration are never touched
# by --undo. DESTDIR puts everything below another folder, for a look at what it does.
# Usage: install.sh [--undo]
set -eu
here=$(dirname -- "$0")
dest=${DESTDIR:-}
units="$dest/etc/systemd/system"
library="$dest/usr/local/lib/mt5-bridge"
services='mt5-bridge.service mt5-bridge-verify.timer mt5-bridge-backup.timer'

reload() {
  if [ -z "$dest" ]; then systemctl daemon-reload; fi
}

case ${1:-} in
  --undo)
    # shellcheck disable=SC2086
    if [ -z "$dest" ]; then systemctl disable --now $services || true; fi
    for unit in "$here"/system/*; do rm -f "$units/$(basename "$unit")"; done
    rm -f "$library/backup.sh" "$dest/etc/sysusers.d/mt5-bridge.conf" "$dest/etc/tmpfiles.d/mt5-bridge.conf"
    if [ -d "$library" ]; then rmdir "$library"; fi
    reload
    echo 'Removed. Still there: the user mt5-bridge, /etc/mt5-bridge, /var/lib/mt5-bridge, /var/backups/mt5-bridge.'
    ;;
  '')
    install -d "$units" "$library" "$dest/etc/sysusers.d" "$dest/etc/tmpfiles.d"
    install -m 644 "$here"/system/* "$units"
    install -m 755 "$here/backup.sh" "$library"
    install -m 644 "$here/sysusers.conf" "$dest/etc/sysusers.d/mt5-bridge.conf"
    install -m 644 "$here/tmpfiles.conf" "$dest/etc/tmpfiles.d/mt5-bridge.conf"
    if [ -z "$dest" ]; then
      systemd-sysusers /etc/sysusers.d/mt5-bridge.conf
      systemd-tmpfiles --create /etc/tmpfiles.d/mt5-bridge.conf
    fi
    reload
    echo "In place. Next: systemctl enable --now $services"
    ;;
  *)
    echo "Usage: install.sh [--undo]" >&2
    exit 2
    ;;
esac
