// SPDX-License-Identifier: GPL-2.0
/*
 * The kernel probe: /dev/daxspec. Histories come in, each operation is carried out on the running kernel's own functions,
 * what was seen goes back. Nothing that comes from user space is believed, but what is a function's to judge is passed on
 * to the function.
 */
#include <linux/capability.h>
#include <linux/fs.h>
#include <linux/io.h>
#include <linux/kernel.h>
#include <linux/ktime.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/uaccess.h>
#include <linux/utsname.h>
#include <linux/vmalloc.h>
#include "compat.h"
#include "probe.h"

#define MAX_BUFFER (4u << 20)
#define LOG_ROOM 2048
#define MAX_DELAY 1000u		/* microseconds, with interrupts on */
#define OUTCOME_ROOM (sizeof(struct daxspec_outcome) + DAXSPEC_ASPECTS * sizeof(u64) + LOG_ROOM)

static unsigned long journal;
module_param(journal, ulong, 0400);
MODULE_PARM_DESC(journal, "physical address of a reserved page that tells which operation is under way; 0: none");

static DEFINE_MUTEX(one_at_a_time);
static struct daxspec_journal *diary, diary_of_its_own;
static u32 features;

/* By op code: arguments, and whether what follows in a history depends on it having been carried out. */
static const struct {
	u8 args;
	bool changes;
	bool overlaps;			/* a thread can do it */
} op_spec[DAXSPEC_OPERATIONS] = {
	[DAXSPEC_ALLOC_DAX] = { 0, false },
	[DAXSPEC_DAX_DIRECT_ACCESS] = { 5, false, true },
	[DAXSPEC_PMEM_DAX_DIRECT_ACCESS] = { 5, false, true },
	[DAXSPEC_DAX_ZERO_PAGE_RANGE] = { 2, true, true },
	[DAXSPEC_PMEM_DAX_ZERO_PAGE_RANGE] = { 2, true, true },
	[DAXSPEC_DAX_RECOVERY_WRITE] = { 4, true, true },
	[DAXSPEC_PMEM_RECOVERY_WRITE] = { 4, true, true },
	[DAXSPEC_DAX_SUPPORTED] = { 3, false },
	[DAXSPEC_BADBLOCKS_SET] = { 3, true, true },
	[DAXSPEC_BADBLOCKS_CLEAR] = { 2, true, true },
	[DAXSPEC_BADBLOCKS_CHECK] = { 2, false, true },
	[DAXSPEC_KILL_DAX] = { 0, true, true },
	[DAXSPEC_RUN_DAX] = { 0, true, true },
	[DAXSPEC_DAX_ALIVE] = { 0, false, true },
	[DAXSPEC_DAX_READ_LOCK] = { 0, true, true },
	[DAXSPEC_DAX_READ_UNLOCK] = { 0, true, true },
	[DAXSPEC_IOMAP_START] = { 3, true },
	[DAXSPEC_IOMAP_ITER] = { 10, true },
	[DAXSPEC_DAX_IOMAP_PGOFF] = { 3, false },
	[DAXSPEC_KMAP_ATOMIC] = { 1, true },
	[DAXSPEC_KUNMAP_ATOMIC] = { 2, true },
	[DAXSPEC_COPY_COW_PAGE_DAX] = { 3, true },
	[DAXSPEC_LOAD] = { 2, false },
	[DAXSPEC_STORE] = { 5, true },
	[DAXSPEC_COW_LOAD] = { 0, false },
	[DAXSPEC_COW_STORE] = { 3, true },
	[DAXSPEC_FAULT_PAGE] = { 3, false },
	[DAXSPEC_PREAD] = { 3, false },
	[DAXSPEC_PWRITE] = { 4, true },
	[DAXSPEC_READ_DIRECT] = { 2, false },
	[DAXSPEC_WRITE_DIRECT] = { 3, true },
	[DAXSPEC_MAP_SYNC] = { 0, false },
};

/* ---- requests ---- */

static int refuse(const char *why, u64 at)
{
	pr_info_ratelimited("daxspec: request refused: %s at byte %llu\n", why, at);
	return -EINVAL;
}

