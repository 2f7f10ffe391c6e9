// SPDX-License-Identifier: GPL-2.0
/*
 * iomap_start and iomap_iter: the kernel's own iomap_iter() over a file system that answers what the history says.
 * What the kernel would warn of is passed on: it is part of what is asked.
 */
#include <linux/errno.h>
#include <linux/fs.h>
#include <linux/iomap.h>
#include <linux/slab.h>
#include <linux/string.h>
#include "compat.h"
#include "probe.h"

#if SINCE(5, 15)

/* From 6.15 on the body moves the iterator on by itself and leaves a status. */
#define ITER_HAS_STATUS (SINCE(6, 15))

/* IOMAP_F_STALE in the flags of a history, whatever bit a release uses. */
#define HISTORY_STALE 0x100

/* Arguments of iomap_iter. */
enum {
	PROCESSED, BEGIN, OFFSET, LENGTH, TYPE, FLAGS, END, SRC_TYPE, SRC_OFFSET, SRC_LENGTH,
};

struct iomap_state {
	struct iomap_iter iter;
	const u64 *arg;
	bool begun, ended;
	u64 end_length, end_written;
	/* Only trace points and callbacks look at these: a number of a device, of an inode, a size. */
	struct inode inode;
	struct super_block sb;
};

/* Neither is exported. */
static typeof(&iomap_iter) kernel_iomap_iter;
#if ITER_HAS_STATUS
static typeof(&iomap_iter_advance) kernel_iomap_iter_advance;
#endif

static int history_begin(struct inode *inode, loff_t pos, loff_t length, unsigned int flags, struct iomap *iomap,
			 struct iomap *srcmap)
{
	struct iomap_state *state = container_of(inode, struct iomap_state, inode);
	const u64 *arg = state->arg;

	state->begun = true;
	if ((int)arg[BEGIN])
		return (int)arg[BEGIN];
	iomap->addr = IOMAP_NULL_ADDR;
	iomap->offset = arg[OFFSET];
	iomap->length = arg[LENGTH];
	iomap->type = arg[TYPE];
	/* An iterator does not always come with a clean mapping. */
	iomap->flags = 0;
#ifdef IOMAP_F_STALE
	if (arg[FLAGS] & HISTORY_STALE)
		iomap->flags = IOMAP_F_STALE;
#endif
	if (arg[SRC_TYPE] != IOMAP_HOLE) {
		srcmap->addr = IOMAP_NULL_ADDR;
		srcmap->offset = arg[SRC_OFFSET];
		srcmap->length = arg[SRC_LENGTH];
		srcmap->type = arg[SRC_TYPE];
	}
	return 0;
}

static int history_end(struct inode *inode, loff_t pos, loff_t length, ssize_t written, unsigned int flags,
		       struct iomap *iomap)
{
	struct iomap_state *state = container_of(inode, struct iomap_state, inode);

	state->ended = true;
	state->end_length = length;
	state->end_written = written;
	return (int)state->arg[END];
}

static const struct iomap_ops history_ops = {
	.iomap_begin	= history_begin,
	.iomap_end	= history_end,
};

/* The body of the loop reports, in the form that this kernel has. */
static void report(struct iomap_iter *iter, s64 processed)
{
#if ITER_HAS_STATUS
	iter->status = processed < 0 ? (int)processed : kernel_iomap_iter_advance(iter, processed);
#else
	iter->processed = processed;
#endif
}

static void iterate(struct session *s, struct iomap_state *state, const u64 *arg, struct outcome *o)
{
	struct iomap_iter *iter = &state->iter;
	int result;

	state->arg = arg;
	state->begun = state->ended = false;
	report(iter, arg[PROCESSED]);
	s->calls++;
	result = kernel_iomap_iter(iter, &history_ops);
	see_result(o, result);
	see(o, DAXSPEC_POS, iter->pos);
	see(o, DAXSPEC_LEN, iter->len);
	see(o, DAXSPEC_MAP_OFFSET, iter->iomap.offset);
	see(o, DAXSPEC_MAP_LENGTH, iter->iomap.length);
	see(o, DAXSPEC_BEGUN, state->begun);
	see(o, DAXSPEC_ENDED, state->ended);
	if (state->ended) {
		see(o, DAXSPEC_END_LENGTH, state->end_length);
		see(o, DAXSPEC_END_WRITTEN, state->end_written);
	}
}

int iomap_op(struct session *s, u32 code, const u64 *arg, struct outcome *o)
{
	struct iomap_state *state = s->iomap;

	if (!kernel_iomap_iter)
		return -EOPNOTSUPP;
	if (!state) {
		state = kzalloc(sizeof(*state), GFP_KERNEL);
		if (!state)
			return -ENOMEM;
		s->iomap = state;
		state->inode.i_sb = &state->sb;
		state->iter.inode = &state->inode;
	}
	switch (code) {
	case DAXSPEC_IOMAP_START:
		memset(&state->iter, 0, sizeof(state->iter));
		state->iter.inode = &state->inode;
		state->iter.pos = arg[0];
		state->iter.len = arg[1];
		state->iter.flags = arg[2];
		see_result(o, 0);
		see(o, DAXSPEC_POS, state->iter.pos);
		see(o, DAXSPEC_LEN, state->iter.len);
		return 0;
	case DAXSPEC_IOMAP_ITER:
		iterate(s, state, arg, o);
		return 0;
	}
	return -EOPNOTSUPP;
}

int iomap_init(void)
{
#if ITER_HAS_STATUS
	kernel_iomap_iter_advance = symbol("iomap_iter_advance");
	if (!kernel_iomap_iter_advance)
		return -EOPNOTSUPP;
#endif
	kernel_iomap_iter = symbol("iomap_iter");
	return kernel_iomap_iter ? 0 : -EOPNOTSUPP;
}

#else

int iomap_op(struct session *s, u32 code, const u64 *arg, struct outcome *o)
{
	return -EOPNOTSUPP;
}

int iomap_init(void)
{
	return -EOPNOTSUPP;
}

#endif

int iomap_start(struct session *s)
{
	s->iomap = NULL;
	return 0;
}

void iomap_stop(struct session *s)
{
	kfree(s->iomap);
	s->iomap = NULL;
}
