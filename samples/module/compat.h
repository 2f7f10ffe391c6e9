/* SPDX-License-Identifier: GPL-2.0 */
/* What differs between kernel versions. Tried on 5.10, 6.1, 6.12 and 7.2. */
#ifndef RAMPMEM_COMPAT_H
#define RAMPMEM_COMPAT_H

#include <linux/blkdev.h>
#include <linux/dax.h>
#include <linux/err.h>
#include <linux/version.h>

#define SINCE(major, minor) (LINUX_VERSION_CODE >= KERNEL_VERSION(major, minor, 0))

#if SINCE(6, 17)
typedef unsigned long rampmem_pfn;
#define RAMPMEM_PFN(page) page_to_pfn(page)
#else
#include <linux/pfn_t.h>
typedef pfn_t rampmem_pfn;
#define RAMPMEM_PFN(page) page_to_pfn_t(page)
#endif

/* What a bad page answers to who does not come to recover it: EHWPOISON since 6.5. */
#define BAD_PAGE (SINCE(6, 5) ? -EHWPOISON : -EIO)

#if SINCE(5, 16)
#define SUBMIT_BIO_TYPE void
#define SUBMIT_BIO_DONE
#else
#define SUBMIT_BIO_TYPE blk_qc_t
#define SUBMIT_BIO_DONE BLK_QC_T_NONE
#endif

/* Before 5.19 there is no mode, and no recovery_write. */
#if SINCE(5, 19)
#define HAS_MODE
#endif

static inline struct gendisk *rampmem_alloc_disk(const struct block_device_operations *fops)
{
#if SINCE(6, 9)
	struct queue_limits limits = {
		.logical_block_size = PAGE_SIZE,
		.physical_block_size = PAGE_SIZE,
#if SINCE(6, 11)
		.features = BLK_FEAT_DAX | BLK_FEAT_SYNCHRONOUS,
#endif
	};
	struct gendisk *disk = blk_alloc_disk(&limits, NUMA_NO_NODE);

	if (IS_ERR(disk))
		return NULL;
#if !SINCE(6, 11)
	blk_queue_flag_set(QUEUE_FLAG_DAX, disk->queue);
#endif
#else
#if SINCE(5, 15)
	struct gendisk *disk = blk_alloc_disk(NUMA_NO_NODE);
#else
	struct gendisk *disk = alloc_disk(0);

	if (disk) {
		disk->queue = blk_alloc_queue(NUMA_NO_NODE);
		if (!disk->queue) {
			put_disk(disk);
			disk = NULL;
		}
	}
#endif
	if (!disk)
		return NULL;
	blk_queue_logical_block_size(disk->queue, PAGE_SIZE);
	blk_queue_physical_block_size(disk->queue, PAGE_SIZE);
	blk_queue_flag_set(QUEUE_FLAG_DAX, disk->queue);
#endif
	disk->fops = fops;
	return disk;
}

static inline int rampmem_add_disk(struct gendisk *disk)
{
#if SINCE(5, 15)
	return add_disk(disk);
#else
	add_disk(disk);
	return 0;
#endif
}

static inline void rampmem_put_disk(struct gendisk *disk)
{
#if SINCE(6, 0)
	put_disk(disk);
#elif SINCE(5, 15)
	blk_cleanup_disk(disk);
#else
	blk_cleanup_queue(disk->queue);
	put_disk(disk);
#endif
}

/* The dax_device of a disk that is about to be added. */
static inline struct dax_device *rampmem_alloc_dax(struct gendisk *disk, const struct dax_operations *ops)
{
#if SINCE(5, 17)
	struct dax_device *dax = alloc_dax(NULL, ops);
	int err;

	if (IS_ERR_OR_NULL(dax))
		return dax ? dax : ERR_PTR(-EOPNOTSUPP);
	set_dax_nocache(dax);
	set_dax_nomc(dax);
	err = dax_add_host(dax, disk);
	if (err) {
		kill_dax(dax);
		put_dax(dax);
		return ERR_PTR(err);
	}
	return dax;
#else
	struct dax_device *dax = alloc_dax(NULL, disk->disk_name, ops, 0);

	return dax ? dax : ERR_PTR(-EOPNOTSUPP);
#endif
}

static inline void rampmem_put_dax(struct dax_device *dax, struct gendisk *disk)
{
#if SINCE(5, 17)
	dax_remove_host(disk);
#endif
	kill_dax(dax);
	put_dax(dax);
}

#endif
