static s64 __maybe_unused direct_access(struct dax_device *dax, u64 pgoff, s64 nr_pages, int mode, void **kaddr, repro_pfn *pfn)
{
	int id = dax_read_lock();
	s64 rc;

#if SINCE(5, 19)
	rc = dax_direct_access(dax, pgoff, nr_pages, (enum dax_access_mode)mode, kaddr, pfn);
#else
	rc = dax_direct_access(dax, pgoff, nr_pages, kaddr, pfn);
#endif
	dax_read_unlock(id);
	return rc;
}

static s64 __maybe_unused zero_page_range(struct dax_device *dax, u64 pgoff, u64 nr_pages)
{
	int id = dax_read_lock();
	s64 rc = dax_zero_page_range(dax, pgoff, nr_pages);

	dax_read_unlock(id);
	return rc;
}

#if SINCE(5, 19)
static s64 __maybe_unused recovery_write(struct dax_device *dax, u64 pgoff, u64 offset, size_t bytes, u8 seed)
{
	void *buffer = kvmalloc(bytes + 1, GFP_KERNEL);
	struct kvec vec = { .iov_base = buffer, .iov_len = bytes };
	struct iov_iter iter;
	void *kaddr = NULL;
	s64 rc;
	int id;

	if (!buffer)
		return -ENOMEM;
	memset(buffer, seed, bytes);
	iov_iter_kvec(&iter, WRITE, &vec, 1, bytes);
	id = dax_read_lock();
	rc = dax_direct_access(dax, pgoff, 1, DAX_RECOVERY_WRITE, &kaddr, NULL);
	if (rc > 0)
		rc = dax_recovery_write(dax, pgoff, kaddr + offset, bytes, &iter);
	dax_read_unlock(id);
	kvfree(buffer);
	return rc;
}
#endif

