// SPDX-License-Identifier: GPL-2.0
/*
 * A struct pmem_device of the probe's own, of any geometry, handed to nd_pmem's own compiled functions.
 *
 * Its memory is shown by a window (window.c).
 */
#include <linux/errno.h>
#include <linux/kprobes.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/string.h>
#include "compat.h"
#include "probe.h"

#define STAMPED 8

struct made {
	struct subject subject;
	struct pmem_mirror pmem;
	struct dax_device *with_table, *without_table;
	struct dax_operations ops;
	struct probe_disk disk;
	const struct window *window;	/* that shows the resource */
	bool dirty_all;
	DECLARE_BITMAP(dirty, WINDOW_POOL);	/* pages of the pool that do not hold what a history starts with */
};

static const struct window nothing;

/* What clear-poison achieves for the task that has a made device under test. */
static bool clearing;			/* a made device is in a history's state */
static s64 clear_bytes;

static struct {
	probe_direct_access *direct_access;
	probe_zero_page_range *zero_page_range;
	probe_copy_iter *recovery_write, *copy_from_iter, *copy_to_iter;
} pmem_fn;

extern const char guard_return[];

/* ---- the resource ---- */

static struct made *made_of(struct subject *s)
{
	return container_of(s, struct made, subject);
}

/* Bytes from the start of the resource on are mapped pages of it. */
static bool backed(const struct made *made, u64 offset, u64 bytes)
{
	const struct window *w = made->window;
	u64 first = offset >> PAGE_SHIFT, last = (offset + bytes - 1) >> PAGE_SHIFT;

	if (offset + bytes - 1 < offset)
		return false;
	if (last < w->head)
		return true;
	if (!w->tail || last >= w->total)
		return false;
	if (first >= w->total - w->tail)
		return true;
	/* Head and tail touch. */
	return first < w->head && w->head == w->total - w->tail;
}

/* The pool's page behind a page of the resource that is backed. */
static unsigned int pool_index(const struct window *w, u64 page)
{
	return page < w->head ? page : WINDOW_ENDS + (page - (w->total - w->tail));
}

/* The page of the resource behind one of the pool. False: none now. */
static bool resource_page(const struct window *w, unsigned int index, u64 *page)
{
	if (index < w->head) {
		*page = index;
		return true;
	}
	if (!w->tail || index < WINDOW_ENDS)
		return false;
	*page = w->total - w->tail + (index - WINDOW_ENDS);
	return true;
}

/* What a page of the resource holds at the start: zeros, and the stamps of those of the first data pages that are whole. */
static void initialise(struct made *made, unsigned int index)
{
	static u8 stamp[STAMPED][PAGE_SIZE];
	static bool stamped;
	u64 page, start, i;
	u8 *to = window_page(index);

	if (!stamped) {
		for (i = 0; i < STAMPED; i++)
			initial_page(stamp[i], i);
		stamped = true;
	}
	if (!resource_page(made->window, index, &page))
		return;
	start = page << PAGE_SHIFT;
	memset(to, 0, PAGE_SIZE);
	for (i = 0; i < min_t(u64, STAMPED, made->subject.pages); i++) {
		u64 at = made->subject.data_offset + (i << PAGE_SHIFT);
		u64 from = max(at, start), end = min(at + PAGE_SIZE, start + PAGE_SIZE);

		/* Whole pages of the data area end inside the resource: nothing wraps. */
		if (from < end)
			memcpy(to + (from - start), stamp[i] + (from - at), end - from);
	}
}

static void mark(struct made *made, u64 offset, u64 bytes)
{
	u64 page;

	if (!bytes)
		return;
	for (page = offset >> PAGE_SHIFT; page <= (offset + bytes - 1) >> PAGE_SHIFT && page < made->window->total; page++)
		if (backed(made, page << PAGE_SHIFT, PAGE_SIZE))
			set_bit(pool_index(made->window, page), made->dirty);
}

static void mark_stamps(struct made *made)
{
	mark(made, made->subject.data_offset, min_t(u64, STAMPED, made->subject.pages) << PAGE_SHIFT);
}

