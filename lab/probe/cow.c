// SPDX-License-Identifier: GPL-2.0
/*
 * copy_cow_page_dax and dax_iomap_pgoff. Both are static in fs/dax.c and inlined there, so they are reached on their real
 * path: by a pseudo file system with one DAX file, whose mapping of blocks is what the history says.
 *
 * copy_cow_page_dax: the calling process maps a page of that file privately and takes a write fault on it, which the file
 * system hands to dax_iomap_fault(). A fault in the middle of that holds locks that nobody would give back, so that what
 * the copy is going to read is asked first, and nothing is started that could not end.
 *
 * dax_iomap_pgoff: zeroing a byte of that file asks the file's dax_device for the page. That device is the probe's own,
 * writes down for which page it was asked, and refuses.
 */
#include <linux/dax.h>
#include <linux/err.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/fs_context.h>
#include <linux/highmem.h>
#include <linux/iomap.h>
#include <linux/mm.h>
#include <linux/mman.h>
#include <linux/mount.h>
#include <linux/pagemap.h>
#include <linux/pseudo_fs.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/workqueue.h>
#include "compat.h"
#include "probe.h"

#define DAXSPEC_FS_MAGIC 0x44584346

/* Until 5.16 a sector of a disk was translated, and dax_iomap_pgoff did not exist. */
#define BY_SECTOR (!SINCE(5, 17))

/* Where a file's pages are on the device. */
struct layout {
	struct dax_device *dax;
	u64 addr, offset, length;
};

struct cow_state {
	struct page *page;		/* the private one; NULL: there is none */
	struct layout layout;
	struct task_struct *task;	/* that is in a copy */
	bool faulted;
	vm_fault_t answer;		/* of dax_iomap_fault */
};

static struct vfsmount *mount;
static struct file *file;

/* There is one file, and one history at a time has it, between cow_start and cow_stop: main.c sees to that. */
static struct cow_state *user;

/* ---- the file system ---- */

static int layout_begin(struct inode *inode, loff_t pos, loff_t length, unsigned int flags, struct iomap *iomap,
			struct iomap *srcmap)
{
	const struct layout *layout = inode->i_private;

	iomap->type = IOMAP_MAPPED;
	iomap->addr = layout->addr;
	iomap->offset = layout->offset;
	iomap->length = layout->length;
	iomap->dax_dev = layout->dax;
	/*
	 * No disk: a whole disk starts at sector 0, and that is what bdev_dax_pgoff() takes for none. Nothing else on
	 * the way looks at it.
	 */
	iomap->bdev = NULL;
	return 0;
}

static const struct iomap_ops layout_ops = {
	.iomap_begin = layout_begin,
};

static vm_fault_t file_fault(struct vm_fault *vmf)
{
	struct cow_state *c = user;

	if (!c || c->task != current)
		return VM_FAULT_SIGBUS;
	c->faulted = true;
#if !SINCE(6, 6)
	c->answer = dax_iomap_fault(vmf, PE_SIZE_PTE, NULL, NULL, &layout_ops);
#else
	c->answer = dax_iomap_fault(vmf, 0, NULL, NULL, &layout_ops);
#endif
	return c->answer;
}

static const struct vm_operations_struct file_vm_ops = {
	.fault = file_fault,
};

static int file_mmap(struct file *f, struct vm_area_struct *vma)
{
	vma->vm_ops = &file_vm_ops;
	return 0;
}

/* No owner here and below: what holds on to these is the module's own, and let go before it ends. */
static const struct file_operations file_ops = {
	.mmap = file_mmap,
};

static int fs_init_context(struct fs_context *fc)
{
	return init_pseudo(fc, DAXSPEC_FS_MAGIC) ? 0 : -ENOMEM;
}

static struct file_system_type fs_type = {
	.name = "daxspec",
	.init_fs_context = fs_init_context,
	.kill_sb = kill_anon_super,
};

/* What a fault leaves in the file's mapping: an entry that says nothing about a block, since a private copy was made. */
static void forget_entries(void)
{
	struct address_space *mapping = file_inode(file)->i_mapping;

#if SINCE(6, 15)
	/* From here on truncation expects a file system to have done that. */
	dax_delete_mapping_range(mapping, 0, LLONG_MAX);
#else
	truncate_inode_pages(mapping, 0);
#endif
}

/* ---- which page ---- */

static u64 bytes_at(const struct layout *layout, u64 pos)
{
	return layout->addr + (pos & PAGE_MASK) - layout->offset;
}

/*
 * A length with which the mapping holds the whole page at pos, in the kernel's arithmetic without a sign. A mapping that
 * begins exactly behind the page would have none at all, which stands for "no mapping"; one byte more is as good.
 */
static u64 covering(u64 offset, u64 pos)
{
	u64 length = (pos & PAGE_MASK) + PAGE_SIZE - offset;

	return length ? length : 1;
}

#if BY_SECTOR

