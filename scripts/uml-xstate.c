/*
 * Lets the kernel of Debian's user-mode-linux run on processors whose extended state is larger than
 * its buffer (those with AMX: 11 008 bytes against 2 696). Preloaded into linux.uml by scripts/uml-run.
 *
 * Linux takes the extended state of a traced process only whole (PTRACE_SETREGSET, NT_X86_XSTATE;
 * arch/x86/kernel/fpu/regset.c). UML sets what fits into its buffer, is refused, and aborts. Here what
 * it sets is laid over the state that the process has, and the whole is set: AVX and AVX-512 are in
 * the part that UML keeps; the rest (AMX tiles) no program of the guest uses.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <elf.h>
#include <errno.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/uio.h>

#define STATE_MAX 65536

typedef long (*ptrace_function)(int, int, void *, void *);

static ptrace_function original(void)
{
	static ptrace_function found;
	if (!found)
		found = (ptrace_function)dlsym(RTLD_NEXT, "ptrace");
	return found;
}

static long set_state(int pid, struct iovec *given)
{
	static char whole[STATE_MAX] __attribute__((aligned(64)));
	struct iovec present = { whole, sizeof(whole) };

	if (original()(PTRACE_GETREGSET, pid, (void *)NT_X86_XSTATE, &present) < 0)
		return -1;
	if (given->iov_len > present.iov_len) {
		errno = EINVAL;
		return -1;
	}
	memcpy(whole, given->iov_base, given->iov_len);
	return original()(PTRACE_SETREGSET, pid, (void *)NT_X86_XSTATE, &present);
}

long ptrace(enum __ptrace_request request, ...)
{
	va_list arguments;
	va_start(arguments, request);
	int pid = va_arg(arguments, int);
	void *address = va_arg(arguments, void *);
	void *data = va_arg(arguments, void *);
	va_end(arguments);
	if (request == PTRACE_SETREGSET && address == (void *)NT_X86_XSTATE)
		return set_state(pid, data);
	return original()(request, pid, address, data);
}
