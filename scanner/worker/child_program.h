// The whole life of the child's process. Programs of the tests are the same with other
// parts.
#ifndef WINNOW_SCANNER_WORKER_CHILD_PROGRAM_H_
#define WINNOW_SCANNER_WORKER_CHILD_PROGRAM_H_

#include <functional>

#include "scanner/wire/work_place.h"

namespace winnow {

struct ChildParts {
  bool is_confined = true;  // not so only in the benchmark of what that costs
  // Called by every thread that begins something, after the board shows it.
  std::function<void(const WorkPlace&)> on_work;
};

// Gives the exit status: 0 after Done or Broken was sent.
[[nodiscard]] int run_child_program(int argc, char** argv, ChildParts parts = {});

}  // namespace winnow

#endif  // WINNOW_SCANNER_WORKER_CHILD_PROGRAM_H_