static int see_pgoff(struct session *s, u64 addr, u64 offset, u64 pos, struct outcome *o)
{
	struct layout layout = { .addr = addr, .offset = offset };
	pgoff_t pgoff = 0;

	s->calls++;
	see_result(o, bdev_dax_pgoff(NULL, bytes_at(&layout, pos) >> SECTOR_SHIFT, PAGE_SIZE, &pgoff));
	see(o, DAXSPEC_PGOFF, pgoff);
	return 0;
}

#else

/* ---- a dax_device that writes down for which page it is asked ---- */

static struct dax_device *recorder;
static pgoff_t recorded;
static bool asked;

static long record_direct_access(struct dax_device *dax, pgoff_t pgoff, long nr_pages, enum dax_access_mode mode,
				 void **kaddr, probe_pfn *pfn)
{
	recorded = pgoff;
	asked = true;
	return -EIO;
}

static int record_zero_page_range(struct dax_device *dax, pgoff_t pgoff, size_t nr_pages)
{
	recorded = pgoff;
	asked = true;
	return -EIO;
}

static const struct dax_operations recorder_ops = {
	.direct_access = record_direct_access,
	.zero_page_range = record_zero_page_range,
};

static int see_pgoff(struct session *s, u64 addr, u64 offset, u64 pos, struct outcome *o)
{
	struct inode *inode = file_inode(file);
	struct layout layout = { recorder, addr, offset, covering(offset, pos) };

	asked = false;
	inode->i_private = &layout;
	s->calls++;
	dax_zero_range(inode, pos, 1, NULL, &layout_ops);
	inode->i_private = NULL;
	if (!asked)
		return -EOPNOTSUPP;
	see_result(o, 0);
	see(o, DAXSPEC_PGOFF, recorded);
	return 0;
}

static int recorder_init(void)
{
	struct dax_device *dax = probe_alloc_dax(NULL, &recorder_ops);

	if (IS_ERR_OR_NULL(dax))
		return dax ? PTR_ERR(dax) : -EOPNOTSUPP;
	recorder = dax;
	return 0;
}

static void recorder_exit(void)
{
	if (!recorder)
		return;
	kill_dax(recorder);
	put_dax(recorder);
	recorder = NULL;
}

#endif

/* ---- the copy ---- */

/* True when a translation would be a call through NULL: the fault path must not come to that. */
static bool null_call(struct session *s)
{
	struct dax_device *dax = s->subject->dax;
	bool alive;
	int id;

	if (!dax || (s->history->ops & DAXSPEC_OPS_TABLE && s->history->ops & DAXSPEC_OPS_DIRECT_ACCESS))
		return false;
	/* From 7.1 on the wrapper looks whether there is a table. */
	if (SINCE(7, 1) && !(s->history->ops & DAXSPEC_OPS_TABLE))
		return false;
	id = dax_read_lock();
	alive = dax_alive(dax);
	dax_read_unlock(id);
	return alive;
}

/*
 * What copy_cow_page_dax is going to be told by its one translation: the same call in the same state. No read section is
 * opened for it: should it not come back, that would stay open for ever.
 */
static long ask(struct session *s, const struct layout *layout, u64 pos, u64 *pgoff, void **kaddr)
{
	*pgoff = bytes_at(layout, pos) >> PAGE_SHIFT;
	*kaddr = NULL;
#if BY_SECTOR
	{
		pgoff_t by_sector = 0;
		int rc = bdev_dax_pgoff(NULL, bytes_at(layout, pos) >> SECTOR_SHIFT, PAGE_SIZE, &by_sector);

		*pgoff = by_sector;
		if (rc)
			return rc;
	}
#endif
	return PROBE_DIRECT_ACCESS(dax_direct_access, s->subject->dax, *pgoff, 1, DAX_ACCESS, kaddr, NULL);
}

/* Maps the page at pos privately, writes to it as the hardware would have it, and lets go of the mapping again. */
static struct page *take_write_fault(struct cow_state *c, u64 pos)
{
	unsigned long address = vm_mmap(file, 0, PAGE_SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE, pos & PAGE_MASK);
	struct page *page = NULL;

	if (IS_ERR_VALUE(address))
		return NULL;
	if (get_user_pages_fast(address, 1, FOLL_WRITE, &page) != 1)
		page = NULL;
	vm_munmap(address, PAGE_SIZE);
	return page;
}

static void see_private(struct session *s, struct outcome *o)
{
	struct digest digest;
	void *bytes = kmap(s->cow->page);

	digest_init(&digest);
	digest_bytes(&digest, bytes, PAGE_SIZE);
	kunmap(s->cow->page);
	see(o, DAXSPEC_COW, digest_value(&digest));
}

/*
 * The errno of the copy does not leave the fault path, which tells its kind: out of memory, poison, or anything else. Of
 * that last kind it can only be the translation's own.
 */
static void see_failure(struct outcome *o, vm_fault_t answer, long expected)
{
	if (answer & VM_FAULT_OOM)
		see_result(o, -ENOMEM);
	else if (answer & VM_FAULT_HWPOISON)
		see_result(o, -EHWPOISON);
	else if (expected < 0 && vmf_error(expected) == VM_FAULT_SIGBUS)
		see_result(o, expected);
	see(o, DAXSPEC_FAILED, 1);
}

