// SPDX-License-Identifier: GPL-2.0
/*
 * Providers of DAX that are there already: the dax_device of a disk, of a disk that is stacked on others, or of a
 * character device. All of it is overwritten.
 *
 * Pages of the provider live on backings, one for each disk under it; segments say where. A provider that is not
 * stacked is its own and only backing.
 */
#include <linux/bitmap.h>
#include <linux/blkdev.h>
#include <linux/cdev.h>
#include <linux/dax.h>
#include <linux/err.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/io.h>
#include <linux/kdev_t.h>
#include <linux/kernel.h>
#include <linux/limits.h>
#include <linux/math64.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/pfn.h>
#include <linux/seqlock.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/vmalloc.h>
#include "compat.h"
#include "probe.h"

#define MAX_BACKINGS 8
/* Where memory is shown to be that a driver has from who knows where. */
#define SHOWN_AT (1ull << 32)
#define SECTORS_IN_PAGE_SHIFT (PAGE_SHIFT - SECTOR_SHIFT)
#define ALL_OPS (DAXSPEC_OPS_TABLE | DAXSPEC_OPS_DIRECT_ACCESS | DAXSPEC_OPS_DAX_SUPPORTED | \
		 DAXSPEC_OPS_ZERO_PAGE_RANGE | DAXSPEC_OPS_RECOVERY_WRITE)

/* Exported, but only their own directory has the declarations. */
struct dax_device *inode_dax(struct inode *inode);
struct inode *dax_inode(struct dax_device *dax_dev);

struct disk {
	struct block_device *bdev;
	void *holder;
#if SINCE(6, 9)
	struct file *file;
#elif SINCE(6, 8)
	struct bdev_handle *handle;
#endif
};

/* Memory that pages live in. */
struct backing {
	struct disk disk;		/* opened only under a stacked provider */
	struct badblocks *bb;		/* NULL: no poison can be put on record */
	void *start;			/* of the resource */
	u64 bytes;			/* of it that are mapped */
	u64 resource;			/* all of it */
	void *data;			/* page 0 */
	u64 pages;
	void *second;			/* page 0 in a mapping of the probe's own; NULL: there is none */
	s64 clear;
};

struct segment {
	u64 page, pages, chunk;
	u32 stripes;
	u64 start[DAXSPEC_MAX_STRIPES];
	struct backing *on[DAXSPEC_MAX_STRIPES];
};

struct provider {
	struct subject subject;
	struct dax_device *dax;
	bool held;			/* by fs_dax_get */
#if !SINCE(5, 17)
	struct hlist_head *host;	/* where the disk's name leads to dax; NULL: nowhere */
	spinlock_t *hosts_lock;
#endif
	struct disk disk;
	struct file *character;
	u32 ops;
	bool stacked;
	u32 segments, backings;
	struct segment segment[DAXSPEC_MAX_SEGMENTS];
	struct backing backing[MAX_BACKINGS];
	unsigned long *dirty;		/* a bit for each page that does not hold what a history starts with */
	u64 dirty_from, dirty_to;	/* where there are such bits */
};

static struct provider *provider_of(struct subject *s)
{
	return container_of(s, struct provider, subject);
}

/* ---- disks ---- */

