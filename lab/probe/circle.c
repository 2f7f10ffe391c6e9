// SPDX-License-Identifier: GPL-2.0
/*
 * Circles that were proven step by step, once each. Hardware breakpoints stop a call that lasts at the head of each of them; one that
 * comes there again and again in the very same state is on it, and is ended without thousands of steps. One that comes there often
 * and does not is let run on without stops.
 *
 * The breakpoints are perf's, which finds the handler of a stop. Only while a call that lasts is looked at are they on: every
 * exception takes longer then, and under emulation all that is on the page.
 */
#include <linux/hw_breakpoint.h>
#include <linux/kernel.h>
#include <linux/perf_event.h>
#include <asm/debugreg.h>
#include <asm/ptrace.h>
#include "compat.h"
#include "probe.h"

#define CIRCLES HBP_NUM
#define MAX_STOPS 128
/* The bit that is always there. */
#define DR7_OFF 0x400

static struct circle {
	unsigned long head;
	u32 counters;
	struct perf_event *breakpoint;
	struct steps stops;		/* of this call: after one, the next is the next step */
} circles[CIRCLES];
static unsigned int known, tried;
/* DR7 with the breakpoints on. */
static unsigned long control;
static bool on;				/* in this call */

/*
 * guard_entry.S: turns the CPU's breakpoints off and goes on where circle_left says. What a handler turns off, the kernel turns on
 * again when that is left.
 */
extern const char circle_leave[];
unsigned long circle_left;

static void turn_off(void)
{
	set_debugreg(DR7_OFF, 7);
	on = false;
}

static void stopped(struct perf_event *event, struct perf_sample_data *data, struct pt_regs *regs)
{
	struct circle *circle = event->overflow_handler_context;

	if (!guard_inside(regs))
		return;
	switch (steps_next(&circle->stops, regs)) {
	case STEPS_IN_CIRCLES:
		guard_in_circles(regs);
		break;
	case STEPS_ENOUGH:
		circle_left = regs->ip;
		regs->ip = (unsigned long)circle_leave;
		on = false;
		break;
	default:
		break;
	}
}

void circles_learn(unsigned long head, u32 counters)
{
	unsigned int i;

	for (i = 0; i < known; i++) {
		if (circles[i].head != head)
			continue;
		circles[i].counters |= counters;
		return;
	}
	if (known < CIRCLES)
		circles[known++] = (struct circle) { .head = head, .counters = counters };
}

/* Where that is refused, its circles are proven step by step each time. */
static void watch(struct circle *circle, int cpu)
{
	struct perf_event_attr attr;
	struct perf_event *event;

	hw_breakpoint_init(&attr);
	attr.bp_addr = circle->head;
	attr.bp_len = sizeof(long);
	attr.bp_type = HW_BREAKPOINT_X;
	event = perf_event_create_kernel_counter(&attr, cpu, NULL, stopped, circle);
	if (IS_ERR(event)) {
		pr_info("daxspec: no breakpoint at %pS: %ld\n", (void *)circle->head, PTR_ERR(event));
		return;
	}
	circle->breakpoint = event;
	get_debugreg(control, 7);
	turn_off();
}

void circles_begin(int cpu)
{
	for (; tried < known; tried++)
		watch(&circles[tried], cpu);
}

bool circles_known(void)
{
	return READ_ONCE(control);
}

void circles_look(void)
{
	unsigned int i;

	for (i = 0; i < known; i++)
		steps_begin(&circles[i].stops, MAX_STOPS, circles[i].counters);
	/* The kernel does not turn off on its way out of this NMI what was off on its way in. */
	on = true;
	set_debugreg(control, 7);
}

void circles_end(void)
{
	if (on)
		turn_off();
}

void circles_exit(void)
{
	unsigned int i;

	for (i = 0; i < known; i++)
		if (circles[i].breakpoint)
			perf_event_release_kernel(circles[i].breakpoint);
}