static int copy(struct session *s, u64 pos, u64 addr, u64 offset, struct outcome *o)
{
	struct cow_state *c = s->cow;
	struct inode *inode = file_inode(file);
	int depth = current->pagefault_disabled;
	struct page *page;
	void *kaddr;
	u64 pgoff;
	long expected;

	if (!current->mm || (s64)pos < 0 || null_call(s))
		return -EOPNOTSUPP;
	c->layout = (struct layout){ s->subject->dax, addr, offset, covering(offset, pos) };
	expected = ask(s, &c->layout, pos, &pgoff, &kaddr);
	if (expected >= 0 && s->subject->type->touchable(s->subject, kaddr, 1) != 1)
		return -EOPNOTSUPP;

	c->faulted = false;
	c->answer = 0;
	c->task = current;
	inode->i_private = &c->layout;
	s->calls++;
	page = take_write_fault(c, pos);
	inode->i_private = NULL;
	c->task = NULL;
	forget_entries();
	if (!c->faulted)
		return -EOPNOTSUPP;

	if (c->answer & VM_FAULT_ERROR) {
		see_failure(o, c->answer, expected);
	} else if (!page) {
		return -EOPNOTSUPP;
	} else {
		if (c->page)
			put_page(c->page);
		c->page = page;
		see_result(o, 0);
		see_private(s, o);
		see_window(s, o, pgoff, 0, PAGE_SIZE, 0);
	}
	see(o, DAXSPEC_READ_LOCKS, s->read_locks);
	see(o, DAXSPEC_DEPTH, kmap_depth(s) + current->pagefault_disabled - depth);
	return 0;
}

static int load(struct session *s, struct outcome *o)
{
	if (!s->cow->page) {
		see_result(o, -EINVAL);
		return 0;
	}
	see_result(o, 0);
	see_private(s, o);
	return 0;
}

static int store(struct session *s, u64 offset, u64 bytes, u8 seed, struct outcome *o)
{
	struct page *page = s->cow->page;

	if (page && (offset > PAGE_SIZE || bytes > PAGE_SIZE - offset)) {
		see_result(o, -EFAULT);
		return 0;
	}
	if (page) {
		pattern_fill(seed, 0, kmap(page) + offset, bytes);
		kunmap(page);
	}
	return load(s, o);
}

int cow_op(struct session *s, u32 code, const u64 *arg, struct outcome *o)
{
	if (!s->cow)
		return -EOPNOTSUPP;
	switch (code) {
	case DAXSPEC_DAX_IOMAP_PGOFF:
		return see_pgoff(s, arg[0], arg[1], arg[2], o);
	case DAXSPEC_COPY_COW_PAGE_DAX:
		return copy(s, arg[0], arg[1], arg[2], o);
	case DAXSPEC_COW_LOAD:
		return load(s, o);
	case DAXSPEC_COW_STORE:
		return store(s, arg[0], arg[1], arg[2], o);
	}
	return -EOPNOTSUPP;
}

int cow_start(struct session *s)
{
	static struct cow_state state;

	s->cow = NULL;
	if (!file)
		return 0;
	state = (struct cow_state){ };
	s->cow = user = &state;
	return 0;
}

void cow_stop(struct session *s)
{
	struct cow_state *c = s->cow;

	if (!c)
		return;
	file_inode(file)->i_private = NULL;
	if (c->page)
		put_page(c->page);
	s->cow = user = NULL;
}

/* ---- start and end of the module ---- */

static int file_init(void)
{
	struct inode *inode = new_inode(mount->mnt_sb);
	struct file *f;

	if (!inode)
		return -ENOMEM;
	inode->i_mode = S_IFREG | 0600;
	inode->i_flags |= S_DAX;
	inode->i_ino = 1;
	i_size_write(inode, MAX_LFS_FILESIZE);
	f = alloc_file_pseudo(inode, mount, "daxspec", O_RDWR, &file_ops);
	if (IS_ERR(f)) {
		iput(inode);
		return PTR_ERR(f);
	}
	file = f;
	return 0;
}

static void put_file(struct work_struct *work)
{
	__fput_sync(file);
	file = NULL;
}

int cow_init(void)
{
	int rc;

	mount = kern_mount(&fs_type);
	if (IS_ERR(mount)) {
		rc = PTR_ERR(mount);
		mount = NULL;
		return rc;
	}
	rc = file_init();
#if !BY_SECTOR
	if (!rc)
		rc = recorder_init();
#endif
	if (rc)
		cow_exit();
	return rc;
}

void cow_exit(void)
{
	struct work_struct work;

#if !BY_SECTOR
	recorder_exit();
#endif
	if (file) {
		/* A process lets go of a file when it returns to user space, and by then the module may be gone: a worker does at once. */
		INIT_WORK_ONSTACK(&work, put_file);
		schedule_work(&work);
		flush_work(&work);
		destroy_work_on_stack(&work);
	}
	if (mount)
		kern_unmount(mount);
	mount = NULL;
}
