// SPDX-License-Identifier: GPL-2.0
/*
 * Survives what a function under test does to the kernel.
 *
 * A page fault or a general protection fault inside a guarded call reaches the die notifier, which sends the task back to
 * where the call was made. By then the kernel has printed what takes it longer than a hundred calls: where nobody is to read
 * that, a kprobe on the function that would report a page fault comes first, and so one does for a warning.
 *
 * A call that does not return is looked at by a thread on another CPU: it has the worker's CPU take NMIs. The first of them has
 * the call go on step by step (step.c): one that comes to the very same state again and again, to the last register, goes in
 * circles and is ended, and that circle is known from then on (circle.c). One that is found inside too many samples, in whatever
 * state, has lasted too long, and the NMI handler sends the task back. What is counted are steps and samples taken on the worker's
 * CPU, not time: a virtual CPU that its host does not run must not look like a livelock.
 *
 * There is one guarded call at a time: main.c holds a mutex. With guard=0 calls are not guarded: what they do to the kernel, they
 * do to the machine.
 */
#include <linux/cpu.h>
#include <linux/delay.h>
#include <linux/kdebug.h>
#include <linux/kernel.h>
#include <linux/kprobes.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/notifier.h>
#include <linux/preempt.h>
#include <linux/printk.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/sched/task_stack.h>
#include <linux/version.h>
#include <linux/wait.h>
#if LINUX_VERSION_CODE >= KERNEL_VERSION(5, 14, 0)
#include <linux/panic_notifier.h>
#endif
#include <asm/apic.h>
#include <asm/cpufeature.h>
#include <asm/debugreg.h>
#include <asm/nmi.h>
#include <asm/special_insns.h>
#include <asm/traps.h>
#include "compat.h"
#include "probe.h"

static unsigned int livelock_samples = 24;
module_param(livelock_samples, uint, 0644);
MODULE_PARM_DESC(livelock_samples, "NMIs taken inside one call, about 2 ms apart, before it counts as a livelock whatever it does");

static bool guarding = true;
module_param_named(guard, guarding, bool, 0400);
MODULE_PARM_DESC(guard, "0: a call that faults or never returns is not ended, and takes the machine with it");

struct guard_frame {
	unsigned long sp;		/* guard_entry.S knows the offsets of these two */
	u32 armed;

	void (*fn)(void *arg);
	void *arg;
	struct task_struct *task;
	unsigned long flags;
	struct guarded *result;

	/* What the sampling is about: one call. */
	u32 call;
	u32 samples;
	u32 sent;			/* an NMI is on its way: LOOK or SAMPLE */
	struct steps steps;
	u32 steps_left;			/* at the last sample */
};

int guard_enter(struct guard_frame *frame);
void guard_body(struct guard_frame *frame);
extern const char guard_resume[];
extern const char guard_return[];

/* How many times as long a call may last that prints. */
#define PATIENCE 4
/* Each takes microseconds. */
#define MAX_STEPS 8192
/*
 * The watcher looks every tenth of a millisecond. A call that lasts so long is soon looked at for circles that are known, which costs
 * little; a sample is taken of what lasts longer.
 */
#define SAMPLE_LOOKS 20
#define LOOK 1
#define SAMPLE 2

static struct guard_frame guard;		/* of the worker, which the watcher looks after */
static struct guard_frame of_thread[DAXSPEC_MAX_THREADS];
static int worker_cpu;
static struct task_struct *watcher;
static DECLARE_WAIT_QUEUE_HEAD(watch_wait);
static bool watching;
static int saved_loglevel;
static bool quiet;
static bool loud;

void guard_body(struct guard_frame *frame)
{
	frame->fn(frame->arg);
}

/* The call that the running task is in; NULL: none. */
static struct guard_frame *calling(void)
{
	int i;

	if (READ_ONCE(guard.task) == current)
		return &guard;
	for (i = 0; i < DAXSPEC_MAX_THREADS; i++)
		if (READ_ONCE(of_thread[i].task) == current)
			return &of_thread[i];
	return NULL;
}

bool guard_calling(void)
{
	return calling();
}

