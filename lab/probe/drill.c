// SPDX-License-Identifier: GPL-2.0
/*
 * What a broken driver may do to a machine, done to it in earnest: for tests of what survives that. With the module
 * parameter drill= each dax_alive does it in place of the call.
 */
#include <linux/irqflags.h>
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/reboot.h>
#include <linux/sched.h>
#include <linux/smp.h>
#include <linux/string.h>
#include "compat.h"
#include "probe.h"

static char *drill;
module_param(drill, charp, 0400);
MODULE_PARM_DESC(drill, "what dax_alive does to the machine: panic, triple, off, asleep, deaf; default: nothing");

static void spin(void *unused)
{
	local_irq_disable();
	for (;;)
		cpu_relax();
}

static void die_by_panic(void)
{
	panic("daxspec: a drill");
}

/* An exception without a table of handlers resets the processor. Nothing is logged. */
static void die_by_triple_fault(void)
{
	struct {
		u16 size;
		u64 address;
	} __packed no_table = { };

	local_irq_disable();
	asm volatile("lidt %0\n\tint3" : : "m" (no_table));
}

static void die_by_power_off(void)
{
	kernel_power_off();
}

/* Nobody wakes it, and no signal does. */
static void sleep_for_ever(void)
{
	for (;;) {
		set_current_state(TASK_UNINTERRUPTIBLE);
		schedule();
	}
}

/* No CPU takes an interrupt any more: neither the guard's thread nor the watchdog's runs again. */
static void deafen_all(void)
{
	smp_call_function(spin, NULL, 0);
	spin(NULL);
}

static const struct {
	const char *name;
	void (*run)(void);
} drills[] = {
	{ "panic", die_by_panic },
	{ "triple", die_by_triple_fault },
	{ "off", die_by_power_off },
	{ "asleep", sleep_for_ever },
	{ "deaf", deafen_all },
};

void drill_run(void)
{
	int i;

	for (i = 0; drill && i < ARRAY_SIZE(drills); i++)
		if (!strcmp(drill, drills[i].name))
			drills[i].run();
}

int drill_init(void)
{
	int i;

	for (i = 0; i < ARRAY_SIZE(drills); i++)
		if (!drill || !strcmp(drill, drills[i].name))
			return 0;
	pr_err("daxspec: drill=%s is none\n", drill);
	return -EINVAL;
}