/* A holder claims the disk: nobody else has it mounted, stacked on or claimed. Without one it is only looked at. */
static int disk_open(struct disk *disk, const char *path, void *holder)
{
#if SINCE(6, 5)
	blk_mode_t mode = holder ? BLK_OPEN_READ | BLK_OPEN_WRITE : BLK_OPEN_READ;
#else
	fmode_t mode = holder ? FMODE_READ | FMODE_WRITE | FMODE_EXCL : FMODE_READ;
#endif
#if SINCE(6, 9)
	struct file *file = bdev_file_open_by_path(path, mode, holder, NULL);

	if (IS_ERR(file))
		return PTR_ERR(file);
	disk->file = file;
	disk->bdev = file_bdev(file);
#elif SINCE(6, 8)
	struct bdev_handle *handle = bdev_open_by_path(path, mode, holder, NULL);

	if (IS_ERR(handle))
		return PTR_ERR(handle);
	disk->handle = handle;
	disk->bdev = handle->bdev;
#else
#if SINCE(6, 5)
	struct block_device *bdev = blkdev_get_by_path(path, mode, holder, NULL);
#else
	struct block_device *bdev = blkdev_get_by_path(path, mode, holder);
#endif

	if (IS_ERR(bdev))
		return PTR_ERR(bdev);
	disk->bdev = bdev;
#endif
	disk->holder = holder;
	return 0;
}

static void disk_close(struct disk *disk)
{
	if (!disk->bdev)
		return;
#if SINCE(6, 9)
	bdev_fput(disk->file);
#elif SINCE(6, 8)
	bdev_release(disk->handle);
#elif SINCE(6, 5)
	blkdev_put(disk->bdev, disk->holder);
#else
	blkdev_put(disk->bdev, disk->holder ? FMODE_READ | FMODE_WRITE | FMODE_EXCL : FMODE_READ);
#endif
	disk->bdev = NULL;
}

static u64 disk_bytes(const struct disk *disk)
{
	return (u64)get_capacity(disk->bdev->bd_disk) << SECTOR_SHIFT;
}

/* The driver's own description of a disk, where the driver is nd_pmem. */
static struct pmem_mirror *disk_pmem(const struct disk *disk)
{
	struct gendisk *gd = disk->bdev->bd_disk;
	struct pmem_mirror *pmem;

	if (!gd->fops->owner || strcmp(module_name(gd->fops->owner), "nd_pmem"))
		return NULL;
	pmem = gd->private_data;
	/* Tells whether compat.h describes this kernel's structure. */
	return pmem && pmem->disk == gd ? pmem : NULL;
}

/* ---- life ---- */

#if SINCE(5, 17)

static void remember_host(struct provider *p)
{
}

static void revive(struct provider *p)
{
	run_dax(p->dax);
}

#else

/*
 * Until 5.16 kill_dax takes the device off the list by which a disk's name finds it, and run_dax does not put it back:
 * whoever mounts the disk or stacks on it later would find none. The list is static, and a device's entry in it is its
 * first member.
 */
static void remember_host(struct provider *p)
{
	struct hlist_head *hosts = symbol("dax_host_list");
	struct hlist_node *node;
	unsigned int i;

	p->hosts_lock = symbol("dax_host_lock");
	if (!hosts || !p->hosts_lock)
		return;
	spin_lock(p->hosts_lock);
	for (i = 0; i < PAGE_SIZE / sizeof(*hosts); i++) {
		hlist_for_each(node, &hosts[i]) {
			if (node == (struct hlist_node *)p->dax)
				p->host = &hosts[i];
		}
	}
	spin_unlock(p->hosts_lock);
}

static void revive(struct provider *p)
{
	struct hlist_node *node = (struct hlist_node *)p->dax;

	run_dax(p->dax);
	if (!p->host)
		return;
	spin_lock(p->hosts_lock);
	if (hlist_unhashed(node))
		hlist_add_head(node, p->host);
	spin_unlock(p->hosts_lock);
}

#endif

/* ---- where pages are ---- */

static struct segment *segment_of(struct provider *p, u64 page)
{
	u32 i;

	for (i = 0; i < p->segments; i++) {
		struct segment *segment = &p->segment[i];

		if (page >= segment->page && page - segment->page < segment->pages)
			return segment;
	}
	return NULL;
}

/* The backing of a page and the page there; *run: that many pages from this one on lie there side by side. */
static struct backing *backing_of(struct provider *p, u64 page, u64 *there, u64 *run)
{
	struct segment *segment = segment_of(p, page);
	struct backing *backing;
	u64 chunk, rest;
	u32 stripe = 0;

