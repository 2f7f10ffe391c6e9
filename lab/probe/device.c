// SPDX-License-Identifier: GPL-2.0
/* The operations on a device: translation, zeroing, recovery, poison records and liveness. */
#include <linux/completion.h>
#include <linux/delay.h>
#include <linux/errno.h>
#include <linux/jiffies.h>
#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>
#include <linux/workqueue.h>
#include <asm/cpufeature.h>
#include <asm/pgtable.h>
#include "compat.h"
#include "probe.h"

/* What an output parameter holds before the call: what no function would write. */
#define UNTOUCHED 0xdead5a5a5aa5a5a5ull

#define MAX_LOCKS 64
#define MAX_KILLS 8
#define WINDOW_PAGES 4

struct kill {
	struct work_struct work;
	struct dax_device *dax;
	struct completion done;
};

struct device_state {
	int ids[MAX_LOCKS];		/* of the open read sections */
	struct kill kill[MAX_KILLS];
	unsigned int kills;		/* under way behind open read sections */
	long open[2];			/* read sections of this CPU before the operation */
	struct dax_operations offered;
};

static struct {
	probe_direct_access *direct_access;
	probe_zero_page_range *zero_page_range;
	probe_copy_iter *recovery_write;
} pmem_fn;
static struct srcu_struct *dax_srcu;
static void *pattern;
static struct workqueue_struct *killers;
static DEFINE_SPINLOCK(dirtying);

/* ---- what is seen ---- */

void see_window(struct session *s, struct outcome *o, u64 pgoff, u64 offset, u64 bytes, unsigned int mapping)
{
	struct subject *subject = s->subject;
	u64 pages = subject->pages, first, last, page;
	struct digest digest;

	if (!pages)
		return;
	if (pgoff >= pages) {
		first = last = pages - 1;
	} else {
		u64 covered = min_t(u64, bytes, 2 << PAGE_SHIFT) + min_t(u64, offset, PAGE_SIZE);

		first = pgoff ? pgoff - 1 : 0;
		last = pgoff + (covered >> PAGE_SHIFT) + 1;
		last = min3(last, pages - 1, first + WINDOW_PAGES - 1);
	}
	digest_init(&digest);
	for (page = first; page <= last; page++) {
		void *p = subject->type->page(subject, page, mapping);

		if (!p)
			return;
		digest_bytes(&digest, p, PAGE_SIZE);
	}
	see(o, DAXSPEC_CONTENTS, digest_value(&digest));
}

static void see_table(struct session *s, struct outcome *o)
{
	struct badblocks *bb = s->subject->bb;
	struct digest digest;
	int i;

	if (s->overlaps || !bb || !bb->page)
		return;
	digest_init(&digest);
	for (i = 0; i < bb->count && i < MAX_BADBLOCKS; i++) {
		u64 record = bb->page[i];

		digest_word(&digest, BB_OFFSET(record));
		digest_word(&digest, BB_LEN(record) << 1 | BB_ACK(record));
	}
	see(o, DAXSPEC_TABLE, digest_value(&digest));
}

/*
 * Reads of every page from kaddr on. What one entry of the page table maps is there or not as a whole: of that its first and
 * its last page are read, so that a device of many pages is no more work than a small one.
 */
static void touch(void *kaddr, u64 pages)
{
	unsigned long at = (unsigned long)kaddr & PAGE_MASK, end = at + (pages << PAGE_SHIFT);

	while (at < end) {
		unsigned long next = min(end, ALIGN(at + 1, PMD_SIZE));
		unsigned int level;
		pte_t *pte = lookup_address(at, &level);

		if (pte && level > PG_LEVEL_4K) {
			READ_ONCE(*(u8 *)at);
			at = next - PAGE_SIZE;
		}
		for (; at < next; at += PAGE_SIZE)
			READ_ONCE(*(u8 *)at);
	}
}

