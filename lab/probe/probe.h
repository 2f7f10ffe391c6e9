/* SPDX-License-Identifier: GPL-2.0 */
/* The parts of the probe and what they owe each other. */
#ifndef DAXSPEC_INTERNAL_H
#define DAXSPEC_INTERNAL_H

#include <linux/badblocks.h>
#include <linux/dax.h>
#include <linux/types.h>
#include <asm/ptrace.h>
#include "daxspec_probe.h"

/*
 * The device that a history runs on: made by the probe (made.c) or opened (provider.c). Pages are pages of the data
 * area, from 0; "resource" is the memory from its first byte, data_offset included.
 */
struct subject {
	const struct subject_type *type;
	struct dax_device *dax;		/* NULL: the history's caller holds a null pointer */
	struct badblocks *bb;		/* the table that badblocks_* operate on; NULL: not observable */
	void *base;			/* where the resource's first byte is mapped: kaddr is told relative to it */
	bool scattered;			/* the pages lie in several places: base tells of page 0 alone */
	u64 size, data_offset, phys_addr;
	u64 frames;			/* added to frame numbers before they are shown */
	u32 pfn_pad;
	u64 pages;			/* whole pages of the data area */
	struct block_device *bdev;	/* the disk that dax_supported is asked about; NULL: not observable */
	s64 clear;			/* what one clear-poison command achieves */
};

struct subject_type {
	/* Brings the device into the history's state. -EOPNOTSUPP: not realisable here. Anything of earlier histories is undone. */
	int (*reset)(struct subject *s, const struct daxspec_history *h, const struct daxspec_bad *bad);
	/* A page of the data area through mapping 0 or 1, or NULL where it is not really backed or not mapped so. */
	void *(*page)(struct subject *s, u64 pgoff, unsigned int mapping);
	/* Bytes of the resource are about to be written by an operation or a store: for reset. */
	void (*dirty)(struct subject *s, u64 pgoff, u64 pages);
	/* An address that a call handed out, as bytes from the start of the resource (of a stacked device: of the provider's page). */
	u64 (*relative)(struct subject *s, const void *kaddr);
	/* Pages that can be touched from kaddr on: lie wholly inside the resource. U64_MAX: some of them are not backed here. */
	u64 (*touchable)(struct subject *s, const void *kaddr, u64 pages);
	/* True when address is the resource's own, backed or not: a fault there says nothing about the driver. */
	bool (*owns)(struct subject *s, unsigned long address);
	void (*close)(struct subject *s);
};

/* window.c */
#define WINDOW_MAPPINGS 2
#define WINDOW_ENDS 2048u		/* pages backed at either end of a large resource */
#define WINDOW_POOL (2 * WINDOW_ENDS)

struct window {
	unsigned long base[WINDOW_MAPPINGS];	/* where the resource's first byte is mapped */
	u64 total;			/* pages of the resource */
	u64 head, tail;			/* of them backed at its ends */
};

int window_init(void);
void window_exit(void);
/* A window that shows a resource of so many pages, until the next one is shown. To be called on the worker's CPU. */
struct window *window_show(u64 total);
/* This CPU looks addresses up anew: on any but the worker's, before a window is used. */
void window_forget(void);
/* The pool's page: [0, head) is the resource's beginning, [WINDOW_ENDS, WINDOW_ENDS + tail) its end. */
void *window_page(unsigned int index);

/* made.c */
void made_exit(void);
/* A table of nd_pmem's own functions with the members that DAXSPEC_OPS_ bits name. False: this kernel has no nd_pmem. */
bool made_table(struct dax_operations *table, u32 ops);
bool made_possible(void);
struct subject *made_open(const char *disk, struct daxspec_device *device);
/* provider.c */
struct subject *provider_open(const struct daxspec_open *open, struct daxspec_device *device);

/* What is seen of one operation; answer.c. */
struct outcome {
	u32 kind, seen, untouched;
	u64 value[DAXSPEC_ASPECTS];
};

static inline void see(struct outcome *o, enum daxspec_aspect aspect, u64 value)
{
	o->kind = DAXSPEC_ANSWERED;
	o->seen |= 1u << aspect;
	o->value[aspect] = value;
}

