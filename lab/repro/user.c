// SPDX-License-Identifier: GPL-2.0
/*
@HEAD@
 *
 * Build:  gcc -O1 -Wall -o repro repro.c
 * Run:    ./repro FILE /dev/pmemN     as root; FILE on a file system mounted with -o dax, on that disk. FILE is overwritten.
 * TAP on standard output; exit code 0: as promised, 1: not, 4: not possible here.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/fiemap.h>
#include <linux/fs.h>
#include <setjmp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#ifndef MAP_SHARED_VALIDATE
#define MAP_SHARED_VALIDATE 3
#endif
#ifndef MAP_SYNC
#define MAP_SYNC 0x80000
#endif
#ifndef EHWPOISON
#define EHWPOISON 133
#endif
#define PAGE @PAGE_SIZE@UL
#define MAX_ERRNO 4095
#define PLAN @PLAN@

static int file, disk, step, failed;
static uint64_t N, start;	/* pages of FILE, its first sector on the disk */
static char sysfs[64];
static sigjmp_buf back;
static volatile int code;

static void skip(const char *why)
{
	printf("1..0 # SKIP %s\n", why);
	exit(4);
}

static void expect(const char *what, long long got, bool allowed, const char *wanted)
{
	printf("%sok %d - %s\n# got %lld, allowed %s\n", allowed ? "" : "not ", ++step, what, got, wanted);
	failed += !allowed;
}

static void on_sigbus(int signal, siginfo_t *info, void *context)
{
	(void)signal;
	(void)context;
	code = info->si_code;
	siglongjmp(back, 1);
}

/* Touches one byte through a fresh mapping. The si_code of the SIGBUS, 0 without one. */
static long long __attribute__((unused)) touch(uint64_t pgoff, bool write, bool private)
{
	volatile char *at = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, private ? MAP_PRIVATE : MAP_SHARED, file, (off_t)(pgoff * PAGE));

	if (at == MAP_FAILED)
		return -errno;
	code = 0;
	if (!sigsetjmp(back, 1)) {
		if (write)
			*at = *at;
		else
			(void)*at;
	}
	munmap((void *)at, PAGE);
	return code;
}

static long long __attribute__((unused)) file_read(uint64_t pos, size_t bytes)
{
	void *buffer = malloc(bytes + 1);
	ssize_t rc = pread(file, buffer, bytes, (off_t)pos);
	int error = errno;

	free(buffer);
	return rc < 0 ? -error : rc;
}

static long long __attribute__((unused)) file_write(uint64_t pos, size_t bytes, int seed)
{
	void *buffer = malloc(bytes + 1);
	ssize_t rc;
	int error;

	if (pos + bytes > N * PAGE)
		return -EFAULT;
	memset(buffer, seed, bytes);
	rc = pwrite(file, buffer, bytes, (off_t)pos);
	error = errno;
	free(buffer);
	return rc < 0 ? -error : rc;
}

/* The disk, O_DIRECT, in the sectors of FILE. */
static long long __attribute__((unused)) direct(bool write, uint64_t sector, uint64_t sectors, int seed)
{
	void *buffer;
	ssize_t rc;
	int error;

	if (posix_memalign(&buffer, PAGE, sectors * 512 + PAGE))
		return -ENOMEM;
	memset(buffer, seed, sectors * 512);
	rc = write ? pwrite(disk, buffer, sectors * 512, (off_t)((start + sector) * 512)) : pread(disk, buffer, sectors * 512, (off_t)((start + sector) * 512));
	error = errno;
	free(buffer);
	return rc < 0 ? -error : rc;
}

static long long __attribute__((unused)) map_sync(void)
{
	void *at = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED_VALIDATE | MAP_SYNC, file, 0);

	if (at == MAP_FAILED)
		return -errno;
	munmap(at, PAGE);
	return 0;
}

/* Puts a range of FILE on record as bad. */
static void __attribute__((unused)) poison(uint64_t sector, uint64_t sectors)
{
	char line[64];
	int table = open(sysfs, O_WRONLY);
	int length = snprintf(line, sizeof(line), "%llu %llu", (unsigned long long)(start + sector), (unsigned long long)sectors);

	if (table < 0 || write(table, line, length) != length)
		skip("the disk takes no poison through sysfs");
	close(table);
}

static void open_all(const char *path, const char *on)
{
	struct { struct fiemap map; struct fiemap_extent extent; } answer = { .map = { .fm_length = FIEMAP_MAX_OFFSET, .fm_extent_count = 1, .fm_flags = FIEMAP_FLAG_SYNC } };
	struct stat is, of;

	file = open(path, O_RDWR);
	if (file < 0 || fstat(file, &of))
		skip("FILE does not open");
	disk = open(on, O_RDWR | O_DIRECT);
	if (disk < 0)
		skip("the disk does not open");
	if (fstat(disk, &is) || is.st_rdev != of.st_dev)
		skip("FILE is not on that disk");
	N = (uint64_t)of.st_size / PAGE;
	if (N < @NEEDED@)
		skip("FILE has fewer than @NEEDED@ pages");
	if (ioctl(file, FS_IOC_FIEMAP, &answer) || answer.map.fm_mapped_extents != 1 || answer.extent.fe_logical != 0 || answer.extent.fe_length < @NEEDED@ * PAGE)
		skip("the first @NEEDED@ pages of FILE are not side by side");
	start = answer.extent.fe_physical / 512;
	snprintf(sysfs, sizeof(sysfs), "/sys/dev/block/%u:%u/badblocks", major(is.st_rdev), minor(is.st_rdev));
}

int main(int argc, char **argv)
{
	struct sigaction action = { .sa_sigaction = on_sigbus, .sa_flags = SA_SIGINFO };

	setvbuf(stdout, NULL, _IOLBF, 0);
	puts("TAP version 13");
	if (argc < 3)
		skip("wanted FILE and /dev/pmemN");
	open_all(argv[1], argv[2]);
	sigaction(SIGBUS, &action, NULL);
	printf("1..%d\n", PLAN);
@STEPS@
	return failed ? 1 : 0;
}