/* The history at an offset of the buffer is well formed: nothing of it is looked at again with distrust. */
static int check(const u8 *buffer, u64 bytes, u64 at)
{
	const struct daxspec_history *h = (const void *)(buffer + at);
	const u8 *p, *end;
	u64 of_threads = 0;
	u32 i;

	if (bytes - at < sizeof(*h))
		return refuse("a history is cut short", at);
	if (h->magic != DAXSPEC_HISTORY_MAGIC)
		return refuse("no history", at);
	if (h->bytes < sizeof(*h) || h->bytes > bytes - at || h->bytes % 8)
		return refuse("a history of an impossible length", at);
	p = (const u8 *)(h + 1);
	end = (const u8 *)h + h->bytes;
	if (h->bad > (end - p) / sizeof(struct daxspec_bad))
		return refuse("more bad ranges than bytes", at);
	if (h->threads > DAXSPEC_MAX_THREADS)
		return refuse("more threads than there can be", at);
	for (i = 0; i < h->threads; i++)
		of_threads += h->length[i];
	if (h->threads && of_threads != h->operations)
		return refuse("threads that share out another number of operations", at);
	p += h->bad * sizeof(struct daxspec_bad);
	for (i = 0; i < h->operations; i++) {
		const struct daxspec_op *op = (const void *)p;

		if (end - p < sizeof(*op))
			return refuse("an operation is cut short", at);
		if (op->code >= DAXSPEC_OPERATIONS || op->args != op_spec[op->code].args)
			return refuse("an unknown operation, or one with another number of arguments", at);
		if (h->threads && !op_spec[op->code].overlaps)
			return refuse("an operation that threads cannot do", at);
		if (op->delay > (h->threads ? MAX_DELAY : 0))
			return refuse("an operation that waits too long", at);
		p += sizeof(*op);
		if ((end - p) / 8 < op->args)
			return refuse("an operation's arguments are cut short", at);
		p += op->args * 8;
	}
	if (p != end)
		return refuse("something behind the last operation", at);
	return 0;
}

/* ---- answers ---- */

struct answers {
	u8 *buffer;
	size_t room, used;
};

static void put_outcome(struct answers *a, const struct outcome *o, u32 began, u32 ended, const char *log, size_t log_bytes)
{
	struct daxspec_outcome *to = (void *)(a->buffer + a->used);
	size_t padded = ALIGN(log_bytes, 8);
	u64 *value = (u64 *)(to + 1);
	int i;

	*to = (struct daxspec_outcome) {
		.kind = o->kind, .seen = o->seen, .untouched = o->untouched, .log = log_bytes, .began = began, .ended = ended,
	};
	for (i = 0; i < DAXSPEC_ASPECTS; i++)
		if (o->seen & 1u << i)
			*value++ = o->value[i];
	memset(value, 0, padded);
	memcpy(value, log, log_bytes);
	a->used = (u8 *)value + padded - a->buffer;
}

/* ---- carrying out ---- */

struct call {
	struct session *session;
	u32 code;
	const u64 *arg;
	const struct daxspec_bad *bad;
	struct outcome outcome;
	int result;
};

static void carry(void *data)
{
	struct call *call = data;
	struct session *s = call->session;
	u32 code = call->code;

	if (code == DAXSPEC_DAX_ALIVE)
		drill_run();
	if (code < DAXSPEC_IOMAP_START)
		call->result = device_op(s, code, call->arg, &call->outcome);
	else if (code == DAXSPEC_IOMAP_START || code == DAXSPEC_IOMAP_ITER)
		call->result = iomap_op(s, code, call->arg, &call->outcome);
	else if (code == DAXSPEC_KMAP_ATOMIC || code == DAXSPEC_KUNMAP_ATOMIC)
		call->result = kmap_op(s, code, call->arg, &call->outcome);
	else if (code == DAXSPEC_LOAD || code == DAXSPEC_STORE)
		call->result = memory_op(s, code, call->arg, &call->outcome);
	else
		call->result = cow_op(s, code, call->arg, &call->outcome);
}

static void reset(void *data)
{
	struct call *call = data;
	struct session *s = call->session;

	call->result = s->subject->type->reset(s->subject, s->history, call->bad);
}

static int start(struct session *s)
{
	int err = device_start(s);

	if (err)
		return err;
	err = iomap_start(s);
	if (err)
		goto no_iomap;
	err = kmap_start(s);
	if (err)
		goto no_kmap;
	err = cow_start(s);
	if (!err)
		return 0;
	kmap_stop(s);
no_kmap:
	iomap_stop(s);
no_iomap:
	device_stop(s);
	return err;
}

static void stop(struct session *s)
{
	cow_stop(s);
	kmap_stop(s);
	iomap_stop(s);
	device_stop(s);
}