static void see_touched(struct session *s, struct outcome *o, void *kaddr, u64 pages)
{
	struct digest digest;
	u64 touched;

	if (s->overlaps)
		return;
	touched = s->subject->type->touchable(s->subject, kaddr, pages);
	if (touched == U64_MAX)
		return;
	touch(kaddr, touched);
	see(o, DAXSPEC_TOUCHED, touched);
	if (!touched)
		return;
	digest_init(&digest);
	digest_bytes(&digest, kaddr, PAGE_SIZE);
	if (touched > 1)
		digest_bytes(&digest, kaddr + ((touched - 1) << PAGE_SHIFT), PAGE_SIZE);
	see(o, DAXSPEC_CONTENTS, digest_value(&digest));
}

static void see_written(struct session *s, struct outcome *o, u64 pgoff, u64 offset, u64 bytes)
{
	see(o, DAXSPEC_FAULT, DAXSPEC_NO_FAULT);
	if (!s->overlaps)
		see_window(s, o, pgoff, offset, bytes, 0);
	see_table(s, o);
}

/* ---- where a write would go ---- */

/* Something is mapped at the address. */
static bool mapped(unsigned long address)
{
	unsigned int level, shift = pgtable_l5_enabled() ? 64 - 57 : 64 - 48;
	pte_t *pte;

	if ((unsigned long)((long)(address << shift) >> shift) != address)
		return false;
	/* User space is the session's own; without SMAP a write would get there. */
	if (!(address >> 63))
		return !boot_cpu_has(X86_FEATURE_SMAP);
	pte = lookup_address(address, &level);
	return pte && (pte_present(*pte) || pte_none(*pte) == 0);
}

/* A write of these bytes hits the resource or nothing: it must not be tried where somebody else's memory lies. */
static bool harmless(struct session *s, unsigned long address, u64 bytes)
{
	struct subject *subject = s->subject;
	unsigned long at = address;

	while (bytes) {
		u64 n = min_t(u64, bytes, PAGE_SIZE - (at & ~PAGE_MASK));
		bool own = subject->type->owns(subject, at);

		if (!mapped(at))
			/* The first unmapped byte ends it: a wild access, or one that was not backed. */
			return !own;
		if (!own)
			return false;
		at += n;
		bytes -= n;
	}
	return true;
}

/* The address that a write to (pgoff, offset) is made at; false when it cannot be told, or is not to be written. */
static bool target(struct session *s, u64 pgoff, u64 offset, u64 bytes, unsigned long *address)
{
	struct subject *subject = s->subject;
	u64 i, pages = (bytes >> PAGE_SHIFT) + 2;

	if (subject->base && !subject->scattered) {
		*address = (unsigned long)subject->base + subject->data_offset + (pgoff << PAGE_SHIFT) + offset;
		return harmless(s, *address, bytes);
	}
	for (i = 0; i < pages; i++) {
		u64 at = offset + (i << PAGE_SHIFT);
		void *page;

		if (i && (i << PAGE_SHIFT) >= (offset & ~PAGE_MASK) + bytes)
			break;
		page = subject->type->page(subject, pgoff + (at >> PAGE_SHIFT), 0);
		if (!page)
			return false;
		if (!i)
			*address = (unsigned long)page + (offset & ~PAGE_MASK);
		else if ((unsigned long)page != (*address & PAGE_MASK) + (i << PAGE_SHIFT))
			return false;
	}
	return true;
}

static void dirty(struct session *s, u64 pgoff, u64 offset, u64 bytes)
{
	/* An offset that wraps leads to a page before pgoff, or before the data area. */
	s64 start = (pgoff << PAGE_SHIFT) + offset;

	if (!bytes)
		return;
	spin_lock(&dirtying);
	s->subject->type->dirty(s->subject, start >> PAGE_SHIFT, (((start & ~PAGE_MASK) + bytes - 1) >> PAGE_SHIFT) + 1);
	spin_unlock(&dirtying);
}

/* The driver's own functions can be called on this device. */
static bool is_pmem(struct session *s)
{
	return s->device.flags & DAXSPEC_IS_ND_PMEM;
}

/* ---- operations ---- */

/* What a caller of the driver owes it. One that faults leaves its section open. */
static void enter_section(struct session *s)
{
	s->section = dax_read_lock();
	s->in_section = true;
}