/* The same, where it can be ended. */
static struct guard_frame *guarded_call(void)
{
	struct guard_frame *frame = calling();

	return frame && READ_ONCE(frame->armed) ? frame : NULL;
}

/* The interrupted code is the guarded call itself: process context, on the task's own stack, below the saved frame. */
static bool inside(const struct guard_frame *frame, const struct pt_regs *regs, unsigned int count)
{
	unsigned long stack = (unsigned long)task_stack_page(current);

	return frame && !(count & (HARDIRQ_MASK | NMI_MASK | SOFTIRQ_OFFSET)) && regs->sp > stack && regs->sp <= frame->sp;
}

static void send_to_resume(const struct guard_frame *frame, struct pt_regs *regs)
{
	regs->ip = (unsigned long)guard_resume;
	regs->sp = frame->sp;
	regs->ax = 1;
	regs->flags = frame->flags;
}

static void give_up(const struct pt_regs *regs)
{
	if (!quiet)
		return;
	quiet = false;
	console_loglevel = CONSOLE_LOGLEVEL_MOTORMOUTH;
	/* The trace so far went into the log only. */
	pr_emerg("daxspec: not recoverable at %pS, address %lx\n", (void *)regs->ip, read_cr2());
	dump_stack();
}

static void end_call(struct guard_frame *frame, struct pt_regs *regs, bool page_fault, unsigned long address)
{
	frame->result->ip = regs->ip;
	frame->result->address = address;
	if (page_fault && (regs->ip < PAGE_SIZE || address < PAGE_SIZE))
		frame->result->fault = DAXSPEC_NULL_CALL;
	else
		frame->result->fault = DAXSPEC_WILD_ACCESS;
	send_to_resume(frame, regs);
}

static int guard_step(struct pt_regs *regs);

static int guard_die(struct notifier_block *block, unsigned long event, void *data)
{
	struct die_args *args = data;
	struct guard_frame *frame = guarded_call();
	struct pt_regs *regs = args->regs;
	bool page_fault;

	/* What is pointed to is DR6. */
	if (event == DIE_DEBUG && regs && !user_mode(regs) && *(unsigned long *)args->err & DR_STEP)
		return guard_step(regs);
	if (event != DIE_OOPS && event != DIE_GPF)
		return NOTIFY_DONE;
	if (!regs || user_mode(regs))
		return NOTIFY_DONE;
	if (!inside(frame, regs, preempt_count())) {
		if (event == DIE_OOPS)
			give_up(regs);
		return NOTIFY_DONE;
	}
	page_fault = event == DIE_OOPS && !strcmp(args->str, "Oops");
	end_call(frame, regs, page_fault, page_fault ? read_cr2() : 0);
	return NOTIFY_STOP;
}

static struct notifier_block guard_die_block = {
	.notifier_call = guard_die,
	.priority = INT_MAX,
};

/* A panic does not raise a console's level of 0: its words so far went into the log only, which goes with the machine. */
static int guard_panic(struct notifier_block *block, unsigned long event, void *message)
{
	if (quiet) {
		quiet = false;
		console_loglevel = CONSOLE_LOGLEVEL_MOTORMOUTH;
		pr_emerg("Kernel panic - not syncing: %s\n", (const char *)message);
		dump_stack();
	}
	return NOTIFY_DONE;
}

static struct notifier_block guard_panic_block = {
	.notifier_call = guard_panic,
	.priority = INT_MAX,
};

/* ---- faults that nobody wants to read about ---- */

static const struct exception_table_entry *(*find_fixup)(unsigned long address);

/* Arguments: the fault's frame, its error code, its address. Returns with the frame changed, as if the fault was mended. */
static int report_enter(struct kprobe *kprobe, struct pt_regs *regs)
{
	struct guard_frame *frame = guarded_call();
	struct pt_regs *fault = (void *)regs->di;
	unsigned int count = preempt_count();

	/* A probe that is a breakpoint counts as an NMI. */
	if (in_nmi())
		count -= NMI_OFFSET + HARDIRQ_OFFSET;
	if (READ_ONCE(loud) || user_mode(fault) || !inside(frame, fault, count))
		return 0;
	/* What the kernel is prepared for. Older kernels look only later. */
	if (find_fixup(fault->ip))
		return 0;
	end_call(frame, fault, true, regs->dx);
	regs->ip = (unsigned long)guard_return;
	return 1;
}

