/* SPDX-License-Identifier: GPL-2.0 */
#include <linux/linkage.h>
#include <linux/version.h>
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 1, 0)
#include <linux/objtool.h>
#include <asm/nospec-branch.h>
#endif
#include <asm/unwind_hints.h>

/*
 * int guard_enter(struct guard_frame *frame): guard_body(frame) between a saved stack and its restoration.
 *
 * Whoever finds frame->armed set may send this task to guard_resume with the stack pointer at frame->sp and 1 in rax.
 * That holds at every instruction up to the one that clears frame->armed, that one included: the stack above frame->sp
 * is not popped before.
 */
SYM_FUNC_START(guard_enter)
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 1, 0)
	ANNOTATE_NOENDBR		/* where_is compares addresses with it */
#endif
	pushq	%rbp
	pushq	%rbx
	pushq	%r12
	pushq	%r13
	pushq	%r14
	pushq	%r15
	pushq	%rdi
	movq	%rsp, (%rdi)
	movl	$1, 8(%rdi)
	call	guard_body
	xorl	%eax, %eax
SYM_INNER_LABEL(guard_resume, SYM_L_GLOBAL)
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 1, 0)
	ANNOTATE_NOENDBR		/* reached by iret only */
#endif
	/* A trap that is being handled may yet be counted as passed: whatever its length, what follows is here. */
	.rept 16
	nop
	.endr
	movq	(%rsp), %rdi
	movl	$0, 8(%rdi)
	popq	%rdi
	popq	%r15
	popq	%r14
	popq	%r13
	popq	%r12
	popq	%rbx
	popq	%rbp
	RET
SYM_FUNC_END(guard_enter)

/* Where a kprobe sends a function that is not to run: back to its caller. */
SYM_FUNC_START(guard_return)
	endbr64
	RET
SYM_FUNC_END(guard_return)

/* Entered by iret in the midst of a function, and left to the same place: no register changes, nor a flag. */
SYM_FUNC_START(circle_leave)
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 1, 0)
	ANNOTATE_NOENDBR
#endif
	pushq	circle_left(%rip)
	UNWIND_HINT_FUNC		/* as if called from there */
	pushq	%rax
	movl	$0x400, %eax		/* the bit of DR7 that is always there */
	movq	%rax, %db7
	popq	%rax
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 1, 0)
	ANNOTATE_UNRET_SAFE		/* a return thunk may change flags */
#endif
	ret
SYM_FUNC_END(circle_leave)
