// SPDX-License-Identifier: GPL-2.0
/*
 * Whether a call goes in circles. State after state is held against a mark, a state that was reached earlier; the distance at which
 * the next mark is set doubles, so that it comes to lie on the circle and to be met again, however long the way there was.
 *
 * Registers that come back, all of them, on a way of which every step was seen, will come back for ever, unless something in
 * memory counts. What waits for another CPU is made so, and says so by a pause. Where all but one come back, that one counts: such
 * a call may come to an end, or not; how long it lasts must tell.
 */
#include <linux/bitops.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include <asm/processor-flags.h>
#include <asm/ptrace.h>
#include "compat.h"
#include "probe.h"

/* As many circles are no coincidence. */
#define ENOUGH_MET 4

#define WORDS (sizeof(struct pt_regs) / sizeof(unsigned long))
#define REGISTER(name) BIT(offsetof(struct pt_regs, name) / sizeof(unsigned long))

void steps_begin(struct steps *steps, u32 most, u32 counters)
{
	*steps = (struct steps) { .begun = true, .under_way = true, .left = most, .until = 1, .counters = counters };
}

static bool pauses(const struct pt_regs *regs)
{
	static const u8 pause[] = { 0xf3, 0x90 };

	return !memcmp((void *)regs->ip, pause, sizeof(pause));
}

/* A bit for each register. */
static u32 differences(const struct pt_regs *a, const struct pt_regs *b)
{
	const unsigned long *p = (const unsigned long *)a, *q = (const unsigned long *)b;
	u32 i, different = 0;

	for (i = 0; i < WORDS; i++)
		if (p[i] != q[i])
			different |= BIT(i);
	/* How the call was stopped is no part of its state. */
	if (!((a->flags ^ b->flags) & ~(X86_EFLAGS_RF | X86_EFLAGS_TF)))
		different &= ~REGISTER(flags);
	return different;
}

static void meet(struct steps *steps, u32 different)
{
	if (!different) {
		steps->met++;
	} else if (hweight32(different & ~REGISTER(flags)) == 1 && !(different & (REGISTER(sp) | REGISTER(cs) | REGISTER(ss)))) {
		steps->counted++;
		steps->counting |= different;
	}
}

static void set_mark(struct steps *steps, const struct pt_regs *regs)
{
	steps->mark = *regs;
	steps->since = 0;
	steps->until *= 2;
	steps->met = 0;
	steps->counted = 0;
	steps->counting = 0;
	steps->waits = false;
	steps->lowest_sp = 0;
}

enum steps_verdict steps_next(struct steps *steps, const struct pt_regs *regs)
{
	steps->waits |= pauses(regs);
	steps->since++;
	if (regs->sp > steps->lowest_sp || (regs->sp == steps->lowest_sp && regs->ip < steps->lowest)) {
		steps->lowest = regs->ip;
		steps->lowest_sp = regs->sp;
	}
	if (regs->ip == steps->mark.ip)
		meet(steps, differences(regs, &steps->mark) & ~steps->counters);
	if (!steps->waits && steps->met >= ENOUGH_MET) {
		steps->head = steps->lowest;
		steps->under_way = false;
		return STEPS_IN_CIRCLES;
	}
	if (!steps->waits && steps->counted >= ENOUGH_MET && hweight32(steps->counting & ~REGISTER(flags)) == 1) {
		steps->head = steps->lowest;
		steps->counters_seen = steps->counting;
	}
	if (steps->since == steps->until)
		set_mark(steps, regs);
	if (!--steps->left) {
		steps->under_way = false;
		return STEPS_ENOUGH;
	}
	return STEPS_GO_ON;
}