static void leave_section(struct session *s)
{
	s->in_section = false;
	dax_read_unlock(s->section);
}

static int op_alloc(struct session *s, struct outcome *o)
{
	struct dax_operations *table = NULL;
	struct dax_device *dax;

	if (s->history->ops & DAXSPEC_OPS_TABLE) {
		table = &s->state->offered;
		if (!made_table(table, s->history->ops))
			return -EOPNOTSUPP;
	}
	s->calls++;
	dax = probe_alloc_dax(s, table);
	see_result(o, IS_ERR(dax) ? PTR_ERR(dax) : 0);
	if (!IS_ERR_OR_NULL(dax)) {
		kill_dax(dax);
		put_dax(dax);
	}
	return 0;
}

static int op_direct_access(struct session *s, bool member, const u64 *arg, struct outcome *o)
{
	probe_direct_access *fn = member ? pmem_fn.direct_access : dax_direct_access;
	probe_pfn pfn = PROBE_PFN(UNTOUCHED);
	void *kaddr = (void *)UNTOUCHED;
	void **to_kaddr = arg[3] ? &kaddr : NULL;
	probe_pfn *to_pfn = arg[4] ? &pfn : NULL;
	long result;

#ifndef PROBE_HAS_MODE
	if (arg[2]) {
		o->kind = DAXSPEC_NOT_SUPPORTED;
		return 0;
	}
#endif
	if (member && (!is_pmem(s) || !fn))
		return -EOPNOTSUPP;
	enter_section(s);
	s->calls++;
	result = PROBE_DIRECT_ACCESS(fn, s->subject->dax, arg[0], (long)arg[1], arg[2], to_kaddr, to_pfn);
	leave_section(s);

	see_result(o, result);
	see(o, DAXSPEC_FAULT, DAXSPEC_NO_FAULT);
	if (to_pfn) {
		if (probe_pfn_bits(pfn) == UNTOUCHED)
			see_untouched(o, DAXSPEC_PFN);
		else
			see(o, DAXSPEC_PFN, probe_pfn_value(pfn) + s->subject->frames);
	}
	if (!to_kaddr)
		return 0;
	if ((u64)kaddr == UNTOUCHED) {
		see_untouched(o, DAXSPEC_KADDR);
		return 0;
	}
	see(o, DAXSPEC_KADDR, s->subject->type->relative(s->subject, kaddr));
	if (result > 0)
		see_touched(s, o, kaddr, result);
	return 0;
}

static int op_zero(struct session *s, bool member, const u64 *arg, struct outcome *o)
{
	probe_zero_page_range *fn = member ? pmem_fn.zero_page_range : dax_zero_page_range;
	u64 pgoff = arg[0], nr_pages = arg[1];
	unsigned long address;
	int result;

	if (member && (!is_pmem(s) || !fn))
		return -EOPNOTSUPP;
	/* Through a null pointer nothing is written. A device of other drivers checks its bounds itself. */
	if (s->subject->dax && s->subject->base && !s->subject->scattered &&
	    !target(s, pgoff, 0, PAGE_SIZE, &address))
		return -EOPNOTSUPP;
	dirty(s, pgoff, 0, PAGE_SIZE);
	enter_section(s);
	s->calls++;
	result = fn(s->subject->dax, pgoff, nr_pages);
	leave_section(s);
	see_result(o, result);
	see_written(s, o, pgoff, 0, nr_pages > U64_MAX >> PAGE_SHIFT ? U64_MAX : nr_pages << PAGE_SHIFT);
	return 0;
}