	if (!segment)
		return NULL;
	page -= segment->page;
	if (segment->chunk) {
		chunk = div64_u64_rem(page, segment->chunk, &rest);
		chunk = div_u64_rem(chunk, segment->stripes, &stripe);
		*there = segment->start[stripe] + chunk * segment->chunk + rest;
		*run = min(segment->chunk - rest, segment->pages - page);
	} else {
		*there = segment->start[0] + page;
		*run = segment->pages - page;
	}
	backing = segment->on[stripe];
	return *there < backing->pages && *run <= backing->pages - *there ? backing : NULL;
}

/* The page of the provider that a page of a backing is, and how many of the provider's lie there from it on. */
static bool page_of(struct provider *p, const struct backing *backing, u64 there, u64 *page, u64 *run)
{
	u64 chunk, rest, same;
	u32 i, stripe;

	for (i = 0; i < p->segments; i++) {
		const struct segment *segment = &p->segment[i];

		for (stripe = 0; stripe < segment->stripes; stripe++) {
			if (segment->on[stripe] != backing || there < segment->start[stripe])
				continue;
			*page = there - segment->start[stripe];
			if (segment->chunk) {
				chunk = div64_u64_rem(*page, segment->chunk, &rest);
				*page = (chunk * segment->stripes + stripe) * segment->chunk + rest;
			}
			if (*page >= segment->pages)
				continue;
			*page += segment->page;
			return backing_of(p, *page, &same, run) == backing;
		}
	}
	return false;
}

/* Where an address is in the provider, and how many bytes from there on lie side by side both here and there. */
static bool locate(struct provider *p, const void *kaddr, u64 *byte, u64 *run)
{
	u64 page, pages, at;
	u32 i;

	for (i = 0; i < p->backings; i++) {
		const struct backing *backing = &p->backing[i];

		at = kaddr - backing->data;
		if (kaddr < backing->data || at >= backing->pages << PAGE_SHIFT)
			continue;
		if (!page_of(p, backing, at >> PAGE_SHIFT, &page, &pages))
			continue;
		*byte = (page << PAGE_SHIFT) + offset_in_page(at);
		*run = (pages << PAGE_SHIFT) - offset_in_page(at);
		return true;
	}
	return false;
}

static void *provider_page(struct subject *s, u64 pgoff, unsigned int mapping)
{
	struct backing *backing;
	u64 there, run;
	void *data;

	if (pgoff >= s->pages)
		return NULL;
	backing = backing_of(provider_of(s), pgoff, &there, &run);
	if (!backing)
		return NULL;
	data = mapping ? backing->second : backing->data;
	return data ? data + (there << PAGE_SHIFT) : NULL;
}

static u64 provider_relative(struct subject *s, const void *kaddr)
{
	struct provider *p = provider_of(s);
	u64 byte, run;

	if (p->stacked && locate(p, kaddr, &byte, &run))
		return byte;
	return kaddr - s->base;
}

static u64 provider_touchable(struct subject *s, const void *kaddr, u64 pages)
{
	struct provider *p = provider_of(s);
	u64 first, next, run, bytes, at;

	if (!p->stacked) {
		const struct backing *backing = p->backing;

		at = kaddr - backing->start;
		if (at >= backing->resource)
			return 0;
		pages = min(pages, (backing->resource - at) >> PAGE_SHIFT);
		/* A pad at the end belongs to the resource, but is not mapped. */
		return at + (pages << PAGE_SHIFT) <= backing->bytes ? pages : U64_MAX;
	}
	if (!locate(p, kaddr, &first, &run))
		return 0;
	pages = min(pages, s->pages);
	for (bytes = run; bytes >> PAGE_SHIFT < pages; bytes += run) {
		if (!locate(p, kaddr + bytes, &next, &run) || next != first + bytes)
			break;
	}
	return min(pages, bytes >> PAGE_SHIFT);
}

