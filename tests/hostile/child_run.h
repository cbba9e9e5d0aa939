// Programs that are started to be watched: with an end in time, and the processor time
// of everything that came of them.
//
// A process that runs them should be a child subreaper (become_reaper), or what a
// killed supervisor leaves behind cannot be seen. One RunningProgram is one thread's.
#ifndef WINNOW_TESTS_HOSTILE_CHILD_RUN_H_
#define WINNOW_TESTS_HOSTILE_CHILD_RUN_H_

#include <sys/types.h>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace winnow::hostile {

using Clock = std::chrono::steady_clock;

// From now on orphans of what this process starts become its own children.
void become_reaper();

// A program in a process group of its own, with its output in files.
class RunningProgram {
 public:
  // Ends the process with a line on stderr if the program cannot be started.
  RunningProgram(const std::vector<std::string>& argv, const std::string& out,
                 const std::string& err);
  ~RunningProgram();  // kills what still runs
  RunningProgram(const RunningProgram&) = delete;
  RunningProgram& operator=(const RunningProgram&) = delete;

  [[nodiscard]] pid_t pid() const { return pid_; }
  // Whether it ends before `end`. Its status stays to be collected.
  [[nodiscard]] bool ends_before(Clock::time_point end) const;
  // Waits for it: exit status, or 128 + the number of the signal.
  int collect();
  // Processor seconds of it and of all that it waited for; after collect().
  [[nodiscard]] double processor_seconds() const { return processor_seconds_; }

 private:
  pid_t pid_ = -1;
  int pidfd_ = -1;
  double processor_seconds_ = 0;
};

struct Ended {
  int status = -1;       // exit status; 128 + number for a signal
  bool in_time = false;  // by itself, before the limit
  double seconds = 0;
};
[[nodiscard]] Ended run_to_end(const std::vector<std::string>& argv,
                               const std::string& out, const std::string& err,
                               std::chrono::milliseconds limit);

// The processes named `name` whose parent is `parent`, zombies left out.
[[nodiscard]] std::vector<pid_t> children_named(pid_t parent, const std::string& name);

struct Orphans {
  std::vector<pid_t> left;  // those that still ran after the grace, killed now
  double processor_seconds = 0;
};
// Waits for the orphans named `name` that this process has inherited.
[[nodiscard]] Orphans reap_orphans(const std::string& name,
                                   std::chrono::milliseconds grace);

[[nodiscard]] std::string read_text(const std::string& path);

}  // namespace winnow::hostile

#endif  // WINNOW_TESTS_HOSTILE_CHILD_RUN_H_
