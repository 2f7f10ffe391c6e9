/* SPDX-License-Identifier: MIT */
/*
 * daxspec.h: the C ABI of a pmem driver under test, version 1. docs/abi.md tells the same at length.
 *
 * A driver is a shared library that exports one function:
 *
 *	const struct daxspec_driver *daxspec_driver(void);
 *
 * "daxspec check lib:./mydriver.so" loads it in a process of its own, opens one device after the other and calls the members as a
 * kernel would, one call at a time unless the driver says otherwise (flags). A crash or a call that does not come back is a finding, and the run goes on in a fresh process.
 * What the driver prints stands in the report beside such a finding.
 *
 * A member that is NULL, or lies behind size_of, is absent: it is never called, and shown as not supported. A member that is there
 * and answers -EOPNOTSUPP breaks the promise that it is there. Failures are negative errnos of <errno.h>.
 *
 * Units: pgoff and nr_pages in pages of the data area, sectors in 512 bytes of the data area, everything else in bytes.
 */
#ifndef DAXSPEC_H
#define DAXSPEC_H

#include <stddef.h>
#include <stdint.h>

#define DAXSPEC_ABI 1

/* mode of direct_access: enum dax_access_mode */
#define DAXSPEC_ACCESS 0
#define DAXSPEC_RECOVERY_WRITE 1

/*
 * flags of a driver: its calls may overlap, made by several threads at once ("daxspec check lib:FILE --concurrent"). open and close never
 * do. Only for a driver with a table of bad sectors of its own.
 */
#define DAXSPEC_CONCURRENT 1

/* What daxspec_device.kernel is made of; 0 stands for the documents' own generation. */
#define DAXSPEC_KERNEL(major, minor) ((uint32_t)(major) << 16 | (uint32_t)(minor) << 8)

/*
 * A table of bad sectors that the harness lends a driver without one: block/badblocks.c, as it were. Valid until the next open.
 */
struct daxspec_badblocks {
	void *context;
	/* 0 clean, 1 bad and acknowledged, -1 bad and some not; unless 0 also the first section met. Both pointers may be NULL. */
	int (*check)(void *context, uint64_t sector, uint64_t sectors, uint64_t *first_bad, uint64_t *bad_sectors);
	void (*set)(void *context, uint64_t sector, uint64_t sectors, int acknowledged);
	void (*clear)(void *context, uint64_t sector, uint64_t sectors);
};

/* One device: what struct pmem_device is filled from. Valid until the next open. */
struct daxspec_device {
	uint32_t size_of;	/* of this struct: a later harness may know more */
	uint32_t kernel;	/* the generation around the driver: poison is -EIO before DAXSPEC_KERNEL(6, 5), -EHWPOISON since */
	void *virt_addr;	/* the resource, mapped from its first byte to size; what it holds must stay */
	uint64_t phys_addr;	/* of the resource */
	uint64_t size;		/* of the resource, data_offset and pfn_pad included; may be no whole page, or 0 */
	uint64_t data_offset;	/* from the start of the resource to page 0; may be beyond it, then there is no page */
	uint32_t pfn_pad;	/* of the resource, not handed out */
	uint32_t page_shift;	/* PAGE_SHIFT: 12, 14 or 16 */
	int64_t clear_limit;	/* one clear-poison command clears at most so much (INT64_MAX: all that is asked), or fails with that errno */
	uint32_t synchronous;	/* DAXDEV_SYNC: what is stored is persistent without a call to the host */
	uint32_t reserved;
	const struct daxspec_badblocks *badblocks;	/* for a driver without a table of its own */
};

struct daxspec_driver {
	uint32_t abi;		/* DAXSPEC_ABI */
	uint32_t size_of;	/* sizeof(struct daxspec_driver) */
	const char *name;	/* one line for reports */
	uint64_t page_sizes;	/* the sum of those it works with of 4096, 16384, 65536; 0: all */

	/*
	 * Takes a device over; dev comes back in every call. The device before is closed. 0, or a negative errno: of no use to this
	 * driver, which is for odd devices. Both may be NULL: then dev is the struct daxspec_device.
	 */
	int (*open)(const struct daxspec_device *device, void **dev);
	void (*close)(void *dev);

	/*
	 * struct dax_operations, direct_access: pages that can be used from pgoff on, at least 1 and at most nr_pages, or a negative
	 * errno. kaddr and pfn are NULL when the caller does not ask for them. Must not be absent.
	 */
	long (*direct_access)(void *dev, uint64_t pgoff, long nr_pages, int mode, void **kaddr, uint64_t *pfn);

	/* zero_page_range: zeroes whole pages and clears their poison. 0 or a negative errno. */
	int (*zero_page_range)(void *dev, uint64_t pgoff, size_t nr_pages);

	/*
	 * recovery_write: writes bytes of source to addr, which lies in page pgoff or behind it, over poison if need be. Bytes written;
	 * 0: failed.
	 */
	size_t (*recovery_write)(void *dev, uint64_t pgoff, void *addr, size_t bytes, const void *source);

	/* A table of bad sectors of its own: all three or none. It is empty when a device is opened. set and clear: 0 or a negative errno. */
	int (*badblocks_set)(void *dev, uint64_t sector, uint64_t sectors, int acknowledged);
	int (*badblocks_clear)(void *dev, uint64_t sector, uint64_t sectors);
	int (*badblocks_check)(void *dev, uint64_t sector, uint64_t sectors, uint64_t *first_bad, uint64_t *bad_sectors);

	/* An alive bit of its own: all three or none. It is set when a device is opened. */
	void (*kill_dax)(void *dev);
	void (*run_dax)(void *dev);
	int (*dax_alive)(void *dev);

	uint64_t flags;		/* the sum of some of those below; others must be 0 */
};

#ifdef __cplusplus
extern "C"
#endif
const struct daxspec_driver *daxspec_driver(void);

#endif
