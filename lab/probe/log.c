// SPDX-License-Identifier: GPL-2.0
/* The kernel log's lines at warning or above. */
#include <linux/kernel.h>
#include <linux/string.h>
#include "compat.h"
#include "probe.h"

#define WARNING 4

static probe_log_iter iter = PROBE_LOG_ITER_INIT;
static char record[1024];
static int (*clear_once)(void *data, u64 value);

/* Registers, addresses and the machine's name differ from run to run and say nothing about the function. */
static const char * const noise[] = {
	"Modules linked in:", "CPU:", "Hardware name:", "RSP:", "RAX:", "RDX:", "RBP:", "R10:", "R13:", "FS:", "CS:", "CR2:",
	"DR0:", "DR3:", "PKRU:", "Code:", "PGD ", "Oops:", "---[", "Tainted:", "#PF: error_code", " <TASK>", " </TASK>", "note: ",
	"------------[", "Call Trace:", " ? ",
};

static bool is_noise(const char *text)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(noise); i++)
		if (!strncmp(text, noise[i], strlen(noise[i])))
			return true;
	return false;
}

/* One line with its prefix "<level>[time] "; what is kept is put into text. Returns the bytes, or -1 when the line is below warning. */
static ssize_t take_line(char *line, const char *start, char *text, size_t room)
{
	static const char where[] = "WARNING: CPU: ";
	unsigned int priority;
	char *p;
	int n;

	if (sscanf(line, "<%u>%n", &priority, &n) < 1)
		return -1;
	if ((priority & 7) > WARNING)
		return -1;
	p = line + n;
	if (*p == '[' && strchr(p, ']'))
		p = strchr(p, ']') + 1;
	if (*p == ' ')
		p++;
	if (!*p || is_noise(p))
		return 0;
	/* "WARNING: CPU: 0 PID: 99 at FILE:LINE" */
	if (!strncmp(p, where, strlen(where))) {
		char *at = strstr(p, " at ");

		if (at) {
			p = at - strlen("WARNING:");
			memcpy(p, "WARNING:", strlen("WARNING:"));
		}
	}
	/* Or, since 7.0, "WARNING: FILE:LINE at FUNCTION, CPU#0: client/99". */
	if (strstr(p, ", CPU#"))
		*strstr(p, ", CPU#") = 0;
	/* What is said again and again, by how often a call got to it, is told once. */
	if (room <= 1 || strstr(start, p))
		return 0;
	n = scnprintf(text, room, "%u %s\n", priority & 7, p);
	return n;
}

void log_forget(void)
{
	/* Without a buffer a record is passed over. To rewind would be to walk through the whole log on some kernels. */
	while (kmsg_dump_get_line(&iter, false, NULL, 0, NULL))
		;
}

bool log_take(char *text, size_t room, size_t *length)
{
	bool warned = false;
	size_t used = 0, size;

	*text = 0;
	while (kmsg_dump_get_line(&iter, true, record, sizeof(record) - 1, &size)) {
		char *rest = record, *line;

		record[size] = 0;
		while ((line = strsep(&rest, "\n")) != NULL) {
			ssize_t n = take_line(line, text, text + used, room - used);

			if (n < 0)
				continue;
			warned = true;
			used += n;
		}
	}
	*length = used;
	return warned;
}

void log_again(void)
{
	if (clear_once)
		clear_once(NULL, 1);
}

int log_init(void)
{
	clear_once = symbol("clear_warn_once_set");
	if (!clear_once)
		pr_info("daxspec: warnings that are given once will be seen once\n");
	kmsg_dump_rewind(&iter);
	log_forget();
	return 0;
}
