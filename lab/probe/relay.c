/* SPDX-License-Identifier: MIT */
/*
 * Stands between the host and /dev/daxspec in a lab guest: frames (daxspec_probe.h) on the virtio-serial port named
 * "daxspec", ioctls on the device. One frame in, one frame out. Ends when told, or when the host is gone. Beside that it keeps
 * the guest's hardware watchdog, if there is one, from firing: when no CPU runs a task any more, it does. A guest whose host is
 * gone it powers off.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/watchdog.h>
#include <poll.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/reboot.h>
#include <time.h>
#include <unistd.h>

#include "daxspec_probe.h"

#define REQUEST_ROOM (1 << 20)
#define ANSWER_ROOM (4 << 20)
/* Seconds for which nobody may be at the other side: QEMU is connected before the guest boots, and tells it once. */
#define ALONE 3
/* Seconds without a word from keep_alive: longer than the probe waits (patience=), shorter than the host. */
#define WATCHDOG 14

static int port;
static uint64_t request[REQUEST_ROOM / sizeof(uint64_t)];
static uint64_t answers[ANSWER_ROOM / sizeof(uint64_t)];

static void die(const char *what)
{
	fprintf(stderr, "@daxspec failed relay: %s: %s\n", what, strerror(errno));
	exit(1);
}

/* Sends all of it. */
static void put(const void *bytes, size_t length)
{
	const char *at = bytes;

	while (length) {
		ssize_t n = write(port, at, length);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			die("write to the host");
		at += n;
		length -= n;
	}
}

/* Receives all of it; 0 when the host is gone. */
static int get(void *bytes, size_t length)
{
	char *at = bytes;

	while (length) {
		ssize_t n = read(port, at, length);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			die("read from the host");
		if (n == 0)
			return 0;
		at += n;
		length -= n;
	}
	return 1;
}

/* A frame of two parts. */
static void frame(uint32_t type, const void *head, size_t head_bytes, const void *tail, size_t tail_bytes)
{
	struct daxspec_frame f = { .type = type, .bytes = head_bytes + tail_bytes };

	put(&f, sizeof(f));
	put(head, head_bytes);
	put(tail, tail_bytes);
}

__attribute__((format(printf, 2, 3)))
static void error(int number, const char *format, ...)
{
	uint64_t code = number;
	char text[256];
	va_list rest;

	va_start(rest, format);
	vsnprintf(text, sizeof(text), format, rest);
	va_end(rest);
	frame(DAXSPEC_FRAME_ERROR, &code, sizeof(code), text, strlen(text));
}

/* There is no udev in the guest: sysfs says which port has the name. */
static int open_port(const char *wanted)
{
	char path[288], name[64];
	struct dirent *entry;
	DIR *ports = opendir("/sys/class/virtio-ports");
	int fd = -1;

	while (ports && fd < 0 && (entry = readdir(ports))) {
		FILE *file;

		snprintf(path, sizeof(path), "/sys/class/virtio-ports/%s/name", entry->d_name);
		file = fopen(path, "r");
		if (!file)
			continue;
		if (fgets(name, sizeof(name), file) && (name[strcspn(name, "\n")] = 0, !strcmp(name, wanted))) {
			snprintf(path, sizeof(path), "/dev/%s", entry->d_name);
			fd = open(path, O_RDWR | O_CLOEXEC);
		}
		fclose(file);
	}
	if (ports)
		closedir(ports);
	return fd;
}

/* What there is; all zero, version included, without the probe. */
static void hello(int device)
{
	static char providers[65536];
	struct daxspec_info info = { 0 };
	size_t length = 0;
	FILE *file = fopen("/run/providers", "r");

	if (file) {
		length = fread(providers, 1, sizeof(providers), file);
		fclose(file);
	}
	if (device >= 0 && ioctl(device, DAXSPEC_IOC_INFO, &info) < 0)
		die("DAXSPEC_IOC_INFO");
	frame(DAXSPEC_FRAME_HELLO, &info, sizeof(info), providers, length);
}

/* What an errno of OPEN means, where the errno's own text misleads. */
static const char *refusal(int number)
{
	switch (number) {
	case ENOTBLK:
		return "the disk has no dax_device: nothing was added to it (dax_add_host), or its queue does not say DAX";
	case ESPIPE:
		return "its pages do not lie side by side, in kernel addresses and in page frames, as the probe needs it of a device that is not stacked";
	case EMEDIUMTYPE:
		return "it is stacked on a disk that is not nd_pmem's";
	case ERANGE:
		return "dax_direct_access of one of its pages answers 0";
	default:
		return strerror(number);
	}
}

