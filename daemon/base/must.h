/* Assertions that stay on. `must` states what only a defect of ours can break, never what a document, a file
 * or an administrator can: those are faults (fault.h) or error codes. A broken one ends the process with the
 * place on standard error; a supervisor starts it again. Used by every process. */
#pragma once

_Noreturn void must_fail(const char *expression, const char *file, int line);

#define must(x) ((x) ? (void)0 : must_fail(#x, __FILE__, __LINE__))