static void report_left(struct kprobe *kprobe, struct pt_regs *regs, unsigned long flags)
{
	/* That there is one lets report_enter change where the function goes on, also when the probe stands on ftrace. */
}

static struct kprobe report_probe = {
	.pre_handler = report_enter,
	.post_handler = report_left,
};

/* A warning: what says where it is and how the call got there. That there was one is on record. */
static int warn_enter(struct kprobe *kprobe, struct pt_regs *regs)
{
	struct guard_frame *frame = guarded_call();
	unsigned int count = preempt_count();

	if (in_nmi())
		count -= NMI_OFFSET + HARDIRQ_OFFSET;
	if (READ_ONCE(loud) || !frame || count & (HARDIRQ_MASK | NMI_MASK | SOFTIRQ_OFFSET))
		return 0;
	frame->result->warned = true;
	regs->ip = (unsigned long)guard_return;
	return 1;
}

static struct kprobe warn_probe = {
	.symbol_name = "__warn",
	.pre_handler = warn_enter,
	.post_handler = report_left,
};

/* Without them all goes well, if slower. */
static void report_init(void)
{
	static const char * const names[] = { "page_fault_oops", "no_context" };
	int i, err = register_kprobe(&warn_probe);

	if (err) {
		warn_probe.symbol_name = NULL;
		pr_info("daxspec: no probe on the report of a warning: %d\n", err);
	}
	err = -ENOENT;

	find_fixup = symbol("search_exception_tables");
	for (i = 0; find_fixup && err && i < ARRAY_SIZE(names); i++) {
		report_probe.addr = NULL;
		report_probe.flags = 0;
		report_probe.symbol_name = names[i];
		err = register_kprobe(&report_probe);
	}
	if (err) {
		report_probe.symbol_name = NULL;
		pr_info("daxspec: no probe on the report of a page fault: %d\n", err);
	}
}

static void report_exit(void)
{
	if (warn_probe.symbol_name)
		unregister_kprobe(&warn_probe);
	if (report_probe.symbol_name)
		unregister_kprobe(&report_probe);
}

void guard_loud(bool on)
{
	WRITE_ONCE(loud, on);
}

/*
 * Where an NMI returns to: ip, cs, flags, sp. Without FRED the entry code returns by a copy of the interrupted frame that lies right
 * behind pt_regs, so that nested NMIs can be told to run again; changes of pt_regs alone are lost. NULL: it is not where it should be.
 */
static unsigned long *nmi_return(struct pt_regs *regs)
{
	unsigned long *frame = (unsigned long *)(regs + 1);

#ifdef X86_FEATURE_FRED
	if (boot_cpu_has(X86_FEATURE_FRED))
		frame = &regs->ip;
#endif
	return frame[0] == regs->ip && frame[2] == regs->flags && frame[3] == regs->sp ? frame : NULL;
}

static bool nmi_return_to_resume(struct pt_regs *regs)
{
	unsigned long *frame = nmi_return(regs);

	if (!frame)
		return false;
	frame[0] = (unsigned long)guard_resume;
	frame[2] = guard.flags;
	frame[3] = guard.sp;
	regs->ax = 1;
	return true;
}

/* From here on the call goes step by step. */
static void begin_steps(struct pt_regs *regs)
{
	unsigned long *frame;
	struct where where;

	if (guard.steps.begun)
		return;
	frame = nmi_return(regs);
	if (!frame)
		return;
	where_is(regs, &where);
	if (!where.known || where.printing)
		return;
	steps_begin(&guard.steps, MAX_STEPS, 0);
	if (where.outer)
		where.outer->flags |= X86_EFLAGS_TF;
	else
		frame[2] |= X86_EFLAGS_TF;
}

/* An exception counts itself as an NMI and as a hard interrupt. */
bool guard_inside(const struct pt_regs *regs)
{
	return guarded_call() == &guard && inside(&guard, regs, preempt_count() - NMI_OFFSET - HARDIRQ_OFFSET);
}

