// SPDX-License-Identifier: GPL-2.0
/*
@HEAD@
 *
 * Build and run, as root on a machine with persistent memory:
 *
 *   printf 'obj-m := daxspec_repro.o\n' > Kbuild
 *   make -C /lib/modules/$(uname -r)/build M=$PWD modules
@POISON@
 *   insmod daxspec_repro.ko@ARGUMENTS@
 *   cat /sys/module/daxspec_repro/parameters/failed     # steps that answered what is not allowed
 *   dmesg | grep daxspec_repro; rmmod daxspec_repro
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt
#include <linux/badblocks.h>
#include <linux/blkdev.h>
#include <linux/dax.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/fs.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/uio.h>
#include <linux/version.h>

#define SINCE(major, minor) (LINUX_VERSION_CODE >= KERNEL_VERSION(major, minor, 0))
#if !SINCE(6, 17)
#include <linux/pfn_t.h>
typedef pfn_t repro_pfn;
#else
typedef unsigned long repro_pfn;
#endif

static char *device;
module_param(device, charp, 0444);
MODULE_PARM_DESC(device, "the disk that is asked");
static bool destroy;
module_param(destroy, bool, 0444);
MODULE_PARM_DESC(destroy, "what the disk holds, and what an answer reaches behind its end, may be overwritten");
static int failed = -1;
module_param(failed, int, 0444);
MODULE_PARM_DESC(failed, "result: steps that answered what is not allowed");

/* Whole pages of the disk. */
static u64 N __maybe_unused;

/* Pages that the disk must have, and the page size, for this to say anything. */
#define PAGES_NEEDED @NEEDED@ULL
#define PAGE_SIZE_NEEDED @PAGE_SIZE@

static void __maybe_unused expect(const char *step, s64 got, bool allowed, const char *wanted)
{
	pr_info("%s: got %lld, allowed %s: %s\n", step, got, wanted, allowed ? "ok" : "NOT OK");
	failed += !allowed;
}

@HELPERS@
static int ask(@ASK_PARAMETER@)
{
	failed = 0;
@STEPS@
	return 0;
}

@RUN@
static int __init repro_init(void)
{
	if (PAGE_SIZE != PAGE_SIZE_NEEDED) {
		pr_err("SKIP pages of %lu bytes, wanted %d\n", PAGE_SIZE, PAGE_SIZE_NEEDED);
		return -EOPNOTSUPP;
	}
	if (@DESTROYS@ && !destroy) {
		pr_err("SKIP this writes to %s: load it with destroy=1 if nobody needs what it holds\n", device);
		return -EPERM;
	}
	return run();
}

static void __exit repro_exit(void)
{
}

module_init(repro_init);
module_exit(repro_exit);
MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("reproduces one answer of a DAX driver");