static int back(struct made *made, u64 size)
{
	const struct window *window = window_show((size >> PAGE_SHIFT) + !!(size & ~PAGE_MASK));

	if (IS_ERR(window))
		return PTR_ERR(window);
	made->window = window;
	made->subject.base = (void *)window->base[0];
	return 0;
}

static int made_reset(struct subject *s, const struct daxspec_history *h, const struct daxspec_bad *bad)
{
	struct made *made = made_of(s);
	struct badblocks *bb = &made->pmem.bb;
	unsigned long i;
	int err;

	if (h->present && h->page_shift != PAGE_SHIFT)
		return -EOPNOTSUPP;
	WRITE_ONCE(clearing, false);
	/* The last history's. */
	if (s->size != h->size || s->data_offset != h->data_offset || s->pfn_pad != h->pfn_pad || made->dirty_all) {
		mark_stamps(made);
		if (made->dirty_all)
			bitmap_fill(made->dirty, WINDOW_POOL);
		made->dirty_all = false;
		err = back(made, h->size);
		if (err) {
			made->dirty_all = true;
			return err;
		}
		s->size = h->size;
		s->data_offset = h->data_offset;
		s->pfn_pad = h->pfn_pad;
		s->pages = h->size > h->pfn_pad && h->size - h->pfn_pad > h->data_offset ?
			(h->size - h->pfn_pad - h->data_offset) >> PAGE_SHIFT : 0;
		mark_stamps(made);
	}
	/* What is not mapped now stays as it is, and on record. */
	for_each_set_bit(i, made->dirty, made->window->head)
		initialise(made, i);
	bitmap_clear(made->dirty, 0, made->window->head);
	if (made->window->tail) {
		i = WINDOW_ENDS;
		for_each_set_bit_from(i, made->dirty, WINDOW_POOL)
			initialise(made, i);
		bitmap_clear(made->dirty, WINDOW_ENDS, WINDOW_ENDS);
	}
	s->phys_addr = h->phys_addr;
	s->clear = h->clear;

	made->pmem.phys_addr = h->phys_addr;
	made->pmem.data_offset = h->data_offset;
	made->pmem.size = h->size;
	made->pmem.pfn_pad = h->pfn_pad;
	made->pmem.virt_addr = s->base;
	made->pmem.bb_state = NULL;

	bb->count = 0;
	bb->unacked_exist = 0;
	bb->changed = 0;
	bb->shift = 0;
	seqlock_init(&bb->lock);
	memset(bb->page, 0, PAGE_SIZE);

	made_table(&made->ops, h->ops);
	s->dax = NULL;
	s->bb = h->present ? bb : NULL;
	if (!h->present)
		return 0;
	s->dax = h->ops & DAXSPEC_OPS_TABLE ? made->with_table : made->without_table;
	made->pmem.dax_dev = s->dax;
	run_dax(s->dax);
	for (i = 0; i < h->bad; i++)
		badblocks_set(bb, bad[i].sector, bad[i].sectors, !!bad[i].acknowledged);
	clear_bytes = h->clear;
	WRITE_ONCE(clearing, true);
	return 0;
}

static void *made_page(struct subject *s, u64 pgoff, unsigned int mapping)
{
	struct made *made = made_of(s);
	u64 offset = s->data_offset + (pgoff << PAGE_SHIFT);

	if (pgoff >= s->pages || mapping >= WINDOW_MAPPINGS || !backed(made, offset, PAGE_SIZE))
		return NULL;
	return (void *)(made->window->base[mapping] + offset);
}

static void made_dirty(struct subject *s, u64 pgoff, u64 pages)
{
	/* Beside the resource nothing is written: that faults. */
	mark(made_of(s), s->data_offset + (pgoff << PAGE_SHIFT), min_t(u64, pages, WINDOW_POOL) << PAGE_SHIFT);
}

static u64 made_relative(struct subject *s, const void *kaddr)
{
	return (u64)kaddr - (u64)s->base;
}