static inline void see_untouched(struct outcome *o, enum daxspec_aspect aspect)
{
	see(o, aspect, 0);
	o->untouched |= 1u << aspect;
}

static inline void see_result(struct outcome *o, s64 result)
{
	see(o, DAXSPEC_RESULT, result);
	see(o, DAXSPEC_FAILED, result < 0);
}

/* digest.c: Conformance.Reference/Histories/Digest.cs, InitialContents.cs. */
struct digest {
	u64 a, b, c, d, length;
};

void digest_init(struct digest *digest);
void digest_word(struct digest *digest, u64 word);
void digest_bytes(struct digest *digest, const void *bytes, size_t length);
u64 digest_value(const struct digest *digest);
void initial_page(void *page, u64 pgoff);
void pattern_fill(u8 seed, u64 start, void *destination, size_t length);

/*
 * guard.c: calls fn(arg) so that a page fault, a call through NULL or a livelock inside ends the call and not the
 * machine. Afterwards the preemption count, disabled page faults and interrupts are as before.
 */
struct guarded {
	enum daxspec_fault fault;
	unsigned long address;		/* of a wild access */
	unsigned long ip;		/* where */
	bool warned;			/* a warning was not printed */
};

int guard_init(void);
void guard_exit(void);
bool guard_calling(void);		/* the running task is in such a call, guarded or not */
bool guard_present(void);		/* guard=0: it is not, and fn is called as it is */
/* Around a batch: the CPU that guarded calls run on, and quiet while they do. */
int guard_cpu(void);
void guard_start(void);
void guard_stop(void);
/* Off: the kernel is not let report a fault that the guard ends, nor a warning inside a call. */
void guard_loud(bool on);
void guard_call(void (*fn)(void *arg), void *arg, struct guarded *result);
/* The same in a thread of a history, up to DAXSPEC_MAX_THREADS at a time; only that nobody looks for livelocks. */
void guard_thread_call(unsigned int thread, void (*fn)(void *arg), void *arg, struct guarded *result);

/* where.c: what the CPU does inside the guarded call that these registers cut into. */
struct where {
	bool known;			/* the stack is readable down to the call, and no interrupt is on its way in or out */
	bool printing;			/* inside printk */
	struct pt_regs *outer;		/* where the exception or interrupt returns to that cut into the call; NULL: none did */
};

void where_init(void);
void where_is(struct pt_regs *regs, struct where *where);

/* step.c: a call that goes on step by step, and whether it goes in circles. */
enum steps_verdict { STEPS_GO_ON, STEPS_ENOUGH, STEPS_IN_CIRCLES };

struct steps {
	bool begun;			/* in this call */
	bool under_way;
	bool waits;			/* since the mark: for another CPU */
	u32 left;			/* steps */
	u32 since, until;		/* steps since the mark, and with how many the next one is set */
	u32 met;			/* how often the mark was met again */
	u32 counted, counting;		/* how often but for a counter, and the registers that it was; a bit for each of pt_regs */
	u32 counters;			/* registers that are known to count for ever */
	struct pt_regs mark;
	unsigned long lowest, lowest_sp;	/* since the mark: the lowest address in the outermost frame */

	/* Of the circle that was found: where it begins. Of one that counts, and by which registers: it is none yet. */
	unsigned long head;
	u32 counters_seen;
};

/* A circle is met several times, all between two marks. */
void steps_begin(struct steps *steps, u32 most, u32 counters);
enum steps_verdict steps_next(struct steps *steps, const struct pt_regs *regs);

/* circle.c: circles that were found once are known again. */
void circles_learn(unsigned long head, u32 counters);	/* from the next call on */
void circles_begin(int cpu);			/* a call, on this CPU as all are */
bool circles_known(void);			/* there are any */
void circles_look(void);			/* from an NMI on, once a call: whether it is on one of them */
void circles_end(void);
void circles_exit(void);
/* guard.c: the guarded call was stopped here by an exception; and is at its end. */
bool guard_inside(const struct pt_regs *regs);
void guard_in_circles(struct pt_regs *regs);