/* The operations one by one. True: there was something in the kernel's log. */
static bool one_by_one(struct session *s, const struct daxspec_history *h, const u8 *p, struct answers *answers, u64 *nanoseconds)
{
	static char log[LOG_ROOM];
	struct call call = { .session = s };
	bool over = false, logged = false;
	struct guarded guarded;
	size_t log_bytes;
	u32 i;

	for (i = 0; i < h->operations; i++) {
		const struct daxspec_op *op = (const void *)p;
		bool warned;
		u64 began;

		p += sizeof(*op) + op->args * 8;
		memset(&call.outcome, 0, sizeof(call.outcome));
		log_bytes = 0;
		if (over) {
			put_outcome(answers, &call.outcome, 0, 0, log, 0);
			continue;
		}
		call.code = op->code;
		call.arg = (const u64 *)(op + 1);
		device_before(s);
		diary->operation = i;
		began = ktime_get_ns();
		guard_call(carry, &call, &guarded);
		*nanoseconds += ktime_get_ns() - began;
		warned = log_take(log, sizeof(log), &log_bytes) | guarded.warned;
		logged |= warned;
		if (guarded.fault) {
			memset(&call.outcome, 0, sizeof(call.outcome));
			over = true;
			device_recover(s);
			/* Of the described device's own memory, which only is not backed here. */
			if (guarded.fault == DAXSPEC_WILD_ACCESS && s->subject->type->owns(s->subject, guarded.address)) {
				log_bytes = 0;
			} else {
				see(&call.outcome, DAXSPEC_FAULT, guarded.fault);
				/* The kernel says so; of a general protection fault it does only when nobody catches it. */
				warned |= guarded.fault != DAXSPEC_LIVELOCK;
				if (h->flags & DAXSPEC_LOUD)
					pr_info("daxspec: history %llu, operation %u: fault %d at %pS\n", h->number, i,
						guarded.fault, (void *)guarded.ip);
			}
		} else if (call.result) {
			memset(&call.outcome, 0, sizeof(call.outcome));
			over = op_spec[op->code].changes;
		}
		if (call.outcome.kind == DAXSPEC_ANSWERED)
			see(&call.outcome, DAXSPEC_WARNED, warned);
		put_outcome(answers, &call.outcome, 0, 0, log, log_bytes);
	}
	return logged;
}

/* The operations on threads. What the kernel logged is told of the last one. */
static int together(struct session *s, const struct daxspec_history *h, const u8 *p, struct answers *answers, u64 *nanoseconds, bool *logged)
{
	static char log[LOG_ROOM];
	struct overlapping *operations;
	size_t log_bytes = 0;
	u64 began;
	int err;
	u32 i;

	operations = kvcalloc(h->operations, sizeof(*operations), GFP_KERNEL);
	if (!operations)
		return -ENOMEM;
	for (i = 0; i < h->operations; i++) {
		operations[i] = (struct overlapping) { .op = (const void *)p, .began = DAXSPEC_NEVER, .ended = DAXSPEC_NEVER };
		p += sizeof(*operations[i].op) + operations[i].op->args * 8;
	}
	began = ktime_get_ns();
	err = threads_run(s, h, operations, &diary->operation);
	*nanoseconds += ktime_get_ns() - began;
	*logged |= log_take(log, sizeof(log), &log_bytes);
	for (i = 0; !err && i < h->operations; i++)
		put_outcome(answers, &operations[i].outcome, operations[i].began, operations[i].ended, log, i + 1 == h->operations ? log_bytes : 0);
	kvfree(operations);
	return err;
}

/* One history; the answers have room for it. */
static int run_history(struct session *s, const struct daxspec_history *h, struct answers *answers, u64 *nanoseconds)
{
	static char log[LOG_ROOM];
	size_t at = answers->used;
	struct daxspec_answer *answer = (void *)(answers->buffer + at);
	struct call call = { .session = s, .bad = (const void *)(h + 1) };
	const u8 *p = (const u8 *)(call.bad + h->bad);
	struct guarded guarded;
	size_t log_bytes;
	bool logged;
	int err;

	*answer = (struct daxspec_answer) { .magic = DAXSPEC_ANSWER_MAGIC, .number = h->number };
	answers->used += sizeof(*answer);
	s->history = h;
	diary->number = h->number;
	diary->operation = DAXSPEC_NO_OPERATION;
	barrier();
	diary->busy = 1;
	guard_loud(h->flags & DAXSPEC_LOUD);
	guard_call(reset, &call, &guarded);
	logged = guarded.warned;
	if (guarded.fault || call.result) {
		if (guarded.fault && s->subject->bb)
			seqlock_init(&s->subject->bb->lock);
		logged |= log_take(log, sizeof(log), &log_bytes);
		answer->status = DAXSPEC_NOT_REALISED;
		goto out;
	}
	err = start(s);
	if (err) {
		diary->busy = 0;
		return err;
	}
	logged |= log_take(log, sizeof(log), &log_bytes);
	if (h->threads)
		err = together(s, h, p, answers, nanoseconds, &logged);
	else
		logged |= one_by_one(s, h, p, answers, nanoseconds);
	stop(s);
	if (err) {
		diary->busy = 0;
		return err;
	}
	answer->outcomes = h->operations;
	logged |= log_take(log, sizeof(log), &log_bytes);
out:
	if (logged)
		log_again();
	diary->busy = 0;
	diary->done++;
	answer->bytes = answers->used - at;
	return 0;
}