static bool provider_owns(struct subject *s, unsigned long address)
{
	struct provider *p = provider_of(s);
	u32 i;

	for (i = 0; i < p->backings; i++) {
		const struct backing *backing = &p->backing[i];

		if (address - (unsigned long)backing->start < backing->resource)
			return true;
		if (backing->second && address - (unsigned long)backing->second < backing->pages << PAGE_SHIFT)
			return true;
	}
	return false;
}

/* ---- the state at a history's start ---- */

static void provider_dirty(struct subject *s, u64 pgoff, u64 pages)
{
	struct provider *p = provider_of(s);

	/* What begins before the data area may end in it. */
	if ((s64)pgoff < 0) {
		if (pages <= -pgoff)
			return;
		pages -= -pgoff;
		pgoff = 0;
	}
	if (pgoff >= s->pages || !pages)
		return;
	pages = min(pages, s->pages - pgoff);
	p->dirty_from = p->dirty_to ? min(p->dirty_from, pgoff) : pgoff;
	p->dirty_to = max(p->dirty_to, pgoff + pages);
	while (pages--)
		__set_bit(pgoff++, p->dirty);
}

static void restore(struct subject *s, u64 pgoff)
{
	void *page = provider_page(s, pgoff, 0);

	if (page)
		initial_page(page, pgoff);
}

static void restore_dirty(struct provider *p)
{
	unsigned long pgoff = p->dirty_from;

	for_each_set_bit_from(pgoff, p->dirty, p->dirty_to) {
		restore(&p->subject, pgoff);
		__clear_bit(pgoff, p->dirty);
	}
	p->dirty_to = 0;
}

/* An aborted call may have left the lock held: it starts anew. */
static void empty_table(struct badblocks *bb)
{
	seqlock_init(&bb->lock);
	memset(bb->page, 0, PAGE_SIZE);
	bb->count = 0;
	bb->unacked_exist = 0;
	bb->changed = 0;
}

static void empty_tables(struct provider *p)
{
	u32 i;

	for (i = 0; i < p->backings; i++) {
		if (p->backing[i].bb)
			empty_table(p->backing[i].bb);
	}
}

/* Acknowledged poison goes the way of the sysfs file, which reads its length as an int. */
static void put_on_record(struct badblocks *bb, const struct daxspec_bad *bad)
{
	char text[48];
	int length;

	if (bad->acknowledged && bad->sectors && bad->sectors <= INT_MAX) {
		length = snprintf(text, sizeof(text), "%llu %llu\n", (u64)bad->sector, (u64)bad->sectors);
		badblocks_store(bb, text, length, 0);
	} else {
		badblocks_set(bb, bad->sector, bad->sectors, !!bad->acknowledged);
	}
}

/* Piece by piece, each where its pages are. */
static int poison_below(struct provider *p, struct daxspec_bad bad)
{
	u64 in_page, there, run;
	struct daxspec_bad piece;
	struct backing *backing;

	while (bad.sectors) {
		backing = backing_of(p, bad.sector >> SECTORS_IN_PAGE_SHIFT, &there, &run);
		if (!backing || !backing->bb)
			return -EOPNOTSUPP;
		in_page = bad.sector & ((1u << SECTORS_IN_PAGE_SHIFT) - 1);
		piece = bad;
		piece.sector = (there << SECTORS_IN_PAGE_SHIFT) + in_page;
		piece.sectors = min_t(u64, bad.sectors, (run << SECTORS_IN_PAGE_SHIFT) - in_page);
		put_on_record(backing->bb, &piece);
		bad.sector += piece.sectors;
		bad.sectors -= piece.sectors;
	}
	return 0;
}

