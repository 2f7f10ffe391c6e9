// SPDX-License-Identifier: GPL-2.0
/* Where a CPU is inside a guarded call, by the kernel's own unwinder: a stack holds old words that only look like frames. */
#include <linux/kernel.h>
#include <linux/sched.h>
#include <asm/ptrace.h>
#include <asm/unwind.h>
#include "compat.h"
#include "probe.h"

/* Where the code of a guarded call's frame begins and ends. */
extern const char guard_enter[], guard_return[];

static unsigned long printk_start, printk_size;

void where_is(struct pt_regs *regs, struct where *where)
{
	struct unwind_state state;

	*where = (struct where) { };
	for (unwind_start(&state, current, regs, NULL); !unwind_done(&state) && !unwind_error(&state); unwind_next_frame(&state)) {
		unsigned long address = unwind_get_return_address(&state);
		bool partial;
		struct pt_regs *cut = unwind_get_entry_regs(&state, &partial);

		/* An interrupt that has not saved all registers yet, or has restored some, must come to its end. */
		if (cut && partial)
			return;
		if (cut && cut != regs)
			where->outer = cut;
		if (address - printk_start < printk_size)
			where->printing = true;
		if (address >= (unsigned long)guard_enter && address < (unsigned long)guard_return) {
			where->known = true;
			return;
		}
	}
}

void where_init(void)
{
	int (*size_of)(unsigned long address, unsigned long *size, unsigned long *offset) = symbol("kallsyms_lookup_size_offset");
	unsigned long offset;

	printk_start = (unsigned long)symbol("vprintk_emit");
	if (!size_of || !printk_start || !size_of(printk_start, &printk_size, &offset))
		printk_size = 0;
}
