// SPDX-License-Identifier: GPL-2.0
/*
 * Windows: stretches of vmalloc space of which only a made device's resource is mapped, so that what a function reads or writes
 * beside it really faults. Each resource is mapped twice, the second time for loads and stores.
 *
 * All windows show the same pages. Mapping thousands of them takes as long as hundreds of calls, so that large resources keep a
 * window each until there is no other left for a new one; small ones share one, in which little has to change.
 */
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/gfp.h>
#include <linux/irqflags.h>
#include <linux/mm.h>
#include <linux/string.h>
#include <linux/vmalloc.h>
#include <asm/special_insns.h>
#include "compat.h"
#include "probe.h"

#define WINDOWS 24
#define SMALL 64			/* pages of a resource that shares window 0 */
/* Unmapped bytes before and behind: no round number, so that no round page offset leads from one window into another. */
#define BESIDE (77ul << 30)
#define SPAN (512ul << 20)		/* bytes of a resource that can be backed */
#define FEW 32				/* translations that are forgotten one by one */

struct mapping {
	struct vm_struct *area;
	pte_t *head[WINDOW_POOL], *tail[WINDOW_ENDS];
};

struct mapped_window {
	struct window window;
	struct mapping *mapping[WINDOW_MAPPINGS];
	u64 tail_at;			/* page of the window where the tail's PTEs lie */
	u64 used;			/* when, by the count of uses */
};

/* Memory is taken once and kept until the module goes. */
static struct page *pool[WINDOW_POOL];
static pte_t entry[WINDOW_POOL];	/* of a page table, for each of them */
static struct mapped_window windows[WINDOWS];
static struct mm_struct *kernel_mm;
static struct vm_struct *(*get_area)(unsigned long size, unsigned long flags);
static u64 uses;

/* ---- page tables ---- */

static int collect_pte(pte_t *pte, unsigned long address, void *data)
{
	pte_t ***next = data;

	*(*next)++ = pte;
	return 0;
}

static int collect_ptes(unsigned long address, u64 pages, pte_t **ptes)
{
	return apply_to_page_range(kernel_mm, address, pages << PAGE_SHIFT, collect_pte, &ptes);
}

void window_forget(void)
{
	unsigned long flags, cr4;

	local_irq_save(flags);
	cr4 = native_read_cr4();
	asm volatile("mov %0, %%cr4" : : "r" (cr4 ^ X86_CR4_PGE) : "memory");
	asm volatile("mov %0, %%cr4" : : "r" (cr4) : "memory");
	local_irq_restore(flags);
}

/* Only the worker's CPU uses the addresses, and this runs there; but for threads, which begin with window_forget. */
static void forget_translations(unsigned long address, unsigned int pages)
{
	if (pages <= FEW)
		for (; pages; pages--, address += PAGE_SIZE)
			asm volatile("invlpg (%0)" : : "r" (address) : "memory");
	else
		window_forget();
}

/* PTEs from, to (not included): these entries, or none. Within a page table they are copied: one by one takes as long as a call. */
static void put(pte_t **ptes, unsigned int from, unsigned int to, const pte_t *entries)
{
	while (from < to) {
		unsigned int table = PTRS_PER_PTE - offset_in_page(ptes[from]) / sizeof(pte_t), n = min(table, to - from);

		if (entries) {
			memcpy(ptes[from], entries, n * sizeof(pte_t));
			entries += n;
		} else {
			memset(ptes[from], 0, n * sizeof(pte_t));
		}
		from += n;
	}
}

static void unmap(pte_t **ptes, unsigned int from, unsigned int to, unsigned long address)
{
	if (from >= to)
		return;
	put(ptes, from, to, NULL);
	forget_translations(address + ((u64)from << PAGE_SHIFT), to - from);
}

static void map_head(struct mapped_window *w, unsigned int pages)
{
	unsigned int m;

	for (m = 0; m < WINDOW_MAPPINGS; m++) {
		put(w->mapping[m]->head, w->window.head, pages, entry + w->window.head);
		unmap(w->mapping[m]->head, pages, w->window.head, w->window.base[m]);
	}
	w->window.head = pages;
}