static int poison(struct provider *p, const struct daxspec_bad *bad, u32 count)
{
	u32 i;

	for (i = 0; i < count; i++) {
		if (p->stacked) {
			if (poison_below(p, bad[i]))
				return -EOPNOTSUPP;
		} else if (!p->backing[0].bb) {
			return -EOPNOTSUPP;
		} else {
			put_on_record(p->backing[0].bb, &bad[i]);
		}
	}
	return 0;
}

static int provider_reset(struct subject *s, const struct daxspec_history *h, const struct daxspec_bad *bad)
{
	struct provider *p = provider_of(s);
	int rc;

	revive(p);
	empty_tables(p);
	restore_dirty(p);
	if (!h->present) {
		s->dax = NULL;
		return 0;
	}
	s->dax = p->dax;
	if (h->size != s->size || h->data_offset != s->data_offset || h->pfn_pad != s->pfn_pad ||
	    h->phys_addr != s->phys_addr || h->page_shift != PAGE_SHIFT || h->ops != p->ops || h->clear != s->clear)
		return -EOPNOTSUPP;
	rc = poison(p, bad, h->bad);
	if (rc)
		empty_tables(p);
	return rc;
}

/* ---- opening and closing ---- */

/* What clearing poison of a page does on this device's bus. A clean page may be cleared. */
static s64 clear_of(struct pmem_mirror *pmem)
{
	long (*clear_poison)(struct device *dev, phys_addr_t phys, unsigned int len) = symbol("nvdimm_clear_poison");
	long cleared;

	if (!clear_poison)
		return S64_MAX;
	cleared = clear_poison(pmem->bb.dev, pmem->phys_addr + pmem->data_offset, PAGE_SIZE);
	return cleared == PAGE_SIZE ? S64_MAX : cleared;
}

static void map_again(struct backing *backing, phys_addr_t phys)
{
	backing->second = memremap(phys, backing->pages << PAGE_SHIFT, MEMREMAP_WB);
	/* Memory that the kernel gives no mapping of its own to: the one that is there is no second one. */
	if (backing->second == backing->data)
		backing->second = NULL;
}

static int back_by_pmem(struct backing *backing, struct pmem_mirror *pmem, struct badblocks *bb)
{
	u64 mapped = pmem->size - pmem->pfn_pad;

	if (pmem->size < pmem->pfn_pad || mapped < pmem->data_offset)
		return -EINVAL;
	backing->bb = bb;
	backing->start = pmem->virt_addr;
	backing->bytes = mapped;
	backing->resource = ALIGN(pmem->size, PAGE_SIZE);
	backing->data = pmem->virt_addr + pmem->data_offset;
	backing->pages = (mapped - pmem->data_offset) >> PAGE_SHIFT;
	backing->clear = clear_of(pmem);
	map_again(backing, pmem->phys_addr + pmem->data_offset);
	return 0;
}

/* A provider that only its own answers tell about: unless it is stacked, these have to lie side by side, in addresses and in frames. */
static int back_by_answers(struct provider *p, u64 bytes, struct badblocks *bb)
{
	struct subject *s = &p->subject;
	struct backing *backing = p->backing;
	u64 page, pages = bytes >> PAGE_SHIFT;
	void *first = NULL, *kaddr;
	probe_pfn pfn;
	int id;
	long rc;

	if (!pages)
		return -EINVAL;
	if (bb)
		empty_table(bb);
	for (page = 0; page < pages; page++) {
		id = dax_read_lock();
		rc = PROBE_DIRECT_ACCESS(dax_direct_access, p->dax, page, 1, 0, &kaddr, &pfn);
		dax_read_unlock(id);
		if (rc <= 0)
			return rc ? rc : -ERANGE;
		if (!page) {
			first = kaddr;
			s->phys_addr = PFN_PHYS(probe_pfn_value(pfn));
		}
		if (p->stacked)
			break;
		if (kaddr != first + (page << PAGE_SHIFT) || PFN_PHYS(probe_pfn_value(pfn)) != s->phys_addr + (page << PAGE_SHIFT))
			return -ESPIPE;
	}
	s->size = bytes;
	if (p->stacked)
		return 0;
	p->backings = 1;
	backing->bb = s->bb = bb;
	backing->start = backing->data = first;
	backing->bytes = backing->resource = bytes;
	backing->pages = pages;
	backing->clear = S64_MAX;
	map_again(backing, s->phys_addr);
	return 0;
}