void guard_in_circles(struct pt_regs *regs)
{
	guard.steps.under_way = false;
	guard.result->fault = DAXSPEC_LIVELOCK;
	guard.result->ip = regs->ip;
	send_to_resume(&guard, regs);
}

/* A step of the worker was made. Of one that was not asked for, flags that were saved in between have brought the order back. */
static int guard_step(struct pt_regs *regs)
{
	if (guard.task != current || raw_smp_processor_id() != worker_cpu || !guard.steps.begun)
		return NOTIFY_DONE;
	regs->flags &= ~X86_EFLAGS_TF;
	if (!guard.steps.under_way || !guard_inside(regs)) {
		guard.steps.under_way = false;
		return NOTIFY_STOP;
	}
	switch (steps_next(&guard.steps, regs)) {
	case STEPS_GO_ON:
		regs->flags |= X86_EFLAGS_TF;
		break;
	case STEPS_IN_CIRCLES:
		circles_learn(guard.steps.head, 0);
		guard_in_circles(regs);
		break;
	default:
		break;
	}
	return NOTIFY_STOP;
}

/* The call has had its time. What cut into it, a warning that is being printed mostly, must come to its end. */
static void cut_short(struct pt_regs *regs, u32 limit)
{
	unsigned long ip = regs->ip;
	struct where where;

	where_is(regs, &where);
	/* On the way into an interrupt or out of one, mostly: the next sample will tell. */
	if (!where.known)
		return;
	if (where.outer) {
		/* A call that warns again and again gets on, if slowly: it may still come to an end. */
		if (guard.samples < PATIENCE * limit || where.outer->ip == (unsigned long)guard_resume)
			return;
		guard.result->fault = DAXSPEC_LIVELOCK;
		guard.result->ip = where.outer->ip;
		send_to_resume(&guard, where.outer);
		return;
	}
	/* printk's locks must not be left behind. */
	if (where.printing && guard.samples < PATIENCE * PATIENCE * limit)
		return;
	if (nmi_return_to_resume(regs)) {
		guard.result->fault = DAXSPEC_LIVELOCK;
		guard.result->ip = ip;
		/* What did nothing but count for so long is taken to go on so. */
		if (guard.steps.counters_seen)
			circles_learn(guard.steps.head, guard.steps.counters_seen);
	}
}

static int guard_nmi(unsigned int type, struct pt_regs *regs)
{
	u32 limit = READ_ONCE(livelock_samples), sent = READ_ONCE(guard.sent);

	if (raw_smp_processor_id() != worker_cpu || !sent)
		return NMI_DONE;
	WRITE_ONCE(guard.sent, 0);
	/* An oops that is being printed is progress. */
	if (user_mode(regs) || oops_in_progress || !guard_inside(regs))
		return NMI_HANDLED;
	if (sent == LOOK) {
		circles_look();
		return NMI_HANDLED;
	}
	/* A step takes longer than what it is a step of. Where none came since the last sample, the call lost the flag that asks for them. */
	if (guard.steps.under_way && guard.steps.left != guard.steps_left) {
		guard.steps_left = guard.steps.left;
		return NMI_HANDLED;
	}
	guard.steps.under_way = false;
	guard.samples++;
	if (guard.samples >= limit)
		cut_short(regs, limit);
	else
		begin_steps(regs);
	return NMI_HANDLED;
}

static int guard_watch(void *unused)
{
	while (!kthread_should_stop()) {
		u32 call, looks = 0, patience = 0;

		wait_event_interruptible(watch_wait, READ_ONCE(watching) || kthread_should_stop());
		call = READ_ONCE(guard.call);
		while (READ_ONCE(watching) && !kthread_should_stop()) {
			usleep_range(100, 110);
			if (call != READ_ONCE(guard.call) || !READ_ONCE(guard.armed)) {
				call = READ_ONCE(guard.call);
				looks = 0;
				continue;
			}
			if (looks++ ? (looks - 1) % SAMPLE_LOOKS : !circles_known())
				continue;
			/* One at a time: each is one sample. An NMI may be lost among others, so in the end ask again. */
			if (READ_ONCE(guard.sent) && ++patience < 500)
				continue;
			patience = 0;
			WRITE_ONCE(guard.sent, looks == 1 ? LOOK : SAMPLE);
			apic->send_IPI(worker_cpu, NMI_VECTOR);
		}
	}
	return 0;
}

