/* SPDX-License-Identifier: GPL-2.0 */
#include <linux/linkage.h>
#include <linux/version.h>
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 1, 0)
#include <linux/objtool.h>
#endif

/*
 * int guard_enter(struct guard_frame *frame): guard_body(frame) between a saved stack and its restoration.
 *
 * Whoever finds frame->armed set may send this task to guard_resume with the stack pointer at frame->sp and 1 in rax.
 * That holds at every instruction up to the one that clears frame->armed, that one included: the stack above frame->sp
 * is not popped before.
 */
SYM_FUNC_START(guard_enter)
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