/* The backing that is on a disk; opened when it is new. */
static struct backing *backing_at(struct provider *p, const char *name)
{
	struct backing *backing = &p->backing[p->backings];
	char path[DAXSPEC_PATH + 8];
	struct pmem_mirror *pmem;
	u32 i;
	int rc;

	if (p->backings == MAX_BACKINGS)
		return ERR_PTR(-E2BIG);
	snprintf(path, sizeof(path), "%s%.*s", name[0] == '/' ? "" : "/dev/", DAXSPEC_PATH - 1, name);
	/* Who stacked it has claimed it. */
	rc = disk_open(&backing->disk, path, NULL);
	if (rc)
		return ERR_PTR(rc);
	for (i = 0; i < p->backings; i++) {
		if (p->backing[i].disk.bdev->bd_disk == backing->disk.bdev->bd_disk) {
			disk_close(&backing->disk);
			return &p->backing[i];
		}
	}
	pmem = disk_pmem(&backing->disk);
	rc = pmem ? back_by_pmem(backing, pmem, backing->disk.bdev->bd_disk->bb) : -EMEDIUMTYPE;
	if (rc) {
		disk_close(&backing->disk);
		return ERR_PTR(rc);
	}
	p->backings++;
	return backing;
}

static int stack(struct provider *p, const struct daxspec_open *open)
{
	u32 i, j;

	if (open->segments > DAXSPEC_MAX_SEGMENTS)
		return -EINVAL;
	for (i = 0; i < open->segments; i++) {
		const struct daxspec_segment *from = &open->segment[i];
		struct segment *to = &p->segment[i];

		if (!from->stripes || from->stripes > DAXSPEC_MAX_STRIPES || (!from->chunk && from->stripes != 1))
			return -EINVAL;
		to->page = from->page;
		to->pages = from->pages;
		to->chunk = from->chunk;
		to->stripes = from->stripes;
		for (j = 0; j < from->stripes; j++) {
			to->start[j] = from->start[j];
			to->on[j] = backing_at(p, from->disk[j]);
			if (IS_ERR(to->on[j]))
				return PTR_ERR(to->on[j]);
		}
		p->segments++;
	}
	return 0;
}

/* Every page has its place, and the provider's own translation says the same. */
static int check_places(struct provider *p)
{
	u64 page, there, run;
	struct backing *backing;
	void *kaddr;
	int id;
	long rc;

	for (page = 0; page < p->subject.pages; page += run) {
		backing = backing_of(p, page, &there, &run);
		if (!backing)
			return -EINVAL;
		id = dax_read_lock();
		rc = PROBE_DIRECT_ACCESS(dax_direct_access, p->dax, page, 1, 0, &kaddr, NULL);
		dax_read_unlock(id);
		if (rc < 0)
			return rc;
		if (kaddr != backing->data + (there << PAGE_SHIFT))
			return -EINVAL;
	}
	return 0;
}

