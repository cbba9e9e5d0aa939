// The lock-down of the child, before it has read a byte of evidence or started a
// thread.
//
// What is left to it: to read the descriptors it was given, to talk on its channel, to
// compute, to start threads. It cannot open a path, make a socket, write to evidence,
// start a program, gain a privilege or leave a core file. Means, each for itself, where
// the kernel has them:
//   capabilities dropped            capabilities(7)
//   no new privileges               prctl(2), PR_SET_NO_NEW_PRIVS
//   Landlock                        landlock(7): no paths; of a folder, what is below
//   it seccomp                         a short list of system calls, through libseccomp
//   limits                          memory (RLIMIT_DATA), no core file
// Sanitizers need more calls and memory than that: with them, no seccomp and no limits.
#ifndef WINNOW_SCANNER_WORKER_LOCK_DOWN_H_
#define WINNOW_SCANNER_WORKER_LOCK_DOWN_H_

#include <cstdint>
#include <vector>

#include "scanner/wire/messages.h"

namespace winnow {

struct LockDownNeeds {
  // Descriptors whose files, or what lies below them, must still be opened by name: a
  // folder; an AFF image, whose library knows nothing but names.
  std::vector<int> opened_by_name;
  std::uint64_t memory_bytes = 0;  // most that may be asked for; 0: no limit
  std::uint64_t later_bytes = 0;   // more, once allow_later_memory() was called
};

// Never fails: what could not be put in force is named as lacking.
[[nodiscard]] Confined lock_down(const LockDownNeeds& needs);
// To be called after that, if at all.
void allow_later_memory();

}  // namespace winnow

#endif  // WINNOW_SCANNER_WORKER_LOCK_DOWN_H_