static u64 made_touchable(struct subject *s, const void *kaddr, u64 pages)
{
	struct made *made = made_of(s);
	u64 offset = made_relative(s, kaddr), mapped = made->window->total << PAGE_SHIFT, n;

	if (offset >= mapped)
		return 0;
	n = min(pages, (mapped - offset) >> PAGE_SHIFT);
	if (n && !backed(made, offset, n << PAGE_SHIFT))
		return U64_MAX;
	return n;
}

static bool made_owns(struct subject *s, unsigned long address)
{
	return address - (unsigned long)s->base < made_of(s)->window->total << PAGE_SHIFT;
}

static void made_close(struct subject *s)
{
	struct made *made = made_of(s);

	WRITE_ONCE(clearing, false);
	/* Both may be in any state: a final put of a live device is a warning. */
	kill_dax(made->with_table);
	put_dax(made->with_table);
	kill_dax(made->without_table);
	put_dax(made->without_table);
	made->pmem.bb.dev = NULL;
	badblocks_exit(&made->pmem.bb);
	probe_disk_close(&made->disk);
	kfree(made);
}

static const struct subject_type made_type = {
	.reset = made_reset,
	.page = made_page,
	.dirty = made_dirty,
	.relative = made_relative,
	.touchable = made_touchable,
	.owns = made_owns,
	.close = made_close,
};

/* ---- nd_pmem's functions ---- */

static bool find_functions(void)
{
	pmem_fn.direct_access = symbol("pmem_dax_direct_access");
	pmem_fn.zero_page_range = symbol("pmem_dax_zero_page_range");
	pmem_fn.recovery_write = symbol("pmem_recovery_write");
	pmem_fn.copy_from_iter = symbol("pmem_copy_from_iter");
	pmem_fn.copy_to_iter = symbol("pmem_copy_to_iter");
	return pmem_fn.direct_access && pmem_fn.zero_page_range;
}

bool made_possible(void)
{
	return find_functions();
}

bool made_table(struct dax_operations *table, u32 ops)
{
	if (!pmem_fn.direct_access && !find_functions())
		return false;
	memset(table, 0, sizeof(*table));
	if (ops & DAXSPEC_OPS_DIRECT_ACCESS)
		table->direct_access = pmem_fn.direct_access;
	if (ops & DAXSPEC_OPS_ZERO_PAGE_RANGE)
		table->zero_page_range = pmem_fn.zero_page_range;
#ifdef PROBE_HAS_MODE
	if (ops & DAXSPEC_OPS_RECOVERY_WRITE)
		table->recovery_write = pmem_fn.recovery_write;
#endif
#ifdef PROBE_HAS_DAX_SUPPORTED
	/* What nd_pmem has here is an inline function around this one. */
	if (ops & DAXSPEC_OPS_DAX_SUPPORTED)
		table->dax_supported = __generic_fsdax_supported;
	table->copy_from_iter = pmem_fn.copy_from_iter;
	table->copy_to_iter = pmem_fn.copy_to_iter;
#endif
	return true;
}

/* ---- clear-poison ---- */

static int clear_enter(struct kprobe *kprobe, struct pt_regs *regs)
{
	unsigned int asked = regs->dx;

	if (!READ_ONCE(clearing) || !guard_calling())
		return 0;
	/* Does what the described hardware does; the function itself is not entered. */
	regs->ax = clear_bytes < 0 ? clear_bytes : min_t(u64, asked, clear_bytes);
	regs->ip = (unsigned long)guard_return;
	return 1;
}

static void clear_left(struct kprobe *kprobe, struct pt_regs *regs, unsigned long flags)
{
	/* That there is one lets clear_enter change where the function goes on, also when the probe stands on ftrace. */
}

static struct kprobe clear_probe = {
	.symbol_name = "nvdimm_clear_poison",
	.pre_handler = clear_enter,
	.post_handler = clear_left,
};
static bool clear_probed;

/* ---- opening ---- */

void made_exit(void)
{
	if (clear_probed)
		unregister_kprobe(&clear_probe);
	window_exit();
}

