// SPDX-License-Identifier: GPL-2.0
/*
 * A block device in RAM with DAX, for daxspec: copy it and put your own in its place. Poison comes in through the disk's badblocks
 * file, as on a pmem disk, and goes by writing. broken=NAME breaks it in a named way (breaks[] below), to see what a finding looks like.
 */
#include <linux/badblocks.h>
#include <linux/bio.h>
#include <linux/blkdev.h>
#include <linux/dax.h>
#include <linux/errno.h>
#include <linux/gfp.h>
#include <linux/highmem.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/string.h>
#include <linux/uio.h>
#include "compat.h"

#define SECTORS_IN_PAGE (PAGE_SIZE >> SECTOR_SHIFT)

static const char * const breaks[] = {
	"bytes-instead-of-pages",	/* direct_access answers bytes */
	"ends-one-page-late",		/* direct_access counts a page too many */
	"ignores-poison",		/* direct_access hands out bad pages */
	"forgets-null-kaddr",		/* direct_access writes *kaddr though nobody asks for it: an oops */
	"zeroes-half-a-page",		/* zero_page_range leaves the second half */
	"zeroes-forever",		/* zero_page_range never comes back */
	"panics-on-recovery",		/* recovery_write takes the machine down */
};

static char *broken = "";
module_param(broken, charp, 0444);
MODULE_PARM_DESC(broken, "a bug to have, one of breaks[] in rampmem.c");

/* One allocation, so that frames lie side by side; the largest that there is for sure. */
static unsigned int pages = 1024;
module_param(pages, uint, 0444);
MODULE_PARM_DESC(pages, "size in pages, 1 to 1024");

static void *memory;
static struct gendisk *disk;
static struct dax_device *dax;
static struct badblocks bad;
static int major;

static bool is_broken(const char *name)
{
	return !strcmp(broken, name);
}

static void *address_of(pgoff_t pgoff)
{
	return memory + (pgoff << PAGE_SHIFT);
}

/* The first bad page of [pgoff, pgoff + nr), or pgoff + nr. */
static pgoff_t first_bad_page(pgoff_t pgoff, unsigned long nr)
{
	sector_t first;
#if SINCE(6, 15)
	sector_t length;
#else
	int length;
#endif

	if (!nr || !badblocks_check(&bad, pgoff * SECTORS_IN_PAGE, nr * SECTORS_IN_PAGE, &first, &length))
		return pgoff + nr;
	return max_t(pgoff_t, pgoff, first / SECTORS_IN_PAGE);
}

/* ---- DAX ---- */

static long translate(pgoff_t pgoff, long nr_pages, bool recovery, void **kaddr, rampmem_pfn *pfn)
{
	unsigned long nr = nr_pages;
	pgoff_t end;

	if (nr_pages < 0)
		return -EINVAL;
	if (pgoff >= pages)
		return -ENXIO;
	nr = min(nr, pages - pgoff);
	end = is_broken("ignores-poison") ? pgoff + nr : first_bad_page(pgoff, nr);
	if (nr && end == pgoff) {
		if (!recovery)
			return BAD_PAGE;
		/* The bad page itself, to be written over. */
		end++;
	}
	if (kaddr || is_broken("forgets-null-kaddr"))
		*kaddr = address_of(pgoff);
	if (pfn)
		*pfn = RAMPMEM_PFN(virt_to_page(address_of(pgoff)));
	if (is_broken("ends-one-page-late"))
		return end - pgoff + 1;
	return (end - pgoff) << (is_broken("bytes-instead-of-pages") ? PAGE_SHIFT : 0);
}

#ifdef HAS_MODE
static long rampmem_direct_access(struct dax_device *dax_dev, pgoff_t pgoff, long nr_pages, enum dax_access_mode mode,
				  void **kaddr, rampmem_pfn *pfn)
{
	return translate(pgoff, nr_pages, mode == DAX_RECOVERY_WRITE, kaddr, pfn);
}

static size_t rampmem_recovery_write(struct dax_device *dax_dev, pgoff_t pgoff, void *addr, size_t bytes,
				     struct iov_iter *iter)
{
	size_t in_page, room;
	unsigned long nr;

	if (is_broken("panics-on-recovery"))
		panic("rampmem: told to");
	/* dax_recovery_write does not ask. */
	if (!dax_alive(dax_dev) || pgoff >= pages)
		return 0;
	in_page = addr - address_of(pgoff);
	room = (pages - pgoff) << PAGE_SHIFT;
	if (in_page >= room || bytes > room - in_page)
		return 0;
	nr = PAGE_ALIGN(in_page + bytes) >> PAGE_SHIFT;
	if (first_bad_page(pgoff, nr) != pgoff + nr) {
		/* Poison goes page by page: half a page would stay half bad. */
		if (in_page || !PAGE_ALIGNED(bytes))
			return 0;
		badblocks_clear(&bad, pgoff * SECTORS_IN_PAGE, nr * SECTORS_IN_PAGE);
	}
	return copy_from_iter(addr, bytes, iter);
}
#else
static long rampmem_direct_access(struct dax_device *dax_dev, pgoff_t pgoff, long nr_pages, void **kaddr, rampmem_pfn *pfn)
{
	return translate(pgoff, nr_pages, false, kaddr, pfn);
}

static size_t rampmem_copy_from_iter(struct dax_device *dax_dev, pgoff_t pgoff, void *addr, size_t bytes,
				     struct iov_iter *iter)
{
	return copy_from_iter(addr, bytes, iter);
}

