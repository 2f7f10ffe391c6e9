/* SPDX-License-Identifier: MIT */
/*
 * A pmem driver in RAM, for daxspec: copy it and put your own in its place. SAMPLE_BREAK=NAME in the environment breaks it in a named
 * way (breaks[] below), to see what a finding looks like.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "daxspec.h"

#define SECTOR_SHIFT 9

struct sample {
	struct daxspec_device device;
	uint64_t pages;		/* whole pages of the data area */
};

static const char *const breaks[] = {
	"bytes-instead-of-pages",	/* direct_access answers bytes */
	"ends-one-page-late",		/* direct_access counts a page too many */
	"ignores-poison",		/* direct_access hands out bad pages */
	"zeroes-half-a-page",		/* zero_page_range leaves the second half */
	"forgets-null-kaddr",		/* direct_access writes *kaddr though nobody asks for it */
	"zeroes-forever",		/* zero_page_range never comes back */
	"aborts-on-recovery",		/* recovery_write aborts */
};

static int broken(const char *name)
{
	const char *asked = getenv("SAMPLE_BREAK");

	return asked && strcmp(asked, name) == 0;
}

static uint64_t page_size(const struct sample *s)
{
	return 1ULL << s->device.page_shift;
}

static char *page_address(const struct sample *s, uint64_t pgoff)
{
	return (char *)s->device.virt_addr + s->device.data_offset + (pgoff << s->device.page_shift);
}

/* Sectors of a range of pages. */
static uint64_t sectors_of(const struct sample *s, uint64_t pages)
{
	return pages << (s->device.page_shift - SECTOR_SHIFT);
}

/* The first bad page of [pgoff, pgoff + nr), or pgoff + nr. */
static uint64_t first_bad_page(const struct sample *s, uint64_t pgoff, uint64_t nr)
{
	const struct daxspec_badblocks *bb = s->device.badblocks;
	uint64_t sector = sectors_of(s, pgoff), first = 0, length = 0;

	if (bb->check(bb->context, sector, sectors_of(s, nr), &first, &length) == 0)
		return pgoff + nr;
	if (first < sector)
		first = sector;
	return first >> (s->device.page_shift - SECTOR_SHIFT);
}

/* One clear-poison command for some bytes of the data area; 0 when all of them are clear and off the record. */
static int clear_poison(const struct sample *s, uint64_t pgoff, uint64_t nr)
{
	const struct daxspec_badblocks *bb = s->device.badblocks;

	if (first_bad_page(s, pgoff, nr) == pgoff + nr)
		return 0;
	if (s->device.clear_limit < 0 || (uint64_t)s->device.clear_limit < nr << s->device.page_shift)
		return -EIO;
	bb->clear(bb->context, sectors_of(s, pgoff), sectors_of(s, nr));
	return 0;
}

static int sample_open(const struct daxspec_device *device, void **dev)
{
	static struct sample s;
	const char *asked = getenv("SAMPLE_BREAK");
	size_t i, known = 0;

	for (i = 0; asked && i < sizeof(breaks) / sizeof(breaks[0]); i++)
		known |= strcmp(asked, breaks[i]) == 0;
	if (asked && *asked && !known) {
		fprintf(stderr, "sample: there is no SAMPLE_BREAK=%s; wanted one of breaks[] in sample.c\n", asked);
		return -EINVAL;
	}
	s.device = *device;
	s.pages = 0;
	if (device->size > device->pfn_pad && device->size - device->pfn_pad > device->data_offset)
		s.pages = (device->size - device->pfn_pad - device->data_offset) >> device->page_shift;
	*dev = &s;
	return 0;
}

static long sample_direct_access(void *dev, uint64_t pgoff, long nr_pages, int mode, void **kaddr, uint64_t *pfn)
{
	const struct sample *s = dev;
	uint64_t nr = (uint64_t)nr_pages, bad;

	if (nr_pages < 0)
		return -EINVAL;
	if (pgoff >= s->pages)
		return -ENXIO;
	if (nr > s->pages - pgoff)
		nr = s->pages - pgoff;
	bad = broken("ignores-poison") ? pgoff + nr : first_bad_page(s, pgoff, nr);
	if (nr > 0 && bad == pgoff) {
		if (mode != DAXSPEC_RECOVERY_WRITE)
			return s->device.kernel < DAXSPEC_KERNEL(6, 5) ? -EIO : -EHWPOISON;
		bad++;	/* the bad page itself, to be written over */
	}
	if (kaddr || broken("forgets-null-kaddr"))
		*kaddr = page_address(s, pgoff);
	if (pfn)
		*pfn = (s->device.phys_addr + s->device.data_offset + (pgoff << s->device.page_shift)) >> s->device.page_shift;
	if (broken("ends-one-page-late"))
		return (long)(bad - pgoff) + 1;
	return (long)(bad - pgoff) << (broken("bytes-instead-of-pages") ? s->device.page_shift : 0);
}

static int sample_zero_page_range(void *dev, uint64_t pgoff, size_t nr_pages)
{
	const struct sample *s = dev;
	uint64_t page;

	while (broken("zeroes-forever"))
		;
	if (pgoff >= s->pages || nr_pages > s->pages - pgoff)
		return -ENXIO;
	for (page = pgoff; page < pgoff + nr_pages; page++) {
		int err = clear_poison(s, page, 1);

		if (err)
			return err;
		memset(page_address(s, page), 0, page_size(s) / (broken("zeroes-half-a-page") ? 2 : 1));
	}
	return 0;
}

static size_t sample_recovery_write(void *dev, uint64_t pgoff, void *addr, size_t bytes, const void *source)
{
	const struct sample *s = dev;
	uint64_t in_page, room, nr;

	if (broken("aborts-on-recovery"))
		abort();
	if (pgoff >= s->pages)
		return 0;
	in_page = (uint64_t)((char *)addr - page_address(s, pgoff));
	room = (s->pages - pgoff) << s->device.page_shift;
	if (in_page >= room || bytes > room - in_page)
		return 0;
	nr = (in_page + bytes + page_size(s) - 1) >> s->device.page_shift;
	if (first_bad_page(s, pgoff, nr) != pgoff + nr) {
		/* Poison goes page by page: half a page would stay half bad. */
		if (in_page || bytes & (page_size(s) - 1) || clear_poison(s, pgoff, nr))
			return 0;
	}
	memcpy(addr, source, bytes);
	return bytes;
}

const struct daxspec_driver *daxspec_driver(void)
{
	static const struct daxspec_driver driver = {
		.abi = DAXSPEC_ABI,
		.size_of = sizeof(driver),
		.name = "sample pmem in C",
		.open = sample_open,
		.direct_access = sample_direct_access,
		.zero_page_range = sample_zero_page_range,
		.recovery_write = sample_recovery_write,
	};

	return &driver;
}
