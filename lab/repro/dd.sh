#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
@HEAD@
#
# usage: @NAME@ FILE /dev/pmemN      FILE on a file system mounted with -o dax, on that disk; as root. FILE is overwritten.
#                                    exit code 0: as promised, 1: not, 4: not possible here
file=$1
disk=$2
@SAY@
page=@PAGE_SIZE@
[ "$(id -u)" = 0 ] || skip "not root"
[ -f "$file" ] || skip "no file '$file'"
[ -b "$disk" ] || skip "no disk '$disk'"
disk=$(readlink -f "$disk")
major=$((0x$(stat -c %t "$disk"))) minor=$((0x$(stat -c %T "$disk")))
[ "$(stat -c %d "$file")" = $((major << 8 | minor & 255 | (minor & ~255) << 12)) ] || skip "$file is not on $disk"
command -v filefrag >/dev/null || skip "no filefrag (e2fsprogs)"
N=$(($(stat -c %s "$file") / page))
[ $N -ge @NEEDED@ ] || skip "$file has $N pages, wanted @NEEDED@"
# First sector of FILE on the disk, and its last one of the same extent.
read -r last start <<<"$(filefrag -b512 -v "$file" | sed -n 's/^ *0: *0\.\. *\([0-9]*\): *\([0-9]*\)\.\..*/\1 \2/p')"
[ -n "$start" ] && [ $((last + 1)) -ge $((@NEEDED@ * page / 512)) ] || skip "the first @NEEDED@ pages of $file are not side by side on $disk"
table=/sys/block/${disk#/dev/}/badblocks
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT

# run WHAT dd-arguments: leaves the bytes that dd moved, or -1, in $got
run() {
	if dd status=none iflag=fullblock "$@" 2>"$work/err"; then got=$(stat -c %s "$work/out" 2>/dev/null || echo 0); else got=-1; fi
}
@POISON@
@STEPS@
@UNPOISON@
[ $failed = 0 ]
