// SPDX-License-Identifier: GPL-2.0
/*
 * Ends a machine that the guard could not save: a task that sleeps for ever, a lock that nobody gives back, a call without
 * the guard. A thread on another CPU than the worker's looks whether the journal moves while a request is under way. If it
 * does not, the kernel says where the worker is, and panics. It counts its own wake-ups, not time: a machine that its host
 * does not run must not look like one that hangs.
 *
 * That thread hangs too when nothing runs any more: a hardware watchdog is for that, which the relay keeps from firing.
 */
#include <linux/cpumask.h>
#include <linux/delay.h>
#include <linux/kernel.h>
#include <linux/kthread.h>
#include <linux/module.h>
#include <linux/printk.h>
#include <linux/sched.h>
#include <linux/sched/debug.h>
#include <linux/string.h>
#include <linux/version.h>
#include "compat.h"
#include "probe.h"

/* Milliseconds. */
#define WAKE_UP 250

static unsigned int patience;
module_param(patience, uint, 0400);
MODULE_PARM_DESC(patience, "seconds without a new operation after which the machine panics; 0: never");

static struct task_struct *watcher;
static struct task_struct *worker;
static const struct daxspec_journal *diary;
static u32 requests;

#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 6, 0)
typedef int exclude_t;
#define EXCLUDE_NONE -1
#else
typedef bool exclude_t;
#define EXCLUDE_NONE false
#endif

/* Where the worker is: by an NMI if it runs, interrupts on or off. */
static void show_worker(void)
{
	void (*backtrace)(const struct cpumask *mask, exclude_t exclude) = symbol("arch_trigger_cpumask_backtrace");

	if (!READ_ONCE(worker->on_cpu))
		sched_show_task(worker);
	else if (backtrace)
		backtrace(cpumask_of(guard_cpu()), EXCLUDE_NONE);
}

static void give_up(const struct daxspec_journal *at)
{
	console_loglevel = CONSOLE_LOGLEVEL_MOTORMOUTH;
	pr_emerg("daxspec: no progress in history %llu, operation %u\n", at->number, at->operation);
	show_worker();
	panic("daxspec: history %llu, operation %u has not returned for %u s", at->number, at->operation, patience);
}

static int watch(void *unused)
{
	struct daxspec_journal seen = { };
	unsigned int still = 0;
	u32 request = 0;

	while (!kthread_should_stop()) {
		msleep_interruptible(WAKE_UP);
		if (!READ_ONCE(worker) || request != READ_ONCE(requests) || memcmp(&seen, diary, sizeof(seen))) {
			request = READ_ONCE(requests);
			seen = *diary;
			still = 0;
		} else if (++still >= patience * (1000 / WAKE_UP)) {
			give_up(&seen);
		}
	}
	return 0;
}

void watchdog_begin(void)
{
	WRITE_ONCE(requests, requests + 1);
	WRITE_ONCE(worker, current);
}

void watchdog_end(void)
{
	WRITE_ONCE(worker, NULL);
}

int watchdog_init(const struct daxspec_journal *journal)
{
	int cpu = cpumask_next(guard_cpu(), cpu_online_mask);

	if (!patience)
		return 0;
	diary = journal;
	watcher = kthread_create(watch, NULL, "daxspec_watchdog");
	if (IS_ERR(watcher)) {
		int err = PTR_ERR(watcher);

		watcher = NULL;
		return err;
	}
	if (cpu < nr_cpu_ids)
		kthread_bind(watcher, cpu);
	wake_up_process(watcher);
	return 0;
}

void watchdog_exit(void)
{
	if (watcher)
		kthread_stop(watcher);
}
