// SPDX-License-Identifier: GPL-2.0
/* Loads and stores through a mapping, as a caller makes them. */
#include <linux/errno.h>
#include <linux/string.h>
#include "probe.h"

static int load(struct session *s, u64 pgoff, unsigned int mapping, struct outcome *o)
{
	struct digest digest;
	void *page;

	if (pgoff >= s->subject->pages) {
		see_result(o, -EFAULT);
		return 0;
	}
	page = s->subject->type->page(s->subject, pgoff, mapping);
	if (!page)
		return -EOPNOTSUPP;
	digest_init(&digest);
	digest_bytes(&digest, page, PAGE_SIZE);
	see_result(o, 0);
	see(o, DAXSPEC_CONTENTS, digest_value(&digest));
	return 0;
}

static int store(struct session *s, u64 pgoff, u64 offset, u64 bytes, u8 seed, unsigned int mapping, struct outcome *o)
{
	struct subject *subject = s->subject;
	u64 left, page, first, last, done;

	if (pgoff >= subject->pages) {
		see_result(o, -EFAULT);
		return 0;
	}
	left = (subject->pages - pgoff) << PAGE_SHIFT;
	if (offset > left || bytes > left - offset) {
		see_result(o, -EFAULT);
		return 0;
	}
	if (bytes > DAXSPEC_MAX_WRITE)
		return -EOPNOTSUPP;
	if (bytes) {
		first = pgoff + (offset >> PAGE_SHIFT);
		last = pgoff + ((offset + bytes - 1) >> PAGE_SHIFT);
		for (page = first; page <= last; page++)
			if (!subject->type->page(subject, page, mapping))
				return -EOPNOTSUPP;
		subject->type->dirty(subject, first, last - first + 1);
		for (done = 0; done < bytes;) {
			u64 at = (pgoff << PAGE_SHIFT) + offset + done;
			u64 n = min_t(u64, bytes - done, PAGE_SIZE - (at & ~PAGE_MASK));
			void *to = subject->type->page(subject, at >> PAGE_SHIFT, mapping);

			pattern_fill(seed, done, to + (at & ~PAGE_MASK), n);
			done += n;
		}
	}
	see_result(o, 0);
	see_window(s, o, pgoff, offset, bytes, 1 - mapping);
	return 0;
}

int memory_op(struct session *s, u32 code, const u64 *arg, struct outcome *o)
{
	if (!s->history->present) {
		o->kind = DAXSPEC_NOT_SUPPORTED;
		return 0;
	}
	if (code == DAXSPEC_LOAD)
		return load(s, arg[0], !!arg[1], o);
	return store(s, arg[0], arg[1], arg[2], arg[3], !!arg[4], o);
}
