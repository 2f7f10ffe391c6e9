/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * What the kernel probe and its users say to each other: /dev/daxspec, three ioctls.
 *
 * A request buffer holds histories, one behind the other; an answer buffer gets one answer for each, in order. All
 * numbers are in the machine's byte order, every record is a multiple of 8 bytes. The C# side is
 * Conformance.RealDevice/Probe; a test holds its layouts against this file. docs/histories.md says what operations,
 * aspects and faults mean.
 */
#ifndef DAXSPEC_PROBE_H
#define DAXSPEC_PROBE_H

#include <linux/ioctl.h>
#include <linux/types.h>

#define DAXSPEC_VERSION 3

#define DAXSPEC_MAX_ARGS 11
#define DAXSPEC_MAX_SEGMENTS 8
#define DAXSPEC_MAX_STRIPES 4
#define DAXSPEC_MAX_THREADS 4
#define DAXSPEC_PATH 48

/* Operation codes: Conformance.Reference/Histories/OpCode.cs. */
enum daxspec_op_code {
	DAXSPEC_ALLOC_DAX = 0,
	DAXSPEC_DAX_DIRECT_ACCESS = 1,
	DAXSPEC_PMEM_DAX_DIRECT_ACCESS = 2,
	DAXSPEC_DAX_ZERO_PAGE_RANGE = 3,
	DAXSPEC_PMEM_DAX_ZERO_PAGE_RANGE = 4,
	DAXSPEC_DAX_RECOVERY_WRITE = 5,
	DAXSPEC_PMEM_RECOVERY_WRITE = 6,
	DAXSPEC_DAX_SUPPORTED = 7,
	DAXSPEC_BADBLOCKS_SET = 8,
	DAXSPEC_BADBLOCKS_CLEAR = 9,
	DAXSPEC_BADBLOCKS_CHECK = 10,
	DAXSPEC_KILL_DAX = 11,
	DAXSPEC_RUN_DAX = 12,
	DAXSPEC_DAX_ALIVE = 13,
	DAXSPEC_DAX_READ_LOCK = 14,
	DAXSPEC_DAX_READ_UNLOCK = 15,
	DAXSPEC_IOMAP_START = 16,
	DAXSPEC_IOMAP_ITER = 17,
	DAXSPEC_DAX_IOMAP_PGOFF = 18,
	DAXSPEC_KMAP_ATOMIC = 19,
	DAXSPEC_KUNMAP_ATOMIC = 20,
	DAXSPEC_COPY_COW_PAGE_DAX = 21,
	DAXSPEC_LOAD = 22,
	DAXSPEC_STORE = 23,
	DAXSPEC_COW_LOAD = 24,
	DAXSPEC_COW_STORE = 25,
	/* What user space sees of a file or a disk: a target outside the kernel asks these, the probe does not. */
	DAXSPEC_FAULT_PAGE = 26,
	DAXSPEC_PREAD = 27,
	DAXSPEC_PWRITE = 28,
	DAXSPEC_READ_DIRECT = 29,
	DAXSPEC_WRITE_DIRECT = 30,
	DAXSPEC_MAP_SYNC = 31,
	DAXSPEC_OPERATIONS
};

/* Aspects of an outcome: Conformance.Reference/Histories/Aspect.cs. */
enum daxspec_aspect {
	DAXSPEC_RESULT,
	DAXSPEC_FAILED,
	DAXSPEC_KADDR,
	DAXSPEC_PFN,
	DAXSPEC_TOUCHED,
	DAXSPEC_CONTENTS,
	DAXSPEC_TABLE,
	DAXSPEC_FIRST_BAD,
	DAXSPEC_BAD_SECTORS,
	DAXSPEC_ALIVE,
	DAXSPEC_READ_LOCKS,
	DAXSPEC_WAITING,
	DAXSPEC_POS,
	DAXSPEC_LEN,
	DAXSPEC_MAP_OFFSET,
	DAXSPEC_MAP_LENGTH,
	DAXSPEC_BEGUN,
	DAXSPEC_ENDED,
	DAXSPEC_END_LENGTH,
	DAXSPEC_END_WRITTEN,
	DAXSPEC_PGOFF,
	DAXSPEC_DEPTH,
	DAXSPEC_MISUSE,
	DAXSPEC_COW,
	DAXSPEC_FAULT,
	/* 1: the kernel logged a line at warning or above during the operation. */
	DAXSPEC_WARNED,
	/* si_code of the SIGBUS that a fault raises: 0, BUS_ADRERR, BUS_MCEERR_AR. */
	DAXSPEC_SIGNAL,
	DAXSPEC_ASPECTS
};

