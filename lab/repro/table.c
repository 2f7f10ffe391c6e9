static int run(void)
{
	int rc = badblocks_init(&bb, 1);

	if (rc)
		return rc;
	rc = ask();
	badblocks_exit(&bb);
	return rc;
}
