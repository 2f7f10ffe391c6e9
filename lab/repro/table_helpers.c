/* A table of its own: no disk is touched. */
static struct badblocks bb;
#if SINCE(6, 15)
typedef sector_t repro_sectors;
#else
typedef int repro_sectors;
#endif

static s64 __maybe_unused check(sector_t sector, u64 sectors)
{
	sector_t first = 0;
	repro_sectors bad = 0;

	return badblocks_check(&bb, sector, sectors, &first, &bad);
}