static long run(struct session *s, struct daxspec_run __user *user)
{
	struct answers answers = { };
	struct daxspec_run args;
	cpumask_var_t cpus;
	u64 at, calls;
	u8 *requests;
	long err;

	if (copy_from_user(&args, user, sizeof(args)))
		return -EFAULT;
	if (!s->subject)
		return -ENODEV;
	if (!args.request_bytes || args.request_bytes > MAX_BUFFER)
		return refuse("an empty request, or more than fits", 0);
	if (!s->requests)
		s->requests = vmalloc(MAX_BUFFER);
	if (!s->answers)
		s->answers = vmalloc(MAX_BUFFER);
	if (!s->requests || !s->answers || !alloc_cpumask_var(&cpus, GFP_KERNEL))
		return -ENOMEM;
	requests = s->requests;
	answers.buffer = s->answers;
	answers.room = min_t(u64, args.answer_bytes, MAX_BUFFER);
	err = -EFAULT;
	if (copy_from_user(requests, (void __user *)(unsigned long)args.requests, args.request_bytes))
		goto free_mask;
	for (at = 0; at < args.request_bytes; at += ((struct daxspec_history *)(requests + at))->bytes) {
		err = check(requests, args.request_bytes, at);
		if (err)
			goto free_mask;
	}

	cpumask_copy(cpus, current->cpus_ptr);
	err = set_cpus_allowed_ptr(current, cpumask_of(guard_cpu()));
	if (err)
		goto free_mask;
	args.histories = 0;
	args.nanoseconds = 0;
	calls = s->calls;
	/* kill_dax waits for readers: the same wait, but sooner. */
	rcu_expedite_gp();
	guard_start();
	log_forget();
	for (at = 0; at < args.request_bytes;) {
		const struct daxspec_history *h = (const void *)(requests + at);

		if (answers.room - answers.used < sizeof(struct daxspec_answer) + (u64)h->operations * OUTCOME_ROOM)
			break;
		err = run_history(s, h, &answers, &args.nanoseconds);
		if (err)
			break;
		args.histories++;
		at += h->bytes;
		if (signal_pending(current))
			break;
	}
	guard_stop();
	rcu_unexpedite_gp();
	set_cpus_allowed_ptr(current, cpus);
	if (err)
		goto free_mask;
	args.answer_bytes = answers.used;
	args.calls = s->calls - calls;
	if (copy_to_user((void __user *)(unsigned long)args.answers, answers.buffer, answers.used) ||
	    copy_to_user(user, &args, sizeof(args)))
		err = -EFAULT;
free_mask:
	free_cpumask_var(cpus);
	return err;
}

/* ---- the device file ---- */

static void close_subject(struct session *s)
{
	if (s->subject)
		s->subject->type->close(s->subject);
	s->subject = NULL;
}

static bool terminated(const char *path)
{
	return strnlen(path, DAXSPEC_PATH) < DAXSPEC_PATH;
}

static long open_provider(struct session *s, struct daxspec_open __user *user)
{
	struct daxspec_open *args = memdup_user(user, sizeof(*args));
	struct subject *subject;
	unsigned int i, j;
	long err = 0;

	if (IS_ERR(args))
		return PTR_ERR(args);
	memset(&args->device, 0, sizeof(args->device));
	if (args->segments > DAXSPEC_MAX_SEGMENTS || !terminated(args->path))
		err = refuse("an impossible provider", 0);
	for (i = 0; !err && i < args->segments; i++) {
		if (args->segment[i].stripes > DAXSPEC_MAX_STRIPES)
			err = refuse("too many stripes", 0);
		for (j = 0; !err && j < args->segment[i].stripes; j++)
			if (!terminated(args->segment[i].disk[j]))
				err = refuse("a disk without an end", 0);
	}
	if (err)
		goto out;
	close_subject(s);
	subject = args->provider == DAXSPEC_MADE ? made_open(args->path, &args->device) : provider_open(args, &args->device);
	if (IS_ERR(subject)) {
		err = PTR_ERR(subject);
		goto out;
	}
	s->subject = subject;
	s->device = args->device;
	if (copy_to_user(user, args, sizeof(*args)))
		err = -EFAULT;
out:
	kfree(args);
	return err;
}