static int op_recovery(struct session *s, bool member, const u64 *arg, struct outcome *o)
{
#ifdef PROBE_HAS_MODE
	probe_copy_iter *fn = member ? pmem_fn.recovery_write : dax_recovery_write;
	u64 pgoff = arg[0], offset = arg[1], bytes = arg[2];
	u64 room = s->overlaps ? DAXSPEC_SCRATCH : DAXSPEC_MAX_WRITE;
	u32 has = DAXSPEC_OPS_TABLE | DAXSPEC_OPS_RECOVERY_WRITE;
	bool copies = s->subject->dax && (member || (s->history->ops & has) == has);
	unsigned long address = 0;
	struct iov_iter iter;
	struct kvec vec;
	size_t result;

	if (member && (!is_pmem(s) || !fn))
		return -EOPNOTSUPP;
	if (copies) {
		if (bytes > room || !target(s, pgoff, offset, bytes, &address))
			return -EOPNOTSUPP;
		dirty(s, pgoff, offset, bytes);
	}
	vec.iov_base = s->overlaps ? s->scratch : pattern;
	vec.iov_len = min(bytes, room);
	pattern_fill(arg[3], 0, vec.iov_base, vec.iov_len);
	iov_iter_kvec(&iter, WRITE, &vec, 1, vec.iov_len);
	enter_section(s);
	s->calls++;
	result = fn(s->subject->dax, pgoff, (void *)address, bytes, &iter);
	leave_section(s);
	see_result(o, result);
	see(o, DAXSPEC_FAILED, !result);
	see_written(s, o, pgoff, offset, bytes);
#else
	o->kind = DAXSPEC_NOT_SUPPORTED;
#endif
	return 0;
}

#ifdef PROBE_HAS_DAX_SUPPORTED

static bool translates(struct dax_device *dax, u64 page, probe_pfn *pfn)
{
	void *kaddr;

	return dax_direct_access(dax, page, 1, &kaddr, pfn) >= 1;
}

/*
 * Whether the frame has a memory map where the device's geometry says none, or none where it says one: a raw namespace of
 * NVDIMMs has none, one that keeps it on the device has none of what lies before its data, and behind the end of one
 * device the map of the next may begin. The answer then tells of the neighbours, not of the function.
 */
static bool odd_map(struct subject *s, probe_pfn pfn)
{
	u64 frame = probe_pfn_value(pfn), from = PHYS_PFN(s->phys_addr) - s->frames;
	bool said = frame - from < (s->size - s->pfn_pad) >> PAGE_SHIFT, found = false;
	struct dev_pagemap *map = pfn_t_devmap(pfn) ? get_dev_pagemap(frame, NULL) : NULL;

	if (map) {
		found = pfn_to_page(frame)->pgmap == map;
		put_dev_pagemap(map);
	}
	return said != found;
}

#endif

static int op_supported(struct session *s, const u64 *arg, struct outcome *o)
{
#ifdef PROBE_HAS_DAX_SUPPORTED
	struct dax_device *dax = s->subject->dax;
	u64 start = arg[1], last = (start + arg[2] - 1) << SECTOR_SHIFT >> PAGE_SHIFT;
	probe_pfn first, end;
	bool result;
	int id;

	if (!s->subject->bdev)
		return -EOPNOTSUPP;
	id = dax_read_lock();
	s->calls++;
	result = dax_supported(dax, s->subject->bdev, (int)arg[0], start, arg[2]);
	if (dax && dax_alive(dax) && (int)arg[0] == PAGE_SIZE && !(start % (PAGE_SIZE >> SECTOR_SHIFT)) &&
	    translates(dax, start << SECTOR_SHIFT >> PAGE_SHIFT, &first) && translates(dax, last, &end)) {
		/* A made device has no memory map of the frames that it describes. */
		bool hangs = s->device.flags & DAXSPEC_ANY_GEOMETRY ? !result :
			     !s->subject->scattered && (odd_map(s->subject, first) || odd_map(s->subject, end));

		if (hangs) {
			dax_read_unlock(id);
			return -EOPNOTSUPP;
		}
	}
	dax_read_unlock(id);
	see_result(o, result);
	see(o, DAXSPEC_FAULT, DAXSPEC_NO_FAULT);
#else
	o->kind = DAXSPEC_NOT_SUPPORTED;
#endif
	return 0;
}

