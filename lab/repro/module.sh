#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
@HEAD@
#
# usage: @NAME@ @USAGE@      as root; exit code 0: as promised, 1: not, 4: not possible here
#   KDIR=DIR       what modules are built against (default: of the running kernel)
#   MODULE=FILE    a daxspec_repro.ko that was built before
@SAY@
[ "$(id -u)" = 0 ] || skip "not root"
if [ @NEEDS_DISK@ = 1 ]; then
	[ -n "$1" ] || skip "no disk given: $0 @USAGE@"
	device=$(readlink -f "$1")
	[ -b "$device" ] || skip "no disk $1"
	name=${device#/dev/}
	table=/sys/block/$name/badblocks
	# What somebody uses is left alone: its poison goes by being written over.
	for at in /sys/class/block/"$name"/dev /sys/class/block/"$name"/"$name"*/dev; do
		[ ! -r "$at" ] || ! grep -q "^[0-9]* [0-9]* $(cat "$at") " /proc/self/mountinfo || skip "$device is mounted"
	done
	[ -z "$(ls /sys/class/block/"$name"/holders)" ] || skip "$device is held by $(ls /sys/class/block/"$name"/holders)"
	! grep -q "^$device" /proc/swaps || skip "$device is swapped to"
fi
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
if [ -z "$MODULE" ]; then
	KDIR=${KDIR:-/lib/modules/$(uname -r)/build}
	[ -e "$KDIR/Makefile" ] || skip "no kernel headers in $KDIR"
	cat >"$work/daxspec_repro.c" <<'END_OF_MODULE'
@MODULE@
END_OF_MODULE
	echo 'obj-m := daxspec_repro.o' >"$work/Kbuild"
	make -s -C "$KDIR" M="$work" modules >"$work/log" 2>&1 || { cat "$work/log" >&2; bail "the module does not build"; }
	MODULE=$work/daxspec_repro.ko
fi
@POISON@
mark="daxspec_repro $$ $RANDOM"
echo "$mark" >/dev/kmsg
timeout @TIMEOUT@ insmod "$MODULE"@ARGUMENTS@ 2>"$work/insmod"
code=$?
dmesg | sed -n "/$mark/,\$p" | sed -n 's/^.*daxspec_repro: //p' >"$work/said"
[ $code = 0 ] && failed=$(cat /sys/module/daxspec_repro/parameters/failed) && rmmod daxspec_repro
@UNPOISON@
why=$(sed -n 's/^SKIP //p' "$work/said")
[ -z "$why" ] || skip "$why"
plan
while read -r line; do
	case $line in
	*': NOT OK') result not "${line%: NOT OK}" ;;
	*': ok') result '' "${line%: ok}" ;;
	esac
done <"$work/said"
[ $code = 0 ] || { cat "$work/insmod" >&2; bail "the call did not come back (insmod ended with $code)"; }
[ "$failed" = 0 ]
