// SPDX-License-Identifier: GPL-2.0
/* A history whose operations overlap: a kernel thread for each of its threads. Who comes first is up to the machine. */
#include <linux/atomic.h>
#include <linux/completion.h>
#include <linux/delay.h>
#include <linux/errno.h>
#include <linux/kthread.h>
#include <linux/sched.h>
#include <linux/vmalloc.h>
#include "probe.h"

/* Nothing began or ended for so long: those that wait, wait for a read section of a thread that is through. */
#define STANDSTILL (2 * HZ)

struct race;

struct thread {
	struct session session;		/* the history's, but read sections and buffers of its own */
	struct race *race;
	unsigned int number;
	struct overlapping *first;
	u32 operations;
	bool through;
};

struct race {
	unsigned int threads;
	atomic_t ready, clock, left;
	bool over;			/* a call took the machine down, or would have */
	bool late;			/* what ends now does so because somebody helped */
	u32 *under_way;
	struct overlapping *operations;
	struct completion done;
};

struct call {
	struct thread *thread;
	struct overlapping *at;
	int result;
};

static void carry(void *data)
{
	struct call *call = data;

	call->result = device_op(&call->thread->session, call->at->op->code, (const u64 *)(call->at->op + 1), &call->at->outcome);
}

/* False: this thread does no more. */
static bool carry_out(struct thread *t, struct overlapping *at)
{
	struct call call = { .thread = t, .at = at };
	struct race *race = t->race;
	struct guarded guarded;

	if (at->op->delay)
		udelay(at->op->delay);
	if (READ_ONCE(race->over))
		return false;
	WRITE_ONCE(*race->under_way, at - race->operations);
	at->began = atomic_inc_return(&race->clock);
	guard_thread_call(t->number, carry, &call, &guarded);
	if (!READ_ONCE(race->late))
		at->ended = atomic_inc_return(&race->clock);
	if (guarded.fault) {
		at->outcome = (struct outcome) { };
		see(&at->outcome, DAXSPEC_FAULT, guarded.fault);
		at->ended = DAXSPEC_NEVER;
		WRITE_ONCE(race->over, true);
		/* Others may wait for it. */
		device_leave(&t->session);
		return false;
	}
	if (call.result)
		at->outcome = (struct outcome) { };
	return true;
}

static int thread_main(void *data)
{
	struct thread *t = data;
	struct race *race = t->race;
	u32 i;

	window_forget();
	atomic_inc(&race->ready);
	while (atomic_read(&race->ready) < race->threads) {
		if (race->threads > num_online_cpus())
			yield();
		else
			cpu_relax();
	}
	for (i = 0; i < t->operations && carry_out(t, &t->first[i]); i++)
		cond_resched();
	WRITE_ONCE(t->through, true);
	if (atomic_dec_and_test(&race->left))
		complete(&race->done);
	/* Until its memory is no longer needed. */
	set_current_state(TASK_INTERRUPTIBLE);
	while (!kthread_should_stop()) {
		schedule();
		set_current_state(TASK_INTERRUPTIBLE);
	}
	__set_current_state(TASK_RUNNING);
	return 0;
}

static int begin(struct thread *t, struct race *race, struct session *s, unsigned int number)
{
	t->race = race;
	t->number = number;
	t->session = *s;
	t->session.state = NULL;
	t->session.scratch = vmalloc(DAXSPEC_SCRATCH);
	t->session.overlaps = true;
	t->session.calls = 0;
	return t->session.scratch ? device_start(&t->session) : -ENOMEM;
}

static void wait_for_all(struct race *race, struct thread *threads)
{
	int seen = atomic_read(&race->clock);
	unsigned int i;

	while (!wait_for_completion_timeout(&race->done, STANDSTILL)) {
		int now = atomic_read(&race->clock);

		if (now == seen && atomic_read(&race->ready) == race->threads) {
			WRITE_ONCE(race->late, true);
			for (i = 0; i < race->threads; i++)
				if (READ_ONCE(threads[i].through))
					device_leave(&threads[i].session);
		}
		seen = now;
	}
}

/* -ENOMEM: nothing was carried out. */
int threads_run(struct session *s, const struct daxspec_history *h, struct overlapping *operations, u32 *under_way)
{
	struct race race = { .threads = h->threads, .under_way = under_way, .operations = operations };
	struct task_struct *task[DAXSPEC_MAX_THREADS] = { };
	unsigned int cpu = raw_smp_processor_id(), i;
	struct overlapping *at = operations;
	struct thread *threads;
	int err = -ENOMEM;

	threads = vzalloc(array_size(h->threads, sizeof(*threads)));
	if (!threads)
		return -ENOMEM;
	atomic_set(&race.left, h->threads);
	init_completion(&race.done);
	for (i = 0; i < h->threads; i++) {
		err = begin(&threads[i], &race, s, i);
		if (err)
			goto out;
		threads[i].first = at;
		threads[i].operations = h->length[i];
		at += h->length[i];
	}
	for (i = 0; i < h->threads; i++) {
		task[i] = kthread_create(thread_main, &threads[i], "daxspec_%u", i);
		if (IS_ERR(task[i])) {
			err = PTR_ERR(task[i]);
			task[i] = NULL;
			goto out;
		}
		kthread_bind(task[i], cpu);
		cpu = cpumask_next(cpu, cpu_online_mask);
		if (cpu >= nr_cpu_ids)
			cpu = cpumask_first(cpu_online_mask);
	}
	for (i = 0; i < h->threads; i++)
		wake_up_process(task[i]);
	wait_for_all(&race, threads);
out:
	for (i = 0; i < h->threads; i++)
		if (task[i])
			kthread_stop(task[i]);
	for (i = 0; i < h->threads && threads[i].race; i++) {
		if (threads[i].session.state)
			device_leave(&threads[i].session);
		s->calls += threads[i].session.calls;
		device_free(&threads[i].session);
		vfree(threads[i].session.scratch);
	}
	vfree(threads);
	return err;
}