static void open_provider(int device, size_t bytes)
{
	struct daxspec_open *open = (void *)request;

	if (bytes != sizeof(*open))
		error(EINVAL, "an OPEN frame of %zu bytes; wanted %zu", bytes, sizeof(*open));
	else if (ioctl(device, DAXSPEC_IOC_OPEN, open) < 0)
		error(errno, "%.*s: %s", DAXSPEC_PATH, open->path, refusal(errno));
	else
		frame(DAXSPEC_FRAME_OPEN, open, sizeof(*open), NULL, 0);
}

static void run(int device, size_t bytes)
{
	struct daxspec_run run = {
		.requests = (uintptr_t)request, .request_bytes = bytes,
		.answers = (uintptr_t)answers, .answer_bytes = sizeof(answers),
	};

	if (ioctl(device, DAXSPEC_IOC_RUN, &run) < 0)
		error(errno, "DAXSPEC_IOC_RUN of %zu bytes: %s", bytes, strerror(errno));
	else if (run.answer_bytes > sizeof(answers))
		error(EOVERFLOW, "the probe says it wrote %llu bytes into %zu", run.answer_bytes, sizeof(answers));
	else
		frame(DAXSPEC_FRAME_RUN, &run, sizeof(run), answers, run.answer_bytes);
}

/* A write to a port whose other side is gone waits for ever: it takes another thread to see that, and to end the guest. */
static void *keep_alive(void *watchdog)
{
	int alone = 0;

	for (;;) {
		struct pollfd side = { .fd = port };

		if (watchdog)
			ioctl((intptr_t)watchdog, WDIOC_KEEPALIVE, 0);
		sleep(1);
		if (poll(&side, 1, 0) < 0)
			continue;
		if (!(side.revents & POLLHUP))
			alone = 0;
		else if (++alone == ALONE)
			reboot(RB_POWER_OFF);
	}
	return NULL;
}

/* Without a watchdog the host's patience is the only limit of a guest that does nothing any more. */
static void start_keeping_alive(void)
{
	int timeout = WATCHDOG, watchdog = open("/dev/watchdog", O_WRONLY | O_CLOEXEC);
	pthread_t thread;

	if (watchdog < 0)
		watchdog = 0;
	else if (ioctl(watchdog, WDIOC_SETTIMEOUT, &timeout) < 0)
		die("WDIOC_SETTIMEOUT");
	if (pthread_create(&thread, NULL, keep_alive, (void *)(intptr_t)watchdog))
		die("pthread_create");
}

int main(void)
{
	struct daxspec_frame f;
	int device = open("/dev/daxspec", O_RDWR | O_CLOEXEC);
	int tries;

	/* The port appears once the host's side of it has told its name. */
	for (tries = 0; (port = open_port("daxspec")) < 0; tries++) {
		if (tries == 500)
			die("no virtio-serial port named daxspec");
		nanosleep(&(struct timespec){ .tv_nsec = 10 * 1000 * 1000 }, NULL);
	}

	start_keeping_alive();
	hello(device);
	while (get(&f, sizeof(f))) {
		uint32_t left = f.bytes;

		if (f.type == DAXSPEC_FRAME_BYE)
			return 0;
		if (left > sizeof(request)) {
			/* What does not fit is read all the same: the next frame begins behind it. */
			while (left) {
				uint32_t part = left < sizeof(request) ? left : sizeof(request);

				if (!get(request, part))
					return 0;
				left -= part;
			}
			error(E2BIG, "a frame of %u bytes; wanted at most %zu", f.bytes, sizeof(request));
			continue;
		}
		if (!get(request, left))
			return 0;
		if (device < 0)
			error(ENODEV, "this guest has no probe: no /dev/daxspec");
		else if (f.type == DAXSPEC_FRAME_OPEN)
			open_provider(device, f.bytes);
		else if (f.type == DAXSPEC_FRAME_RUN)
			run(device, f.bytes);
		else
			error(EINVAL, "a frame of type %u; wanted OPEN, RUN or BYE", f.type);
	}
	return 0;
}
