// SPDX-License-Identifier: GPL-2.0
/*
 * kmap_atomic and kunmap_atomic, for real, on pages of the probe's own.
 *
 * Between a kmap_atomic and its kunmap_atomic nothing may sleep, but the other operations of a history do. So no
 * mapping stays open from one operation to the next: what is mapped is on record, and each operation carries the whole
 * nest out anew - maps all that is on record, does its own, looks, unmaps in reverse order.
 *
 * A 64-bit kernel keeps no stack of these mappings. That one is too many, not the innermost or handed over by its page
 * is nothing that it could notice; these are left unobserved, and so is the unmapping of what is not mapped.
 */
#include <linux/errno.h>
#include <linux/gfp.h>
#include <linux/highmem.h>
#include <linux/preempt.h>
#include <linux/printk.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include "probe.h"

/* KmapStack.cs. */
#define MAX_DEPTH 16
#define PAGES 4

struct kmap_state {
	struct page *page[PAGES];
	u64 next;
	unsigned int depth;
	struct {
		u64 number;
		unsigned int page;
	} live[MAX_DEPTH];
};

static u64 stamp(unsigned int page)
{
	return 0x6b6d6170u + page;
}

static struct kmap_state *state_of(struct session *s)
{
	struct kmap_state *k = s->kmap;
	unsigned int i;

	if (k)
		return k;
	k = kzalloc(sizeof(*k), GFP_KERNEL);
	if (!k)
		return NULL;
	s->kmap = k;
	for (i = 0; i < PAGES; i++) {
		k->page[i] = alloc_page(GFP_KERNEL);
		if (!k->page[i]) {
			kmap_stop(s);
			return NULL;
		}
		*(u64 *)page_address(k->page[i]) = stamp(i);
	}
	return k;
}

/*
 * Maps the nest on record, unmaps the innermost "undo" of it again, and looks: the depth is how far page faults are
 * disabled. False: a mapping did not show its page, or something is left when all is unmapped.
 */
static bool carry_out(struct session *s, unsigned int undo, int *depth)
{
	struct kmap_state *k = s->kmap;
	int faults = current->pagefault_disabled, preempt = preempt_count(), preempted, i;
	void *address[MAX_DEPTH];
	bool shown = true;

	for (i = 0; i < k->depth; i++) {
		address[i] = kmap_atomic(k->page[k->live[i].page]);
		shown &= *(u64 *)address[i] == stamp(k->live[i].page);
	}
	while (undo--)
		kunmap_atomic(address[--i]);
	*depth = current->pagefault_disabled - faults;
	preempted = preempt_count() - preempt;
	while (i)
		kunmap_atomic(address[--i]);
	s->calls += 2 * k->depth;
	if (IS_ENABLED(CONFIG_PREEMPT_COUNT) && !IS_ENABLED(CONFIG_PREEMPT_RT) && preempted != *depth)
		pr_warn("daxspec: page faults disabled %d deep, preemption %d deep\n", *depth, preempted);
	return shown && current->pagefault_disabled == faults;
}

static int answer(struct outcome *o, s64 result, int depth)
{
	see_result(o, result);
	see(o, DAXSPEC_DEPTH, depth);
	see(o, DAXSPEC_MISUSE, DAXSPEC_NO_MISUSE);
	return 0;
}

static int map(struct session *s, u64 page, struct outcome *o)
{
	struct kmap_state *k = state_of(s);
	bool fine;
	int depth;

	if (!k)
		return -ENOMEM;
	if (k->depth == MAX_DEPTH)
		return -EOPNOTSUPP;
	k->live[k->depth].number = k->next;
	k->live[k->depth++].page = page % PAGES;
	fine = carry_out(s, 0, &depth);
	return answer(o, fine ? (s64)k->next++ : -EFAULT, depth);
}

static int unmap(struct session *s, u64 number, bool by_page, struct outcome *o)
{
	struct kmap_state *k = s->kmap;
	bool fine;
	int depth;

	if (by_page || !k || !k->depth || k->live[k->depth - 1].number != number)
		return -EOPNOTSUPP;
	fine = carry_out(s, 1, &depth);
	k->depth--;
	return answer(o, fine ? 0 : -EFAULT, depth);
}

u32 kmap_depth(const struct session *s)
{
	return s->kmap ? s->kmap->depth : 0;
}

int kmap_op(struct session *s, u32 code, const u64 *arg, struct outcome *o)
{
	switch (code) {
	case DAXSPEC_KMAP_ATOMIC:
		return map(s, arg[0], o);
	case DAXSPEC_KUNMAP_ATOMIC:
		return unmap(s, arg[0], arg[1], o);
	}
	return -EOPNOTSUPP;
}

int kmap_start(struct session *s)
{
	s->kmap = NULL;
	return 0;
}

void kmap_stop(struct session *s)
{
	struct kmap_state *k = s->kmap;
	unsigned int i;

	if (!k)
		return;
	for (i = 0; i < PAGES; i++) {
		if (k->page[i])
			__free_page(k->page[i]);
	}
	kfree(k);
	s->kmap = NULL;
}