/* The layout that struct pmem_mirror says, held against a disk of which other interfaces tell the same. */
static const struct pmem_mirror *checked(struct gendisk *disk, const char **why)
{
	const struct pmem_mirror *real = disk->private_data;

	*why = "not a disk of nd_pmem";
	if (!disk->fops || !disk->fops->owner || strcmp(disk->fops->owner->name, "nd_pmem") || !real)
		return NULL;
	*why = "struct pmem_device is laid out differently";
	if (real->disk != disk || disk->bb != &real->bb || !real->bb.dev)
		return NULL;
	if (get_capacity(disk) != (real->size - real->pfn_pad - real->data_offset) >> SECTOR_SHIFT)
		return NULL;
	if (!real->virt_addr || (real->phys_addr & ~PAGE_MASK))
		return NULL;
	return real;
}

struct subject *made_open(const char *path, struct daxspec_device *device)
{
	const struct pmem_mirror *real;
	struct dax_device *dax;
	struct made *made;
	const char *why;
	int err;

	if (!find_functions())
		return ERR_PTR(-EOPNOTSUPP);
	err = window_init();
	if (err)
		return ERR_PTR(err);
	if (!clear_probed) {
		err = register_kprobe(&clear_probe);
		if (err) {
			pr_info("daxspec: no probe on nvdimm_clear_poison: %d\n", err);
			return ERR_PTR(err);
		}
		clear_probed = true;
	}
	made = kzalloc(sizeof(*made), GFP_KERNEL);
	if (!made)
		return ERR_PTR(-ENOMEM);
	err = probe_disk_open(&made->disk, path);
	if (err)
		goto no_disk;
	err = -EINVAL;
	real = checked(made->disk.bdev->bd_disk, &why);
	if (real) {
		dax = probe_disk_dax(made->disk.bdev);
		if (dax && dax != real->dax_dev) {
			why = "struct pmem_device is laid out differently";
			real = NULL;
		}
		if (dax)
			put_dax(dax);
	}
	if (!real) {
		pr_info("daxspec: %s: %s\n", path, why);
		goto no_layout;
	}
	/* Of the real one it has the disk and, until there were no more, the flags of its frame numbers. */
	memcpy(&made->pmem, real, offsetof(struct pmem_mirror, pgmap));
	memset(&made->pmem.bb, 0, sizeof(made->pmem.bb));
	err = badblocks_init(&made->pmem.bb, 1);
	if (err)
		goto no_layout;
	/* nvdimm bus services start from here. */
	made->pmem.bb.dev = real->bb.dev;
	made_table(&made->ops, ~0u);
	made->with_table = probe_alloc_dax(&made->pmem, &made->ops);
	if (IS_ERR_OR_NULL(made->with_table)) {
		err = made->with_table ? PTR_ERR(made->with_table) : -EOPNOTSUPP;
		goto no_dax;
	}
	made->without_table = probe_alloc_dax(&made->pmem, NULL);
	if (IS_ERR_OR_NULL(made->without_table)) {
		err = made->without_table ? PTR_ERR(made->without_table) : -EOPNOTSUPP;
		goto no_second;
	}
	made->subject.type = &made_type;
	made->subject.bdev = made->disk.bdev;
	made->window = &nothing;
	made->dirty_all = true;
	*device = (struct daxspec_device) {
		.size = 8 << PAGE_SHIFT,
		.phys_addr = 1ull << 32,
		.pages = 8,
		.flags = DAXSPEC_IS_ND_PMEM | DAXSPEC_HAS_TABLE | DAXSPEC_HAS_SECOND_MAPPING | DAXSPEC_ANY_GEOMETRY,
		.clear = S64_MAX,
	};
	return &made->subject;

no_second:
	kill_dax(made->with_table);
	put_dax(made->with_table);
no_dax:
	made->pmem.bb.dev = NULL;
	badblocks_exit(&made->pmem.bb);
no_layout:
	probe_disk_close(&made->disk);
no_disk:
	kfree(made);
	return ERR_PTR(err);
}
