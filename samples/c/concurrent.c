/* SPDX-License-Identifier: MIT */
/*
 * A pmem driver in RAM whose calls may overlap, with a table of bad sectors of its own behind one lock:
 * "daxspec check lib:./libconcurrent.so --concurrent". SAMPLE_BREAK=NAME in the environment breaks it (breaks[] below).
 */
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "daxspec.h"

#define SECTOR_SHIFT 9
#define RECORDS 512

/* Bad sectors from first to the one before end. */
struct record {
	uint64_t first, end;
	int acknowledged;
};

struct sample {
	struct daxspec_device device;
	uint64_t pages;		/* whole pages of the data area */
	pthread_mutex_t lock;	/* of what follows */
	unsigned int count;
	struct record records[RECORDS];	/* in order, none overlaps another */
};

static const char *const breaks[] = {
	"checks-without-the-lock",	/* badblocks_check meets a table that is being changed */
	"keeps-the-lock",		/* badblocks_clear of nothing leaves the lock behind, held */
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

static uint64_t sectors_of(const struct sample *s, uint64_t pages)
{
	return pages << (s->device.page_shift - SECTOR_SHIFT);
}

static uint64_t end_of(uint64_t sector, uint64_t sectors)
{
	return sectors > UINT64_MAX - sector ? UINT64_MAX : sector + sectors;
}

/* The first record that ends behind a sector. */
static unsigned int find(const struct sample *s, uint64_t sector)
{
	unsigned int i = 0;

	while (i < s->count && s->records[i].end <= sector)
		i++;
	return i;
}

/* Takes [first, end) off the record. A record may become two; -ENOSPC if there is no room for that. */
static int carve(struct sample *s, uint64_t first, uint64_t end)
{
	unsigned int i = find(s, first), behind;

	if (i < s->count && s->records[i].first < first) {
		if (s->records[i].end > end) {
			if (s->count == RECORDS)
				return -ENOSPC;
			memmove(&s->records[i + 1], &s->records[i], (s->count - i) * sizeof(s->records[0]));
			s->count++;
			s->records[i + 1].first = end;
			s->records[i].end = first;
			return 0;
		}
		s->records[i++].end = first;
	}
	for (behind = i; behind < s->count && s->records[behind].end <= end;)
		behind++;
	if (behind < s->count && s->records[behind].first < end)
		s->records[behind].first = end;
	memmove(&s->records[i], &s->records[behind], (s->count - behind) * sizeof(s->records[0]));
	s->count -= behind - i;
	return 0;
}

/* The first bad page of [pgoff, pgoff + nr), or pgoff + nr. */
static uint64_t first_bad_page(const struct sample *s, uint64_t pgoff, uint64_t nr)
{
	uint64_t sector = sectors_of(s, pgoff), first;
	unsigned int i = find(s, sector);

	if (i == s->count || s->records[i].first >= sector + sectors_of(s, nr))
		return pgoff + nr;
	first = s->records[i].first > sector ? s->records[i].first : sector;
	return first >> (s->device.page_shift - SECTOR_SHIFT);
}

static int clear_poison(struct sample *s, uint64_t pgoff, uint64_t nr)
{
	if (first_bad_page(s, pgoff, nr) == pgoff + nr)
		return 0;
	if (s->device.clear_limit < 0 || (uint64_t)s->device.clear_limit < nr << s->device.page_shift)
		return -EIO;
	return carve(s, sectors_of(s, pgoff), sectors_of(s, pgoff + nr));
}

static int sample_open(const struct daxspec_device *device, void **dev)
{
	static struct sample s = { .lock = PTHREAD_MUTEX_INITIALIZER };
	const char *asked = getenv("SAMPLE_BREAK");
	size_t i, known = 0;

	for (i = 0; asked && i < sizeof(breaks) / sizeof(breaks[0]); i++)
		known |= strcmp(asked, breaks[i]) == 0;
	if (asked && *asked && !known) {
		fprintf(stderr, "sample: there is no SAMPLE_BREAK=%s; wanted one of breaks[] in concurrent.c\n", asked);
		return -EINVAL;
	}
	s.device = *device;
	s.count = 0;
	s.pages = 0;
	if (device->size > device->pfn_pad && device->size - device->pfn_pad > device->data_offset)
		s.pages = (device->size - device->pfn_pad - device->data_offset) >> device->page_shift;
	*dev = &s;
	return 0;
}

static long sample_direct_access(void *dev, uint64_t pgoff, long nr_pages, int mode, void **kaddr, uint64_t *pfn)
{
	struct sample *s = dev;
	uint64_t nr, bad;

	if (nr_pages < 0)
		return -EINVAL;
	if (pgoff >= s->pages)
		return -ENXIO;
	nr = s->pages - pgoff < (uint64_t)nr_pages ? s->pages - pgoff : (uint64_t)nr_pages;
	pthread_mutex_lock(&s->lock);
	bad = first_bad_page(s, pgoff, nr);
	pthread_mutex_unlock(&s->lock);
	if (bad == pgoff && nr > 0) {
		if (mode != DAXSPEC_RECOVERY_WRITE)
			return s->device.kernel && s->device.kernel < DAXSPEC_KERNEL(6, 5) ? -EIO : -EHWPOISON;
		bad = pgoff + 1;
	}
	if (kaddr)
		*kaddr = page_address(s, pgoff);
	if (pfn)
		*pfn = (s->device.phys_addr + s->device.data_offset + (pgoff << s->device.page_shift)) >> s->device.page_shift;
	return (long)(bad - pgoff);
}

static int sample_zero_page_range(void *dev, uint64_t pgoff, size_t nr_pages)
{
	struct sample *s = dev;
	uint64_t page;
	int err = 0;

	if (pgoff >= s->pages || nr_pages > s->pages - pgoff)
		return -ENXIO;
	pthread_mutex_lock(&s->lock);
	for (page = pgoff; page < pgoff + nr_pages && !err; page++) {
		err = clear_poison(s, page, 1);
		if (!err)
			memset(page_address(s, page), 0, page_size(s));
	}
	pthread_mutex_unlock(&s->lock);
	return err;
}

static size_t sample_recovery_write(void *dev, uint64_t pgoff, void *addr, size_t bytes, const void *source)
{
	struct sample *s = dev;
	uint64_t in_page, room, nr;

	if (pgoff >= s->pages)
		return 0;
	in_page = (uint64_t)((char *)addr - page_address(s, pgoff));
	room = (s->pages - pgoff) << s->device.page_shift;
	if (in_page >= room || bytes > room - in_page)
		return 0;
	nr = (in_page + bytes + page_size(s) - 1) >> s->device.page_shift;
	pthread_mutex_lock(&s->lock);
	if (first_bad_page(s, pgoff, nr) != pgoff + nr) {
		/* Poison goes page by page: half a page would stay half bad. */
		if (in_page || bytes & (page_size(s) - 1) || clear_poison(s, pgoff, nr)) {
			pthread_mutex_unlock(&s->lock);
			return 0;
		}
	}
	memcpy(addr, source, bytes);
	pthread_mutex_unlock(&s->lock);
	return bytes;
}

static int sample_badblocks_set(void *dev, uint64_t sector, uint64_t sectors, int acknowledged)
{
	struct sample *s = dev;
	uint64_t end = end_of(sector, sectors);
	unsigned int i;
	int err;

	if (!sectors)
		return -EINVAL;
	pthread_mutex_lock(&s->lock);
	err = carve(s, sector, end);
	if (!err && s->count == RECORDS)
		err = -ENOSPC;
	if (!err) {
		if (broken("checks-without-the-lock"))
			usleep(200);
		i = find(s, sector);
		memmove(&s->records[i + 1], &s->records[i], (s->count - i) * sizeof(s->records[0]));
		s->records[i] = (struct record) { sector, end, acknowledged };
		s->count++;
	}
	pthread_mutex_unlock(&s->lock);
	return err;
}

static int sample_badblocks_clear(void *dev, uint64_t sector, uint64_t sectors)
{
	struct sample *s = dev;
	unsigned int before;
	int err;

	pthread_mutex_lock(&s->lock);
	before = s->count;
	err = sectors ? carve(s, sector, end_of(sector, sectors)) : 0;
	if (broken("keeps-the-lock") && s->count == before)
		return err;
	pthread_mutex_unlock(&s->lock);
	return err;
}

static int sample_badblocks_check(void *dev, uint64_t sector, uint64_t sectors, uint64_t *first_bad, uint64_t *bad_sectors)
{
	struct sample *s = dev;
	int locked = !broken("checks-without-the-lock"), found = 0;
	uint64_t end = end_of(sector, sectors);
	unsigned int i;

	if (locked)
		pthread_mutex_lock(&s->lock);
	for (i = find(s, sector); i < s->count && s->records[i].first < end; i++) {
		if (!found) {
			found = 1;
			*first_bad = s->records[i].first;
			*bad_sectors = s->records[i].end - s->records[i].first;
		}
		if (!s->records[i].acknowledged)
			found = -1;
	}
	if (locked)
		pthread_mutex_unlock(&s->lock);
	return found;
}

const struct daxspec_driver *daxspec_driver(void)
{
	static const struct daxspec_driver driver = {
		.abi = DAXSPEC_ABI,
		.size_of = sizeof(driver),
		.name = "sample pmem in C, for several threads",
		.open = sample_open,
		.direct_access = sample_direct_access,
		.zero_page_range = sample_zero_page_range,
		.recovery_write = sample_recovery_write,
		.badblocks_set = sample_badblocks_set,
		.badblocks_clear = sample_badblocks_clear,
		.badblocks_check = sample_badblocks_check,
		.flags = DAXSPEC_CONCURRENT,
	};

	return &driver;
}