/* Conformance.Reference/Histories/OutcomeKind.cs. */
enum daxspec_kind {
	DAXSPEC_NOT_OBSERVABLE = 0,
	DAXSPEC_NOT_SUPPORTED = 1,
	DAXSPEC_ANSWERED = 2,
};

/* Conformance.Reference/Histories/Fault.cs. */
enum daxspec_fault {
	DAXSPEC_NO_FAULT = 0,
	DAXSPEC_NULL_CALL = 1,
	DAXSPEC_WILD_ACCESS = 2,
	DAXSPEC_LIVELOCK = 3,
};

/* Conformance.Reference/Histories/Misuse.cs. */
enum daxspec_misuse {
	DAXSPEC_NO_MISUSE = 0,
	DAXSPEC_UNMAP_OUT_OF_ORDER = 1,
	DAXSPEC_UNMAP_NOT_MAPPED = 2,
	DAXSPEC_TOO_DEEP = 3,
	DAXSPEC_UNLOCK_NOT_LOCKED = 4,
	DAXSPEC_UNMAP_BY_PAGE = 5,
};

/* Conformance.Reference/Histories/DriverOps.cs. */
#define DAXSPEC_OPS_TABLE 1
#define DAXSPEC_OPS_DIRECT_ACCESS 2
#define DAXSPEC_OPS_DAX_SUPPORTED 4
#define DAXSPEC_OPS_ZERO_PAGE_RANGE 8
#define DAXSPEC_OPS_RECOVERY_WRITE 16

/* ---- ioctl: what is there ---- */

/* Bits of daxspec_info.features. */
#define DAXSPEC_HAS_MADE 1		/* nd_pmem's functions were found: DAXSPEC_MADE devices */
#define DAXSPEC_HAS_GUARD 2		/* a fault or a livelock of a call is survived */
#define DAXSPEC_HAS_IOMAP_ITER 4
#define DAXSPEC_HAS_FAULT_PATH 8	/* copy_cow_page_dax is reached through dax_iomap_fault */

struct daxspec_info {
	__u32 version;			/* DAXSPEC_VERSION */
	__u32 aspects;			/* DAXSPEC_ASPECTS */
	__u32 operations;		/* DAXSPEC_OPERATIONS */
	__u32 features;
	char release[64];		/* as uname -r */
};

/* ---- ioctl: opens a provider of DAX; the one before is closed ---- */

enum daxspec_provider {
	/* struct pmem_device of the probe's own, of any geometry, behind nd_pmem's own functions. path: an nd_pmem disk whose nvdimm bus answers clear-poison. */
	DAXSPEC_MADE = 0,
	/* The dax_device of a disk: path names it. */
	DAXSPEC_BLOCK = 1,
	/* The dax_device of a character device: path names it. */
	DAXSPEC_CHAR = 2,
};

/* Pages of a stacked provider and the disks under them: how poison gets to the right table and contents to the right page. */
struct daxspec_segment {
	__u64 page;			/* first page of the provider */
	__u64 pages;
	__u64 chunk;			/* pages in a chunk; 0: not striped */
	__u64 stripes;			/* disks */
	__u64 start[DAXSPEC_MAX_STRIPES];	/* first page on each disk */
	char disk[DAXSPEC_MAX_STRIPES][DAXSPEC_PATH];
};

/* Bits of daxspec_device.flags. */
#define DAXSPEC_IS_ND_PMEM 1		/* geometry is that of its struct pmem_device */
#define DAXSPEC_HAS_TABLE 2		/* poison can be put on record */
#define DAXSPEC_HAS_SECOND_MAPPING 4
#define DAXSPEC_ANY_GEOMETRY 8
#define DAXSPEC_NO_OPS 16		/* its dax_device has no operations table (device-dax): ops=null */

/* The opened device; bytes as in docs/histories.md. */
struct daxspec_device {
	__u64 size;
	__u64 data_offset;
	__u64 pfn_pad;
	__u64 phys_addr;
	__u64 pages;
	__u64 flags;
	__s64 clear;			/* Geometry.Clear of what the device's clear-poison command really does */
};

struct daxspec_open {
	__u32 provider;			/* enum daxspec_provider */
	__u32 segments;			/* 0: not stacked */
	char path[DAXSPEC_PATH];
	struct daxspec_segment segment[DAXSPEC_MAX_SEGMENTS];
	struct daxspec_device device;	/* out */
};

/* ---- ioctl: carries histories out ---- */

