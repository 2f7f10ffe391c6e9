/* SPDX-License-Identifier: GPL-2.0 */
/* What differs between kernel versions, in one place. Tried on 5.10, 6.1, 6.12 and 7.2. */
#ifndef DAXSPEC_COMPAT_H
#define DAXSPEC_COMPAT_H

#include <linux/badblocks.h>
#include <linux/blkdev.h>
#include <linux/dax.h>
#include <linux/err.h>
#include <linux/kmsg_dump.h>
#include <linux/memremap.h>
#include <linux/srcu.h>
#include <linux/uio.h>
#include <linux/version.h>

#define SINCE(major, minor) (LINUX_VERSION_CODE >= KERNEL_VERSION(major, minor, 0))

#if SINCE(6, 12)
#include <linux/unaligned.h>
#else
#include <asm/unaligned.h>
#endif

#if SINCE(5, 19)
#define PROBE_HAS_MODE			/* dax_direct_access has a mode, dax_operations has recovery_write */
#endif
#if !SINCE(5, 17)
#define PROBE_HAS_DAX_SUPPORTED		/* dax_supported and the copy members are in use */
#endif

/* ---- page frame numbers ---- */

#if SINCE(6, 17)
typedef unsigned long probe_pfn;
#define PROBE_PFN(value) ((unsigned long)(value))
static inline u64 probe_pfn_bits(probe_pfn pfn) { return pfn; }
static inline u64 probe_pfn_value(probe_pfn pfn) { return pfn; }
#else
#include <linux/pfn_t.h>
typedef pfn_t probe_pfn;
#define PROBE_PFN(value) ((pfn_t){ .val = (value) })
static inline u64 probe_pfn_bits(probe_pfn pfn) { return pfn.val; }
static inline u64 probe_pfn_value(probe_pfn pfn) { return pfn_t_to_pfn(pfn); }
#endif

/* ---- translation ---- */

#ifdef PROBE_HAS_MODE
typedef long probe_direct_access(struct dax_device *dax, pgoff_t pgoff, long nr_pages, enum dax_access_mode mode,
				 void **kaddr, probe_pfn *pfn);
#define PROBE_DIRECT_ACCESS(fn, dax, pgoff, nr_pages, mode, kaddr, pfn) \
	((fn)(dax, pgoff, nr_pages, (enum dax_access_mode)(mode), kaddr, pfn))
#else
typedef long probe_direct_access(struct dax_device *dax, pgoff_t pgoff, long nr_pages, void **kaddr, probe_pfn *pfn);
#define PROBE_DIRECT_ACCESS(fn, dax, pgoff, nr_pages, mode, kaddr, pfn) ((fn)(dax, pgoff, nr_pages, kaddr, pfn))
#endif

typedef int probe_zero_page_range(struct dax_device *dax, pgoff_t pgoff, size_t nr_pages);
typedef size_t probe_copy_iter(struct dax_device *dax, pgoff_t pgoff, void *addr, size_t bytes, struct iov_iter *iter);

static inline struct dax_device *probe_alloc_dax(void *private, const struct dax_operations *ops)
{
#if SINCE(5, 17)
	return alloc_dax(private, ops);
#else
	return alloc_dax(private, NULL, ops, 0);
#endif
}

/* ---- poison records ---- */

#if SINCE(6, 15)
typedef sector_t probe_sectors;
#else
typedef int probe_sectors;
#endif

/* ---- a disk ---- */

struct probe_disk {
	struct block_device *bdev;
#if SINCE(6, 9)
	struct file *file;
#elif SINCE(6, 8)
	struct bdev_handle *handle;
#endif
};

static inline int probe_disk_open(struct probe_disk *disk, const char *path)
{
#if SINCE(6, 9)
	disk->file = bdev_file_open_by_path(path, BLK_OPEN_READ, NULL, NULL);
	if (IS_ERR(disk->file))
		return PTR_ERR(disk->file);
	disk->bdev = file_bdev(disk->file);
#elif SINCE(6, 8)
	disk->handle = bdev_open_by_path(path, BLK_OPEN_READ, NULL, NULL);
	if (IS_ERR(disk->handle))
		return PTR_ERR(disk->handle);
	disk->bdev = disk->handle->bdev;
#elif SINCE(6, 5)
	disk->bdev = blkdev_get_by_path(path, BLK_OPEN_READ, NULL, NULL);
	if (IS_ERR(disk->bdev))
		return PTR_ERR(disk->bdev);
#else
	disk->bdev = blkdev_get_by_path(path, FMODE_READ, NULL);
	if (IS_ERR(disk->bdev))
		return PTR_ERR(disk->bdev);
#endif
	return 0;
}

static inline void probe_disk_close(struct probe_disk *disk)
{
#if SINCE(6, 9)
	fput(disk->file);
#elif SINCE(6, 8)
	bdev_release(disk->handle);
#elif SINCE(6, 5)
	blkdev_put(disk->bdev, NULL);
#else
	blkdev_put(disk->bdev, FMODE_READ);
#endif
}

/* The disk's dax_device with a reference (put_dax), or NULL. */
static inline struct dax_device *probe_disk_dax(struct block_device *bdev)
{
#if SINCE(6, 0)
	u64 start;

	return fs_dax_get_by_bdev(bdev, &start, NULL, NULL);
#elif SINCE(5, 17)
	u64 start;

	return fs_dax_get_by_bdev(bdev, &start);
#else
	return fs_dax_get_by_bdev(bdev);
#endif
}

/*
 * struct pmem_device as drivers/nvdimm/pmem.h has it, which no header for modules shows. made.c checks it against a
 * real disk before it is relied on.
 */
struct pmem_mirror {
	phys_addr_t phys_addr;
	phys_addr_t data_offset;
#if !SINCE(6, 17)
	u64 pfn_flags;
#endif
	void *virt_addr;
	size_t size;
	u32 pfn_pad;
	struct kernfs_node *bb_state;
	struct badblocks bb;
	struct dax_device *dax_dev;
	struct gendisk *disk;
	struct dev_pagemap pgmap;
};

/* ---- the kernel log ---- */

#if SINCE(5, 12)
typedef struct kmsg_dump_iter probe_log_iter;
#define PROBE_LOG_ITER_INIT { }
#else
typedef struct kmsg_dumper probe_log_iter;
#define PROBE_LOG_ITER_INIT { .active = true }
#endif

/* ---- exported, but declared in the kernel's own headers ---- */

extern void run_dax(struct dax_device *dax_dev);
extern void rcu_expedite_gp(void);
extern void rcu_unexpedite_gp(void);

/* ---- read sections of this CPU ---- */

static inline long probe_srcu_open(struct srcu_struct *srcu, int index)
{
	struct srcu_data *data = this_cpu_ptr(srcu->sda);

#if SINCE(6, 15)
	return atomic_long_read(&data->srcu_ctrs[index].srcu_locks) - atomic_long_read(&data->srcu_ctrs[index].srcu_unlocks);
#elif SINCE(6, 2)
	return atomic_long_read(&data->srcu_lock_count[index]) - atomic_long_read(&data->srcu_unlock_count[index]);
#else
	return data->srcu_lock_count[index] - data->srcu_unlock_count[index];
#endif
}

#endif