static int op_records(struct session *s, u32 code, const u64 *arg, struct outcome *o)
{
	struct badblocks *bb = s->subject->bb;
	sector_t sector = arg[0], first_bad = UNTOUCHED;
	probe_sectors sectors = arg[1], bad_sectors = (probe_sectors)UNTOUCHED;
	s64 result;

	if (!s->history->present) {
		o->kind = DAXSPEC_NOT_SUPPORTED;
		return 0;
	}
	if (!bb)
		return -EOPNOTSUPP;
	s->calls++;
	switch (code) {
	case DAXSPEC_BADBLOCKS_SET:
		result = badblocks_set(bb, sector, sectors, !!arg[2]);
		break;
	case DAXSPEC_BADBLOCKS_CLEAR:
		result = badblocks_clear(bb, sector, sectors);
		break;
	default:
		result = badblocks_check(bb, sector, sectors, &first_bad, &bad_sectors);
		break;
	}
	see_result(o, result);
	if (code == DAXSPEC_BADBLOCKS_CHECK) {
		if (first_bad == UNTOUCHED)
			see_untouched(o, DAXSPEC_FIRST_BAD);
		else
			see(o, DAXSPEC_FIRST_BAD, first_bad);
		if (bad_sectors == (probe_sectors)UNTOUCHED)
			see_untouched(o, DAXSPEC_BAD_SECTORS);
		else
			see(o, DAXSPEC_BAD_SECTORS, bad_sectors);
	} else {
		see_table(s, o);
	}
	see(o, DAXSPEC_FAULT, DAXSPEC_NO_FAULT);
	return 0;
}

/* ---- liveness ---- */

static void kill_later(struct work_struct *work)
{
	struct kill *kill = container_of(work, struct kill, work);

	kill_dax(kill->dax);
	complete(&kill->done);
}

static bool alive(struct dax_device *dax)
{
	int id = dax_read_lock();
	bool result = dax_alive(dax);

	dax_read_unlock(id);
	return result;
}

/* Kills that have not come back. */
static unsigned int waiting(struct device_state *state)
{
	unsigned int i, n = 0;

	for (i = 0; i < state->kills; i++)
		n += !completion_done(&state->kill[i].done);
	return n;
}

static void wait_for_kills(struct device_state *state)
{
	while (state->kills)
		wait_for_completion(&state->kill[--state->kills].done);
}

static int op_kill(struct session *s)
{
	struct device_state *state = s->state;
	struct dax_device *dax = s->subject->dax;
	struct kill *kill;
	unsigned int patience;

	s->calls++;
	if (!dax || !s->read_locks) {
		kill_dax(dax);
		return 0;
	}
	/* It waits for the sections that are open here. */
	if (state->kills == MAX_KILLS)
		return -EOPNOTSUPP;
	kill = &state->kill[state->kills++];
	kill->dax = dax;
	init_completion(&kill->done);
	INIT_WORK(&kill->work, kill_later);
	queue_work(killers, &kill->work);
	/* On a busy host its thread may not run for long: as good as every kill ends this at once. */
	for (patience = 0; patience < 50000 && alive(dax); patience++)
		usleep_range(50, 100);
	/* Time in which one that does not wait would come back. */
	wait_for_completion_timeout(&kill->done, 1);
	if (completion_done(&kill->done))
		state->kills--;
	return 0;
}

static int op_liveness(struct session *s, u32 code, struct outcome *o)
{
	enum daxspec_misuse misuse = DAXSPEC_NO_MISUSE;
	struct device_state *state = s->state;
	struct dax_device *dax = s->subject->dax;
	int result = 0, err;

	switch (code) {
	case DAXSPEC_KILL_DAX:
		err = op_kill(s);
		if (err)
			return err;
		break;
	case DAXSPEC_RUN_DAX:
		s->calls++;
		run_dax(dax);
		break;
	case DAXSPEC_DAX_ALIVE:
		s->calls++;
		result = alive(dax);
		break;
	case DAXSPEC_DAX_READ_LOCK:
		if (s->read_locks == MAX_LOCKS)
			return -EOPNOTSUPP;
		s->calls++;
		state->ids[s->read_locks] = dax_read_lock();
		s->read_locks++;
		break;
	default:
		if (!s->read_locks) {
			result = -EINVAL;
			misuse = DAXSPEC_UNLOCK_NOT_LOCKED;
			break;
		}
		s->calls++;
		dax_read_unlock(state->ids[--s->read_locks]);
		if (!s->read_locks)
			wait_for_kills(state);
		break;
	}
	see_result(o, result);
	see(o, DAXSPEC_READ_LOCKS, s->read_locks);
	see(o, DAXSPEC_WAITING, waiting(state) != 0);
	see(o, DAXSPEC_MISUSE, misuse);
	see(o, DAXSPEC_FAULT, DAXSPEC_NO_FAULT);
	if (dax && !s->overlaps)
		see(o, DAXSPEC_ALIVE, alive(dax));
	return 0;
}

