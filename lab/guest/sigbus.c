// SPDX-License-Identifier: GPL-2.0
/*
 * sigbus FILE PAGE load|store shared|private: touches one byte of a page of a mapped file and prints the signal that comes
 * of it, as "SIGNAL SI_CODE", or "0 0". A handler sees what no wait status tells.
 */
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static sigjmp_buf out;
static volatile sig_atomic_t number, code;

static void handle(int signo, siginfo_t *info, void *context)
{
	(void)context;
	number = signo;
	code = info->si_code;
	siglongjmp(out, 1);
}

int main(int argc, char **argv)
{
	struct sigaction action = { .sa_sigaction = handle, .sa_flags = SA_SIGINFO };
	long page = sysconf(_SC_PAGESIZE);
	volatile char *byte;
	int store, fd;

	if (argc != 5) {
		fprintf(stderr, "usage: %s FILE PAGE load|store shared|private\n", argv[0]);
		return 64;
	}
	store = !strcmp(argv[3], "store");
	fd = open(argv[1], O_RDWR);
	byte = fd < 0 ? MAP_FAILED : mmap(NULL, page, PROT_READ | (store ? PROT_WRITE : 0),
		strcmp(argv[4], "private") ? MAP_SHARED : MAP_PRIVATE, fd, page * atol(argv[2]));
	if (byte == MAP_FAILED) {
		perror(argv[1]);
		return 1;
	}
	sigaction(SIGBUS, &action, NULL);
	sigaction(SIGSEGV, &action, NULL);
	if (!sigsetjmp(out, 1)) {
		if (store)
			byte[1] = 1;
		else
			(void)byte[1];
	}
	printf("%d %d\n", (int)number, (int)code);
	return 0;
}
