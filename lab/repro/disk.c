static int run(void)
{
	struct dax_device *dax;
	struct block_device *bdev;
#if SINCE(6, 9)
	struct file *file;
#elif SINCE(6, 8)
	struct bdev_handle *handle;
#endif
	/* Claimed: what somebody has mounted or mapped does not open. */
	void *holder = &failed;
	int rc = -ENODEV;

	if (!device) {
		pr_err("SKIP no disk given: device=/dev/pmemN\n");
		return -EINVAL;
	}
#if SINCE(6, 9)
	file = bdev_file_open_by_path(device, BLK_OPEN_READ, holder, NULL);
	bdev = IS_ERR(file) ? ERR_CAST(file) : file_bdev(file);
#elif SINCE(6, 8)
	handle = bdev_open_by_path(device, BLK_OPEN_READ, holder, NULL);
	bdev = IS_ERR(handle) ? ERR_CAST(handle) : handle->bdev;
#elif SINCE(6, 5)
	bdev = blkdev_get_by_path(device, BLK_OPEN_READ, holder, NULL);
#else
	bdev = blkdev_get_by_path(device, FMODE_READ | FMODE_EXCL, holder);
#endif
	if (IS_ERR(bdev)) {
		pr_err("SKIP %s %s: %ld\n", device, PTR_ERR(bdev) == -EBUSY ? "is in use" : "does not open", PTR_ERR(bdev));
		return PTR_ERR(bdev);
	}
#if SINCE(5, 17)
	N = bdev_nr_bytes(bdev) >> PAGE_SHIFT;
	{
		u64 start;
#if SINCE(6, 0)
		dax = fs_dax_get_by_bdev(bdev, &start, NULL, NULL);
#else
		dax = fs_dax_get_by_bdev(bdev, &start);
#endif
	}
#else
	N = i_size_read(bdev->bd_inode) >> PAGE_SHIFT;
	dax = fs_dax_get_by_bdev(bdev);
#endif
	if (!dax)
		pr_err("SKIP %s has no dax_device\n", device);
	else if (N < PAGES_NEEDED)
		pr_err("SKIP %s has %llu pages, wanted %llu\n", device, N, PAGES_NEEDED);
	else
		rc = ask(dax);
	if (dax)
		put_dax(dax);
#if SINCE(6, 9)
	fput(file);
#elif SINCE(6, 8)
	bdev_release(handle);
#elif SINCE(6, 5)
	blkdev_put(bdev, holder);
#else
	blkdev_put(bdev, FMODE_READ | FMODE_EXCL);
#endif
	return rc;
}
