// ChildProcess: the program of the hostile wing, started with open descriptors and
// nothing else.
//
// Ends the child, if it still runs, with the object. One thread at a time.
#ifndef WINNOW_SCANNER_SUPERVISE_CHILD_PROCESS_H_
#define WINNOW_SCANNER_SUPERVISE_CHILD_PROCESS_H_

#include <sys/types.h>

#include <chrono>
#include <string>
#include <vector>

#include "base/result.h"
#include "scanner/wire/board.h"
#include "scanner/wire/channel.h"

namespace winnow {

class ChildProcess {
 public:
  // Starts `program` (a path) with its end of the channel as kChannelFd, its board as
  // kBoardFd and copies of `descriptors` from kFirstEvidenceFd on; input and output are
  // /dev/null, and the error output too unless the environment, which holds TZ=UTC and
  // what sanitizers ask for, asks for reports.
  [[nodiscard]] static Result<ChildProcess> start(const std::string& program,
                                                  const std::vector<int>& descriptors);
  ChildProcess(ChildProcess&& other) noexcept;
  ChildProcess& operator=(ChildProcess&&) = delete;
  ~ChildProcess();

  [[nodiscard]] Channel& channel() { return channel_; }
  [[nodiscard]] const Board& board() const { return board_; }
  [[nodiscard]] pid_t pid() const { return pid_; }
  // Waits that long for something to receive; true also when the child is gone.
  [[nodiscard]] Result<bool> await_words(std::chrono::milliseconds longest);
  void kill();

  // Waits for its end: "" after exit status 0, otherwise words such as "was killed by
  // signal 11" or "ended with status 3".
  [[nodiscard]] std::string wait();
  // The same, but a child that does not end within a few seconds is ended: for one that
  // has nothing more to say.
  [[nodiscard]] std::string wait_or_kill();
  // After wait(): the signal that ended it, or 0; its exit status otherwise.
  [[nodiscard]] int signal() const { return signal_; }
  [[nodiscard]] int exit_status() const { return exit_status_; }
  [[nodiscard]] bool could_not_start() const;

 private:
  ChildProcess(pid_t pid, Fd channel, Board board)
      : pid_(pid), channel_(std::move(channel)), board_(std::move(board)) {}

  pid_t pid_;  // 0 once it was waited for
  Channel channel_;
  Board board_;
  std::string ending_;
  int signal_ = 0;
  int exit_status_ = 0;
};

// The child program that belongs to this program: beside it, or in ../libexec/winnow.
[[nodiscard]] Result<std::string> find_worker();

}  // namespace winnow

#endif  // WINNOW_SCANNER_SUPERVISE_CHILD_PROCESS_H_