static int open_disk(struct provider *p, const struct daxspec_open *open)
{
	struct subject *s = &p->subject;
	struct pmem_mirror *pmem;
	struct badblocks *bb;
	int rc = disk_open(&p->disk, open->path, p);

	if (rc)
		return rc;
	if (bdev_is_partition(p->disk.bdev))
		return -EINVAL;
	pmem = disk_pmem(&p->disk);
	if (pmem && open->segments)
		return -EINVAL;
	p->dax = probe_disk_dax(p->disk.bdev);
	/* The dax_device of a raw namespace, and one that was left dead: no file system gets to see these. */
	if (!p->dax && pmem && pmem->dax_dev && igrab(dax_inode(pmem->dax_dev)))
		p->dax = pmem->dax_dev;
	if (!p->dax)
		return -ENOTBLK;
	remember_host(p);
	revive(p);
	p->ops = ALL_OPS;
	if (!pmem) {
		p->stacked = open->segments;
		/* The table that the block layer shows in sysfs. */
		bb = p->disk.bdev->bd_disk->bb;
		rc = back_by_answers(p, disk_bytes(&p->disk), bb && bb->shift >= 0 ? bb : NULL);
		if (rc)
			return rc;
		if (p->stacked)
			return stack(p, open);
		/* Memory that was allocated lies elsewhere after the next boot; the device is to be the same. */
		s->frames = PHYS_PFN(SHOWN_AT) - PHYS_PFN(s->phys_addr);
		s->phys_addr = SHOWN_AT;
		return 0;
	}
	s->size = pmem->size;
	s->data_offset = pmem->data_offset;
	s->pfn_pad = pmem->pfn_pad;
	s->phys_addr = pmem->phys_addr;
	s->bb = p->disk.bdev->bd_disk->bb;
	p->backings = 1;
	return back_by_pmem(p->backing, pmem, s->bb);
}

/* An attribute of a character device, a number. */
static int attribute(dev_t dev, const char *name, u64 *value)
{
	char path[64], text[32] = "";
	struct file *file;
	loff_t pos = 0;
	ssize_t read;

	snprintf(path, sizeof(path), "/sys/dev/char/%u:%u/%s", MAJOR(dev), MINOR(dev), name);
	file = filp_open(path, O_RDONLY, 0);
	if (IS_ERR(file))
		return PTR_ERR(file);
	read = kernel_read(file, text, sizeof(text) - 1, &pos);
	filp_close(file, NULL);
	return read < 0 ? read : kstrtou64(strim(text), 0, value);
}

/* Memory of a device whose dax_device translates nothing. */
static int back_by_resource(struct provider *p, u64 phys, u64 bytes)
{
	struct backing *backing = p->backing;
	void *data = memremap(phys, bytes, MEMREMAP_WB);

	if (!data)
		return -ENOMEM;
	p->backings = 1;
	backing->start = backing->data = backing->second = data;
	backing->bytes = backing->resource = bytes;
	backing->pages = bytes >> PAGE_SHIFT;
	backing->clear = S64_MAX;
	p->subject.size = bytes;
	p->subject.phys_addr = phys;
	return 0;
}

static bool is_driver(const struct cdev *cdev, const char *name)
{
	return cdev->owner && !strcmp(module_name(cdev->owner), name);
}

static int open_character(struct provider *p, const struct daxspec_open *open)
{
	struct file *file = filp_open(open->path, O_RDWR | O_LARGEFILE, 0);
	struct inode *inode;
	u64 bytes, phys;
	int rc;

	if (IS_ERR(file))
		return PTR_ERR(file);
	p->character = file;
	inode = file_inode(file);
	if (!S_ISCHR(inode->i_mode) || !inode->i_cdev || open->segments)
		return -EINVAL;
	rc = attribute(inode->i_rdev, "size", &bytes);
	if (rc)
		return rc;
#if SINCE(7, 1)
	if (is_driver(inode->i_cdev, "fsdev_dax")) {
		rc = fs_dax_get(inode_dax(inode), p, NULL);
		if (rc)
			return rc;
		p->dax = inode_dax(inode);
		p->held = true;
		p->ops = ALL_OPS;
		return back_by_answers(p, bytes, NULL);
	}
#endif
	if (!is_driver(inode->i_cdev, "device_dax"))
		return -ENODEV;
	rc = attribute(inode->i_rdev, "resource", &phys);
	if (rc)
		return rc;
	if (!igrab(dax_inode(inode_dax(inode))))
		return -ENODEV;
	p->dax = inode_dax(inode);
	return back_by_resource(p, phys, bytes);
}