/* watchdog.c: a request that hangs for longer than patience= ends in a panic that says where. */
int watchdog_init(const struct daxspec_journal *journal);
void watchdog_exit(void);
void watchdog_begin(void);
void watchdog_end(void);

/* drill.c: what dax_alive does to the machine in a drill; otherwise nothing. */
int drill_init(void);
void drill_run(void);

/* symbols.c: kernel functions that are not exported. NULL: this kernel has none of that name. */
void *symbol(const char *name);

/* log.c: kernel log lines at warning or above since the last call. True: there were some; text gets what says something. */
int log_init(void);
void log_forget(void);
bool log_take(char *text, size_t room, size_t *length);
/* Lets warnings that are given once be given again. */
void log_again(void);

/* Bytes that one operation writes at the most; more is not observable. */
#define DAXSPEC_MAX_WRITE (1u << 20)
#define DAXSPEC_SCRATCH (64u << PAGE_SHIFT)

/* One file descriptor's state. */
struct session {
	struct subject *subject;
	struct daxspec_device device;	/* what the subject was opened as */
	const struct daxspec_history *history;
	void *scratch;			/* DAXSPEC_SCRATCH bytes */
	void *requests, *answers;	/* main.c */
	struct iomap_state *iomap;	/* iomap.c */
	struct cow_state *cow;		/* cow.c */
	struct kmap_state *kmap;	/* kmap.c */
	struct device_state *state;	/* device.c */
	u32 read_locks;			/* read sections that this history has open: device.c keeps it */
	int section;			/* the read section of the operation itself */
	bool in_section;
	bool overlaps;			/* one thread of several: what is seen of the device after a call is not seen */
	u64 calls;
};

/*
 * The operations. Each carries one out and fills the outcome; -EOPNOTSUPP leaves it "not observable". They run inside
 * the guard. start and stop: at the start of a session's history, and of its end on every way out.
 */
int device_op(struct session *s, u32 code, const u64 *arg, struct outcome *o);	/* device.c: codes below IOMAP_START */
int memory_op(struct session *s, u32 code, const u64 *arg, struct outcome *o);	/* memory.c: load, store */
int iomap_op(struct session *s, u32 code, const u64 *arg, struct outcome *o);	/* iomap.c: IOMAP_START, IOMAP_ITER */
int kmap_op(struct session *s, u32 code, const u64 *arg, struct outcome *o);	/* kmap.c */
int cow_op(struct session *s, u32 code, const u64 *arg, struct outcome *o);	/* cow.c: DAX_IOMAP_PGOFF, COPY_COW_PAGE_DAX, COW_LOAD, COW_STORE */

/*
 * At the module's start and end. A negative result says that this kernel has no iomap_iter, that its fault path cannot
 * be taken: the module loads all the same, and the operations stay "not observable".
 */
int iomap_init(void);
int cow_init(void);
void cow_exit(void);

int iomap_start(struct session *s);
void iomap_stop(struct session *s);
int kmap_start(struct session *s);
void kmap_stop(struct session *s);
u32 kmap_depth(const struct session *s);	/* mappings that this history has open */
int cow_start(struct session *s);
void cow_stop(struct session *s);

int device_init(void);
void device_exit(void);
int device_start(struct session *s);
void device_leave(struct session *s);		/* closes the read sections, waits for kills */
void device_stop(struct session *s);		/* and lets the device live */
void device_free(struct session *s);
/* Before an operation, and after one that did not come back: read sections and locks that it left behind are closed. */
void device_before(struct session *s);
void device_recover(struct session *s);

/* threads.c: a history whose operations overlap. The caller has brought the device into its state. */
struct overlapping {
	const struct daxspec_op *op;
	struct outcome outcome;
	u32 began, ended;
};

int threads_run(struct session *s, const struct daxspec_history *h, struct overlapping *operations, u32 *under_way);

/* device.c, for those who write: contents of the window around a written range, Observation.Window. */
void see_window(struct session *s, struct outcome *o, u64 pgoff, u64 offset, u64 bytes, unsigned int mapping);

#endif