static void unmap_tail(struct mapped_window *w)
{
	unsigned int m;

	for (m = 0; m < WINDOW_MAPPINGS; m++)
		unmap(w->mapping[m]->tail, 0, w->window.tail, w->window.base[m] + (w->tail_at << PAGE_SHIFT));
	w->window.tail = 0;
}

static int map_tail(struct mapped_window *w, u64 at)
{
	unsigned int m;

	if (w->window.tail && at == w->tail_at)
		return 0;
	unmap_tail(w);
	for (m = 0; m < WINDOW_MAPPINGS; m++)
		if (collect_ptes(w->window.base[m] + (at << PAGE_SHIFT), WINDOW_ENDS, w->mapping[m]->tail))
			return -ENOMEM;
	for (m = 0; m < WINDOW_MAPPINGS; m++)
		put(w->mapping[m]->tail, 0, WINDOW_ENDS, entry + WINDOW_ENDS);
	w->tail_at = at;
	w->window.tail = WINDOW_ENDS;
	return 0;
}

/* ---- windows ---- */

static int make(struct mapped_window *w)
{
	unsigned int m;

	for (m = 0; m < WINDOW_MAPPINGS; m++) {
		struct mapping *mapping = w->mapping[m];

		if (!mapping)
			mapping = w->mapping[m] = vzalloc(sizeof(*mapping));
		if (!mapping)
			return -ENOMEM;
		if (!mapping->area)
			mapping->area = get_area(BESIDE + SPAN + BESIDE, VM_MAP);
		if (!mapping->area)
			return -ENOMEM;
		w->window.base[m] = (unsigned long)mapping->area->addr + BESIDE;
		if (collect_ptes(w->window.base[m], WINDOW_POOL, mapping->head))
			return -ENOMEM;
	}
	return 0;
}

/* The one that shows so many pages already, else the one to change. */
static struct mapped_window *choose(u64 total)
{
	struct mapped_window *oldest = &windows[1];
	unsigned int i;

	if (total <= SMALL)
		return &windows[0];
	for (i = 1; i < WINDOWS; i++) {
		if (windows[i].window.total == total)
			return &windows[i];
		if (windows[i].used < oldest->used)
			oldest = &windows[i];
	}
	return oldest;
}

struct window *window_show(u64 total)
{
	struct mapped_window *w = choose(total);
	int err = 0;

	w->used = ++uses;
	if (w->window.total == total && w->mapping[WINDOW_MAPPINGS - 1])
		return &w->window;
	w->window.total = 0;
	if (!w->window.base[WINDOW_MAPPINGS - 1])
		err = make(w);
	if (err)
		return ERR_PTR(err);
	if (total <= WINDOW_POOL || total > SPAN >> PAGE_SHIFT)
		unmap_tail(w);
	else
		err = map_tail(w, total - WINDOW_ENDS);
	if (err)
		return ERR_PTR(err);
	map_head(w, total <= WINDOW_POOL ? total : WINDOW_ENDS);
	w->window.total = total;
	return &w->window;
}

void *window_page(unsigned int index)
{
	return page_address(pool[index]);
}

int window_init(void)
{
	unsigned int i;

	if (kernel_mm && pool[WINDOW_POOL - 1])
		return 0;
	kernel_mm = symbol("init_mm");
	get_area = symbol("get_vm_area");
	if (!kernel_mm || !get_area)
		return -EOPNOTSUPP;
	for (i = 0; i < WINDOW_POOL; i++) {
		if (!pool[i])
			pool[i] = alloc_page(GFP_KERNEL);
		if (!pool[i])
			return -ENOMEM;
		entry[i] = mk_pte(pool[i], PAGE_KERNEL);
	}
	return 0;
}

void window_exit(void)
{
	unsigned int i, m;

	for (i = 0; i < WINDOWS; i++) {
		struct mapped_window *w = &windows[i];

		if (w->window.base[WINDOW_MAPPINGS - 1]) {
			map_head(w, 0);
			unmap_tail(w);
		}
		for (m = 0; m < WINDOW_MAPPINGS; m++) {
			if (w->mapping[m] && w->mapping[m]->area)
				free_vm_area(w->mapping[m]->area);
			vfree(w->mapping[m]);
		}
	}
	for (i = 0; i < WINDOW_POOL; i++)
		if (pool[i])
			__free_page(pool[i]);
}