int device_op(struct session *s, u32 code, const u64 *arg, struct outcome *o)
{
	switch (code) {
	case DAXSPEC_ALLOC_DAX:
		return op_alloc(s, o);
	case DAXSPEC_DAX_DIRECT_ACCESS:
	case DAXSPEC_PMEM_DAX_DIRECT_ACCESS:
		return op_direct_access(s, code == DAXSPEC_PMEM_DAX_DIRECT_ACCESS, arg, o);
	case DAXSPEC_DAX_ZERO_PAGE_RANGE:
	case DAXSPEC_PMEM_DAX_ZERO_PAGE_RANGE:
		return op_zero(s, code == DAXSPEC_PMEM_DAX_ZERO_PAGE_RANGE, arg, o);
	case DAXSPEC_DAX_RECOVERY_WRITE:
	case DAXSPEC_PMEM_RECOVERY_WRITE:
		return op_recovery(s, code == DAXSPEC_PMEM_RECOVERY_WRITE, arg, o);
	case DAXSPEC_DAX_SUPPORTED:
		return op_supported(s, arg, o);
	case DAXSPEC_BADBLOCKS_SET:
	case DAXSPEC_BADBLOCKS_CLEAR:
	case DAXSPEC_BADBLOCKS_CHECK:
		return op_records(s, code, arg, o);
	default:
		return op_liveness(s, code, o);
	}
}

/* ---- a history's start and end ---- */

int device_start(struct session *s)
{
	if (!s->state) {
		s->state = kzalloc(sizeof(*s->state), GFP_KERNEL);
		if (!s->state)
			return -ENOMEM;
	}
	s->read_locks = 0;
	return 0;
}

void device_leave(struct session *s)
{
	if (s->in_section)
		leave_section(s);
	while (s->read_locks)
		dax_read_unlock(s->state->ids[--s->read_locks]);
	wait_for_kills(s->state);
}

void device_stop(struct session *s)
{
	struct dax_device *dax = s->subject->dax;

	device_leave(s);
	if (dax && !alive(dax))
		run_dax(dax);
}

void device_free(struct session *s)
{
	kfree(s->state);
	s->state = NULL;
}

void device_before(struct session *s)
{
	int i;

	for (i = 0; i < 2 && dax_srcu; i++)
		s->state->open[i] = probe_srcu_open(dax_srcu, i);
}

void device_recover(struct session *s)
{
	int i;

	/* The worker does not change its CPU, so the sections left open are on record there, with those that the kernel opened. */
	s->in_section = false;
	for (i = 0; i < 2 && dax_srcu; i++)
		while (probe_srcu_open(dax_srcu, i) > s->state->open[i])
			dax_read_unlock(i);
	if (s->subject->bb)
		seqlock_init(&s->subject->bb->lock);
}

int device_init(void)
{
	pmem_fn.direct_access = symbol("pmem_dax_direct_access");
	pmem_fn.zero_page_range = symbol("pmem_dax_zero_page_range");
	pmem_fn.recovery_write = symbol("pmem_recovery_write");
	dax_srcu = symbol("dax_srcu");
	pattern = vmalloc(DAXSPEC_MAX_WRITE);
	if (!pattern)
		return -ENOMEM;
	/* Of its own: using the kernel's draws a warning since one kind of them was renamed. */
	killers = alloc_workqueue("daxspec", WQ_UNBOUND, 0);
	if (killers)
		return 0;
	vfree(pattern);
	return -ENOMEM;
}

void device_exit(void)
{
	destroy_workqueue(killers);
	vfree(pattern);
}