static long info(struct daxspec_info __user *user)
{
	struct daxspec_info args = {
		.version = DAXSPEC_VERSION, .aspects = DAXSPEC_ASPECTS, .operations = DAXSPEC_OPERATIONS, .features = features,
	};

	strscpy(args.release, utsname()->release, sizeof(args.release));
	return copy_to_user(user, &args, sizeof(args)) ? -EFAULT : 0;
}

static long probe_ioctl(struct file *file, unsigned int command, unsigned long arg)
{
	struct session *s = file->private_data;
	long err;

	if (!capable(CAP_SYS_ADMIN))
		return -EPERM;
	if (mutex_lock_interruptible(&one_at_a_time))
		return -ERESTARTSYS;
	watchdog_begin();
	switch (command) {
	case DAXSPEC_IOC_INFO:
		err = info((void __user *)arg);
		break;
	case DAXSPEC_IOC_OPEN:
		err = open_provider(s, (void __user *)arg);
		break;
	case DAXSPEC_IOC_RUN:
		err = run(s, (void __user *)arg);
		break;
	default:
		err = -ENOTTY;
		break;
	}
	watchdog_end();
	mutex_unlock(&one_at_a_time);
	return err;
}

static int probe_open(struct inode *inode, struct file *file)
{
	struct session *s;

	if (!capable(CAP_SYS_ADMIN))
		return -EPERM;
	s = kzalloc(sizeof(*s), GFP_KERNEL);
	if (!s)
		return -ENOMEM;
	s->scratch = vmalloc(DAXSPEC_SCRATCH);
	if (!s->scratch) {
		kfree(s);
		return -ENOMEM;
	}
	file->private_data = s;
	return 0;
}

static int probe_release(struct inode *inode, struct file *file)
{
	struct session *s = file->private_data;

	mutex_lock(&one_at_a_time);
	close_subject(s);
	mutex_unlock(&one_at_a_time);
	device_free(s);
	vfree(s->requests);
	vfree(s->answers);
	vfree(s->scratch);
	kfree(s);
	return 0;
}

static const struct file_operations probe_fops = {
	.owner = THIS_MODULE,
	.open = probe_open,
	.release = probe_release,
	.unlocked_ioctl = probe_ioctl,
	.llseek = noop_llseek,
};

static struct miscdevice probe_device = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "daxspec",
	.mode = 0600,
	.fops = &probe_fops,
};

static int __init probe_init(void)
{
	int err;

	diary = &diary_of_its_own;
	if (journal) {
		diary = memremap(journal, PAGE_SIZE, MEMREMAP_WB);
		if (!diary)
			return -ENOMEM;
	}
	*diary = (struct daxspec_journal) { .magic = DAXSPEC_JOURNAL_MAGIC };
	err = drill_init();
	if (err)
		goto no_device;
	log_init();
	err = device_init();
	if (err)
		goto no_device;
	err = guard_init();
	if (err)
		goto no_guard;
	err = watchdog_init(diary);
	if (err)
		goto no_watchdog;
	if (guard_present())
		features |= DAXSPEC_HAS_GUARD;
	if (made_possible())
		features |= DAXSPEC_HAS_MADE;
	if (!iomap_init())
		features |= DAXSPEC_HAS_IOMAP_ITER;
	if (!cow_init())
		features |= DAXSPEC_HAS_FAULT_PATH;
	err = misc_register(&probe_device);
	if (!err)
		return 0;
	cow_exit();
	watchdog_exit();
no_watchdog:
	guard_exit();
no_guard:
	device_exit();
no_device:
	if (journal)
		memunmap(diary);
	return err;
}

static void __exit probe_exit(void)
{
	misc_deregister(&probe_device);
	watchdog_exit();
	cow_exit();
	guard_exit();
	made_exit();
	device_exit();
	if (journal)
		memunmap(diary);
}

module_init(probe_init);
module_exit(probe_exit);
MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("Carries histories of DAX operations out on the running kernel's own functions");
