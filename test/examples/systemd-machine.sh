#!/bin/sh
# Runs systemd as the first process of namespaces of its own, on a throw-away copy of this machine's files: a stage for
# the units of examples/linux. Usage: systemd-machine.sh REPOSITORY NODE CGROUP   (as root; ends when it is killed)
set -eu
repository=$1
node=$2
cgroup=$3
if [ -z "${STAGED:-}" ]; then
  # What systemd makes in its own group of processes is taken away with that group.
  for procs in /sys/fs/cgroup/cgroup.procs /sys/fs/cgroup/*/cgroup.procs; do
    { mkdir "${procs%/*}/$cgroup" && echo $$ >"${procs%/*}/$cgroup/cgroup.procs"; } 2>/dev/null || true
  done
  STAGED=yes exec unshare --mount --pid --fork --kill-child --uts --ipc --net "$0" "$@"
fi
stage=/mnt
mount --make-rprivate /
mount -t tmpfs none "$stage"
root="$stage/root"
mkdir "$stage/upper" "$stage/work" "$root"
mount -t overlay overlay -o "lowerdir=/,upperdir=$stage/upper,workdir=$stage/work" "$root"
mount -t proc proc "$root/proc"
mount --rbind /sys "$root/sys"
mount --rbind /dev "$root/dev"
mount -t tmpfs none "$root/run"
mount -t tmpfs none "$root/tmp"
chmod 1777 "$root/tmp"
mkdir -p "$root/repository" "$root/opt/mt5-bridge/bin"
mount --bind -o ro "$repository" "$root/repository"
cp "$node" "$root/opt/mt5-bridge/bin/node"
printf '#!/bin/sh\nexec /opt/mt5-bridge/bin/node /repository/packages/cli/dist/bin.js "$@"\n' >"$root/opt/mt5-bridge/bin/mt5-bridge"
chmod 755 "$root/opt/mt5-bridge/bin/mt5-bridge"
if [ ! -e "$root/usr/bin/sudo" ]; then
  printf '#!/bin/sh\nif [ "$1" = -u ]; then\n  user=$2\n  shift 2\n  exec runuser -u "$user" -- "$@"\nfi\nexec "$@"\n' >"$root/usr/local/bin/sudo"
  chmod 755 "$root/usr/local/bin/sudo"
fi
# Nothing of this machine itself is to start there.
rm -rf "$root"/lib/systemd/system/*.target.wants "$root"/etc/systemd/system/*.target.wants "$root"/lib/systemd/system-generators "$root/etc/fstab"
ip link set lo up
cd "$root"
mkdir former
# Not chroot: the kernel makes no user namespaces for who lives in one.
pivot_root . former
umount -l /former
container=namespace exec /lib/systemd/systemd --system --unit=basic.target --log-target=console --log-level=warning
