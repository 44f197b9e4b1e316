// Lets User-Mode Linux 6.1 run on a CPU whose register state is longer than the buffer that kernel
// has for it (Intel AMX): its ptrace call is answered EFAULT there and the guest dies at its first
// process. The host takes only a whole state, so what the guest does not know is filled in from the
// traced process. scripts/uml-run compiles this file and loads it into the guest's kernel.
#include <elf.h>
#include <stdarg.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

// The guest's kernel is one thread, and its stacks are small.
static char state[65536] __attribute__((aligned(64)));

static long set_registers(int pid, void *kind, struct iovec *given) {
  struct iovec whole = {state, sizeof state};
  if (syscall(SYS_ptrace, PTRACE_GETREGSET, pid, kind, &whole) != 0 || whole.iov_len <= given->iov_len)
    return syscall(SYS_ptrace, PTRACE_SETREGSET, pid, kind, given);
  memcpy(state, given->iov_base, given->iov_len);
  return syscall(SYS_ptrace, PTRACE_SETREGSET, pid, kind, &whole);
}

long ptrace(enum __ptrace_request request, ...) {
  va_list arguments;
  va_start(arguments, request);
  int pid = va_arg(arguments, int);
  void *address = va_arg(arguments, void *);
  void *data = va_arg(arguments, void *);
  va_end(arguments);
  if (request == PTRACE_SETREGSET && address == (void *)NT_X86_XSTATE)
    return set_registers(pid, address, data);
  if (request == PTRACE_PEEKTEXT || request == PTRACE_PEEKDATA || request == PTRACE_PEEKUSER) {
    // The system call stores the word, the C function returns it.
    long word = 0;
    return syscall(SYS_ptrace, request, pid, address, &word) < 0 ? -1 : word;
  }
  return syscall(SYS_ptrace, request, pid, address, data);
}