static void call(struct guard_frame *frame, void (*fn)(void *arg), void *arg, struct guarded *result)
{
	unsigned int count = preempt_count();
	int pagefaults = current->pagefault_disabled;
#ifdef CONFIG_PREEMPT_RCU
	int sections = current->rcu_read_lock_nesting;
#endif

	*result = (struct guarded) { .fault = DAXSPEC_NO_FAULT };
	frame->fn = fn;
	frame->arg = arg;
	WRITE_ONCE(frame->task, current);
	frame->flags = native_save_fl();
	frame->result = result;
	barrier();
	if (guarding)
		guard_enter(frame);
	else
		fn(arg);
	barrier();
	if (irqs_disabled())
		local_irq_enable();
	current->pagefault_disabled = pagefaults;
#ifdef CONFIG_PREEMPT_RCU
	while (current->rcu_read_lock_nesting > sections)
		rcu_read_unlock();
#endif
	if (preempt_count() != count)
		preempt_count_set(count);
	WRITE_ONCE(frame->task, NULL);
}

void guard_call(void (*fn)(void *arg), void *arg, struct guarded *result)
{
	guard.samples = 0;
	guard.steps.begun = false;
	guard.steps.under_way = false;
	guard.steps.counters_seen = 0;
	guard.steps_left = 0;
	WRITE_ONCE(guard.call, guard.call + 1);
	if (guarding)
		circles_begin(worker_cpu);
	call(&guard, fn, arg, result);
	if (guarding)
		circles_end();
	cond_resched();
}

void guard_thread_call(unsigned int thread, void (*fn)(void *arg), void *arg, struct guarded *result)
{
	call(&of_thread[thread], fn, arg, result);
}

bool guard_present(void)
{
	return guarding;
}

int guard_cpu(void)
{
	return worker_cpu;
}

void guard_start(void)
{
	if (!guarding)
		return;
	saved_loglevel = console_loglevel;
	console_loglevel = 0;
	quiet = true;
	WRITE_ONCE(watching, true);
	wake_up(&watch_wait);
}

void guard_stop(void)
{
	if (!guarding)
		return;
	WRITE_ONCE(watching, false);
	quiet = false;
	console_loglevel = saved_loglevel;
}

int guard_init(void)
{
	int watch_cpu, err;

	worker_cpu = cpumask_first(cpu_online_mask);
	if (!guarding)
		return 0;
	where_init();
	watch_cpu = cpumask_next(worker_cpu, cpu_online_mask);
	err = register_die_notifier(&guard_die_block);
	if (err)
		return err;
	atomic_notifier_chain_register(&panic_notifier_list, &guard_panic_block);
	report_init();
	if (watch_cpu >= nr_cpu_ids) {
		pr_info("daxspec: one CPU only: a livelock will not be survived\n");
		return 0;
	}
	err = register_nmi_handler(NMI_LOCAL, guard_nmi, 0, "daxspec");
	if (err)
		goto no_handler;
	watcher = kthread_create(guard_watch, NULL, "daxspec_watch");
	if (IS_ERR(watcher)) {
		err = PTR_ERR(watcher);
		watcher = NULL;
		goto no_watcher;
	}
	kthread_bind(watcher, watch_cpu);
	wake_up_process(watcher);
	return 0;

no_watcher:
	unregister_nmi_handler(NMI_LOCAL, "daxspec");
no_handler:
	report_exit();
	atomic_notifier_chain_unregister(&panic_notifier_list, &guard_panic_block);
	unregister_die_notifier(&guard_die_block);
	return err;
}

void guard_exit(void)
{
	if (!guarding)
		return;
	if (watcher) {
		kthread_stop(watcher);
		unregister_nmi_handler(NMI_LOCAL, "daxspec");
	}
	circles_exit();
	report_exit();
	atomic_notifier_chain_unregister(&panic_notifier_list, &guard_panic_block);
	unregister_die_notifier(&guard_die_block);
}