#define DAXSPEC_HISTORY_MAGIC 0x48584144u	/* "DAXH" */
#define DAXSPEC_ANSWER_MAGIC 0x41584144u	/* "DAXA" */

struct daxspec_bad {
	__u64 sector;
	__u64 sectors;
	__u64 acknowledged;
};

struct daxspec_op {
	__u32 code;
	__u16 args;
	__u16 delay;			/* of a thread: microseconds that it waits before this */
	/* __u64 arg[args] follow */
};

struct daxspec_history {
	__u32 magic;
	__u32 bytes;			/* of the whole record: this header, the bad ranges, the operations */
	__u64 number;			/* the caller's, for the journal and the answer */
	__u64 size;
	__u64 data_offset;
	__u64 phys_addr;
	__s64 clear;			/* Geometry.Clear: S64_MAX all, n >= 0 at most n bytes, negative: errno */
	__u32 pfn_pad;
	__u32 ops;			/* DAXSPEC_OPS_ */
	__u32 page_shift;
	__u32 present;
	__u32 bad;
	__u32 operations;
	__u64 flags;
	__u32 threads;			/* 0: one operation after the other */
	__u32 length[DAXSPEC_MAX_THREADS];	/* operations of each thread; those of the first come first */
	__u32 reserved;			/* 0 */
};

/* Bits of daxspec_history.flags. */
#define DAXSPEC_LOUD 1			/* the kernel may report faults and warnings, which takes it longer than a hundred calls: somebody reads the log */

/* Bits of daxspec_answer.status. */
#define DAXSPEC_NOT_REALISED 1		/* the provider cannot be brought into the described state; no outcome follows */

/* A moment that does not come. */
#define DAXSPEC_NEVER 0x7fffffffu

struct daxspec_answer {
	__u32 magic;
	__u32 bytes;			/* of the whole record */
	__u64 number;
	__u32 status;
	__u32 outcomes;
};

struct daxspec_outcome {
	__u32 kind;			/* enum daxspec_kind */
	__u32 seen;			/* bits by enum daxspec_aspect */
	__u32 untouched;		/* likewise, of those seen */
	__u32 log;			/* bytes of kernel log that follow the values, padded with NULs to 8 */
	/* Of a thread: moments of a clock that no two of a history share. Else 0. */
	__u32 began;
	__u32 ended;
	/* __u64 value[popcount(seen)] in aspect order, then the log: lines "LEVEL text\n" at warning or above */
};

struct daxspec_run {
	__u64 requests;			/* user pointer */
	__u64 request_bytes;
	__u64 answers;			/* user pointer */
	__u64 answer_bytes;		/* room; out: bytes written */
	__u64 histories;		/* out: histories carried out; fewer than asked when the room ran out */
	__u64 nanoseconds;		/* out: time in the operations themselves */
	__u64 calls;			/* out: calls of kernel functions under test */
};

#define DAXSPEC_IOC_INFO _IOR('x', 0xD0, struct daxspec_info)
#define DAXSPEC_IOC_OPEN _IOWR('x', 0xD1, struct daxspec_open)
#define DAXSPEC_IOC_RUN _IOWR('x', 0xD2, struct daxspec_run)

/*
 * The journal: where a guest's host looks when the guest is gone. The module parameter journal= gives the physical
 * address of a reserved page (0: none). It is written before an operation starts.
 */
#define DAXSPEC_JOURNAL_MAGIC 0x4c4e524a58584144ull	/* "DAXXJRNL" */
#define DAXSPEC_NO_OPERATION 0xffffffffu	/* the device is being brought into the history's state */

struct daxspec_journal {
	__u64 magic;
	__u64 number;			/* of the history under way */
	__u32 operation;		/* the last that began, from 0 */
	__u32 busy;			/* 1 from the history's start to its end */
	__u64 done;			/* histories carried out since the module was loaded */
};

/*
 * The relay (lab/probe/relay.c) stands between a virtio-serial port and /dev/daxspec. Frames in both directions.
 */
enum daxspec_frame_type {
	DAXSPEC_FRAME_HELLO = 1,	/* guest: struct daxspec_info, then the text of /run/providers */
	DAXSPEC_FRAME_OPEN = 2,		/* host: struct daxspec_open; guest answers with the same type */
	DAXSPEC_FRAME_RUN = 3,		/* host: histories; guest: struct daxspec_run, then answers for as many as it says */
	DAXSPEC_FRAME_ERROR = 4,	/* guest: errno as __u64, then text */
	DAXSPEC_FRAME_BYE = 5,		/* host: power off */
};

struct daxspec_frame {
	__u32 type;
	__u32 bytes;			/* of what follows this header */
};

#endif