static void provider_close(struct subject *s)
{
	struct provider *p = provider_of(s);
	u32 i;

	/* What was refused half way is left as it was found. */
	if (p->dirty)
		empty_tables(p);
	for (i = 0; i < p->backings; i++) {
		struct backing *backing = &p->backing[i];

		if (backing->second)
			memunmap(backing->second);
		disk_close(&backing->disk);
	}
	if (p->dax) {
		revive(p);
#if SINCE(7, 1)
		if (p->held)
			fs_put_dax(p->dax, p);
		else
#endif
			put_dax(p->dax);
	}
	if (p->character)
		filp_close(p->character, NULL);
	disk_close(&p->disk);
	vfree(p->dirty);
	kfree(p);
}

static const struct subject_type provider_type = {
	.reset		= provider_reset,
	.page		= provider_page,
	.dirty		= provider_dirty,
	.relative	= provider_relative,
	.touchable	= provider_touchable,
	.owns		= provider_owns,
	.close		= provider_close,
};

/* What is the same for all kinds once the backings are known. */
static int describe(struct provider *p, struct daxspec_device *device)
{
	struct subject *s = &p->subject;
	struct backing *first = p->backing;
	bool table = true, second = true;
	struct backing *backing;
	u64 page, there, run;
	int rc;
	u32 i;

	s->dax = p->dax;
	s->bdev = p->disk.bdev;
	s->pages = (s->size - s->pfn_pad - s->data_offset) >> PAGE_SHIFT;
	if (p->stacked) {
		rc = check_places(p);
		if (rc)
			return rc;
		backing = backing_of(p, 0, &there, &run);
		s->base = backing->data + (there << PAGE_SHIFT);
		s->scattered = true;
	} else {
		p->segments = 1;
		p->segment[0] = (struct segment){ .pages = s->pages, .stripes = 1, .on = { first } };
		s->base = first->start;
	}
	s->clear = first->clear;
	for (i = 0; i < p->backings; i++) {
		table &= !!p->backing[i].bb;
		second &= p->backing[i].second && p->backing[i].second != p->backing[i].data;
		/* One history has one such number. */
		if (p->backing[i].clear != s->clear)
			return -EXDEV;
	}
	p->dirty = vzalloc(BITS_TO_LONGS(s->pages) * sizeof(long));
	if (!p->dirty)
		return -ENOMEM;
	empty_tables(p);
	for (page = 0; page < s->pages; page++) {
		restore(s, page);
		cond_resched();
	}

	*device = (struct daxspec_device){
		.size = s->size,
		.data_offset = s->data_offset,
		.pfn_pad = s->pfn_pad,
		.phys_addr = s->phys_addr,
		.pages = s->pages,
		.clear = s->clear,
		.flags = (p->disk.bdev && disk_pmem(&p->disk) ? DAXSPEC_IS_ND_PMEM : 0) |
			 (table ? DAXSPEC_HAS_TABLE : 0) |
			 (second ? DAXSPEC_HAS_SECOND_MAPPING : 0) |
			 (p->ops ? 0 : DAXSPEC_NO_OPS),
	};
	return 0;
}

struct subject *provider_open(const struct daxspec_open *open, struct daxspec_device *device)
{
	struct provider *p = kzalloc(sizeof(*p), GFP_KERNEL);
	int rc;

	if (!p)
		return ERR_PTR(-ENOMEM);
	p->subject.type = &provider_type;
	rc = open->path[DAXSPEC_PATH - 1] ? -ENAMETOOLONG :
	     open->provider == DAXSPEC_BLOCK ? open_disk(p, open) :
	     open->provider == DAXSPEC_CHAR ? open_character(p, open) : -EINVAL;
	if (!rc)
		rc = describe(p, device);
	if (rc) {
		provider_close(&p->subject);
		return ERR_PTR(rc);
	}
	return &p->subject;
}