static size_t rampmem_copy_to_iter(struct dax_device *dax_dev, pgoff_t pgoff, void *addr, size_t bytes,
				   struct iov_iter *iter)
{
	return copy_to_iter(addr, bytes, iter);
}
#endif

static int rampmem_zero_page_range(struct dax_device *dax_dev, pgoff_t pgoff, size_t nr_pages)
{
	while (is_broken("zeroes-forever"))
		barrier();
	if (pgoff >= pages || nr_pages > pages - pgoff)
		return -ENXIO;
	for (; nr_pages; pgoff++, nr_pages--) {
		badblocks_clear(&bad, pgoff * SECTORS_IN_PAGE, SECTORS_IN_PAGE);
		memset(address_of(pgoff), 0, PAGE_SIZE / (is_broken("zeroes-half-a-page") ? 2 : 1));
	}
	return 0;
}

static const struct dax_operations rampmem_dax_ops = {
	.direct_access		= rampmem_direct_access,
	.zero_page_range	= rampmem_zero_page_range,
#ifdef HAS_MODE
	.recovery_write		= rampmem_recovery_write,
#else
	.dax_supported		= generic_fsdax_supported,
	.copy_from_iter		= rampmem_copy_from_iter,
	.copy_to_iter		= rampmem_copy_to_iter,
#endif
};

/* ---- block ---- */

/* A bad page is not read; writing all of it clears it. */
static blk_status_t transfer(struct page *page, unsigned int length, unsigned int offset, bool write, sector_t sector)
{
	pgoff_t pgoff = sector / SECTORS_IN_PAGE;
	void *there = memory + (sector << SECTOR_SHIFT);
	unsigned long nr = PAGE_ALIGN(length) >> PAGE_SHIFT;

	if (write) {
		memcpy_from_page(there, page, offset, length);
		badblocks_clear(&bad, sector, length >> SECTOR_SHIFT);
	} else {
		if (first_bad_page(pgoff, nr) != pgoff + nr)
			return BLK_STS_IOERR;
		memcpy_to_page(page, offset, there, length);
	}
	return BLK_STS_OK;
}

static SUBMIT_BIO_TYPE rampmem_submit_bio(struct bio *bio)
{
	sector_t sector = bio->bi_iter.bi_sector;
	struct bvec_iter iter;
	struct bio_vec bvec;

	bio_for_each_segment(bvec, bio, iter) {
		bio->bi_status = transfer(bvec.bv_page, bvec.bv_len, bvec.bv_offset, op_is_write(bio_op(bio)), sector);
		if (bio->bi_status)
			break;
		sector += bvec.bv_len >> SECTOR_SHIFT;
	}
	bio_endio(bio);
	return SUBMIT_BIO_DONE;
}

static const struct block_device_operations rampmem_fops = {
	.owner		= THIS_MODULE,
	.submit_bio	= rampmem_submit_bio,
};

/* ---- life ---- */

static int known_break(void)
{
	int i;

	if (!*broken)
		return 0;
	for (i = 0; i < ARRAY_SIZE(breaks); i++) {
		if (is_broken(breaks[i]))
			return 0;
	}
	pr_err("rampmem: there is no broken=%s; wanted one of breaks[] in rampmem.c\n", broken);
	return -EINVAL;
}

static int __init rampmem_init(void)
{
	int err = known_break();

	if (err)
		return err;
	if (!pages || pages > 1024) {
		pr_err("rampmem: found pages=%u; wanted 1 to 1024\n", pages);
		return -EINVAL;
	}
	err = badblocks_init(&bad, 1);
	if (err)
		return err;
	err = -ENOMEM;
	memory = alloc_pages_exact((size_t)pages << PAGE_SHIFT, GFP_KERNEL | __GFP_ZERO);
	if (!memory)
		goto no_memory;
	err = major = register_blkdev(0, "rampmem");
	if (err < 0)
		goto no_major;
	err = -ENOMEM;
	disk = rampmem_alloc_disk(&rampmem_fops);
	if (!disk)
		goto no_disk;
	disk->major = major;
	disk->first_minor = 0;
	disk->minors = 1;
	disk->bb = &bad;
	strscpy(disk->disk_name, "rampmem0", sizeof(disk->disk_name));
	set_capacity(disk, pages * SECTORS_IN_PAGE);
	dax = rampmem_alloc_dax(disk, &rampmem_dax_ops);
	err = PTR_ERR_OR_ZERO(dax);
	if (err)
		goto no_dax;
	err = rampmem_add_disk(disk);
	if (err)
		goto not_added;
	return 0;

not_added:
	rampmem_put_dax(dax, disk);
no_dax:
	rampmem_put_disk(disk);
no_disk:
	unregister_blkdev(major, "rampmem");
no_major:
	free_pages_exact(memory, (size_t)pages << PAGE_SHIFT);
no_memory:
	badblocks_exit(&bad);
	return err;
}

static void __exit rampmem_exit(void)
{
	rampmem_put_dax(dax, disk);
	del_gendisk(disk);
	rampmem_put_disk(disk);
	unregister_blkdev(major, "rampmem");
	free_pages_exact(memory, (size_t)pages << PAGE_SHIFT);
	badblocks_exit(&bad);
}

module_init(rampmem_init);
module_exit(rampmem_exit);
MODULE_DESCRIPTION("A block device in RAM with DAX, a sample for daxspec");
MODULE_LICENSE("GPL");
