// SPDX-License-Identifier: GPL-2.0
/* What stands behind contents and tables; see Conformance.Reference/Histories/Digest.cs and InitialContents.cs. */
#include <linux/kernel.h>
#include <linux/string.h>
#include "compat.h"
#include "probe.h"

#define PRIME 0x9FB21C651E98DF25ull
#define STAMPED_PAGES 8
#define PERIOD 251

static u64 mix(u64 state, u64 word)
{
	state = (state ^ word) * PRIME;
	return state ^ state >> 32;
}

void digest_init(struct digest *digest)
{
	*digest = (struct digest) {
		.a = 0x9E3779B97F4A7C15ull, .b = 0xC2B2AE3D27D4EB4Full,
		.c = 0x165667B19E3779F9ull, .d = 0x27D4EB2F165667C5ull,
	};
}

void digest_word(struct digest *digest, u64 word)
{
	digest->a = mix(digest->a, word);
	digest->length += 8;
}

void digest_bytes(struct digest *digest, const void *bytes, size_t length)
{
	const u8 *p = bytes;
	u64 rest = 0;

	digest->length += length;
	for (; length >= 32; p += 32, length -= 32) {
		digest->a = (digest->a ^ get_unaligned_le64(p)) * PRIME;
		digest->b = (digest->b ^ get_unaligned_le64(p + 8)) * PRIME;
		digest->c = (digest->c ^ get_unaligned_le64(p + 16)) * PRIME;
		digest->d = (digest->d ^ get_unaligned_le64(p + 24)) * PRIME;
		digest->a ^= digest->a >> 29;
		digest->b ^= digest->b >> 31;
		digest->c ^= digest->c >> 30;
		digest->d ^= digest->d >> 28;
	}
	for (; length >= 8; p += 8, length -= 8)
		digest->a = mix(digest->a, get_unaligned_le64(p));
	if (length) {
		while (length--)
			rest = rest << 8 | p[length];
		digest->a = mix(digest->a, rest);
	}
}

u64 digest_value(const struct digest *digest)
{
	return mix(mix(mix(mix(digest->length, digest->a), digest->b), digest->c), digest->d);
}

void initial_page(void *page, u64 pgoff)
{
	u64 offset;

	if (pgoff >= STAMPED_PAGES) {
		memset(page, 0, PAGE_SIZE);
		return;
	}
	for (offset = 0; offset < PAGE_SIZE; offset += 8) {
		u64 z = (pgoff << 32 | offset) + 0x9E3779B97F4A7C15ull * (pgoff + 1);

		z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9ull;
		put_unaligned_le64((z ^ z >> 27) | 1, page + offset);
	}
}

/* Byte i is 1 + (seed * 37 + i % PERIOD * 5) % 255. Under emulation a division for each of a million bytes takes its time. */
void pattern_fill(u8 seed, u64 start, void *destination, size_t length)
{
	u8 period[PERIOD], *p = destination;
	size_t at = start % PERIOD, part;
	u32 i;

	for (i = 0; i < PERIOD; i++)
		period[i] = 1 + (seed * 37u + i * 5) % 255;
	for (; length; length -= part, p += part, at = 0) {
		part = min_t(size_t, length, PERIOD - at);
		memcpy(p, period + at, part);
	}
}
