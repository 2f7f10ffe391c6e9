// SPDX-License-Identifier: GPL-2.0
/*
 * Whether a call goes in circles. State after state is held against a mark, a state that was reached earlier; the distance at which
 * the next mark is set doubles, so that it comes to lie on the circle and to be met again, however long the way there was.
 *
 * Registers that come back, all of them, on a way of which every step was seen, will come back for ever, unless something in
 * memory counts. What waits for another CPU is made so, and says so by a pause.
 */
#include <linux/kernel.h>
#include <linux/string.h>
#include <asm/ptrace.h>
#include "compat.h"
#include "probe.h"

/* As many circles are no coincidence. */
#define ENOUGH_MET 8
/* Each takes microseconds. A circle must be met ENOUGH_MET times between two marks. */
#define MAX_STEPS 8192

void steps_begin(struct steps *steps)
{
	*steps = (struct steps) { .begun = true, .under_way = true, .left = MAX_STEPS, .until = 1 };
}

static bool pauses(const struct pt_regs *regs)
{
	static const u8 pause[] = { 0xf3, 0x90 };

	return !memcmp((void *)regs->ip, pause, sizeof(pause));
}

static u64 state_of(const struct pt_regs *regs)
{
	struct digest digest;

	digest_init(&digest);
	digest_bytes(&digest, regs, sizeof(*regs));
	return digest_value(&digest);
}

enum steps_verdict steps_next(struct steps *steps, const struct pt_regs *regs)
{
	u64 state = state_of(regs);

	steps->waits |= pauses(regs);
	steps->since++;
	if (state == steps->mark && ++steps->met >= ENOUGH_MET && !steps->waits) {
		steps->under_way = false;
		return STEPS_IN_CIRCLES;
	}
	if (steps->since == steps->until) {
		steps->mark = state;
		steps->since = 0;
		steps->until *= 2;
		steps->met = 0;
		steps->waits = false;
	}
	if (!--steps->left) {
		steps->under_way = false;
		return STEPS_ENOUGH;
	}
	return STEPS_GO_ON;
}
