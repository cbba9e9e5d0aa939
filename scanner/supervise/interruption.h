// Interruption: Ctrl-C and its like, turned into a flag and an end of the running
// child.
//
// While one lives, SIGINT, SIGTERM and SIGHUP set the flag and kill the child that
// guard() named, so that whoever waits for the child sees it end. Whoever gives another
// signal a second later or more does not want to wait for the answer: it has its usual
// effect. A SIGHUP that was ignored before (nohup) stays ignored. One at a time, in the
// main thread.
#ifndef WINNOW_SCANNER_SUPERVISE_INTERRUPTION_H_
#define WINNOW_SCANNER_SUPERVISE_INTERRUPTION_H_

#include <signal.h>
#include <sys/types.h>

#include <array>

namespace winnow {

class Interruption {
 public:
  Interruption();
  ~Interruption();
  Interruption(const Interruption&) = delete;
  Interruption& operator=(const Interruption&) = delete;

  [[nodiscard]] static bool requested();
  // The child to end on a signal, 0 for none. If one was requested already it ends now.
  static void guard(pid_t child);

 private:
  std::array<struct sigaction, 3> before_{};
};

}  // namespace winnow

#endif  // WINNOW_SCANNER_SUPERVISE_INTERRUPTION_H_
