#include "scanner/worker/child_program.h"

#include <signal.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <unistd.h>

#include <cstdio>
#include <new>
#include <string_view>
#include <utility>

#include "base/memory.h"
#include "scanner/wire/board.h"
#include "scanner/worker/about_child.h"
#include "scanner/worker/lock_down.h"
#include "scanner/worker/scan_exhibit.h"

namespace winnow {
namespace {

// The board's marks, and whoever else is to be told.
class ToldMarks : public WorkMarks {
 public:
  ToldMarks(BoardMarks board, std::function<void(const WorkPlace&)> on_work)
      : board_(std::move(board)), on_work_(std::move(on_work)) {}

  void begin(const WorkPlace& place) override {
    board_.begin(place);
    if (on_work_) on_work_(place);
  }
  void fetched(std::uint64_t bytes) override { board_.fetched(bytes); }
  void end() override { board_.end(); }

 private:
  BoardMarks board_;
  std::function<void(const WorkPlace&)> on_work_;
};

// The board says what was being done; the rest is the supervisor's to find out.
[[noreturn]] void end_for_want_of_memory() {
  ::_exit(kExitOutOfMemory);
}

bool was_started_by_supervisor() {
  int type = 0;
  socklen_t length = sizeof type;
  return ::getsockopt(kChannelFd, SOL_SOCKET, SO_TYPE, &type, &length) == 0;
}

int fail(const Fault& fault) {
  std::fprintf(stderr, "winnow-worker: %s\n", fault.line().c_str());
  return 2;
}

}  // namespace

int run_child_program(int argc, char** argv, ChildParts parts) {
  if (argc == 2 && std::string_view(argv[1]) == "--version-json") {
    std::printf("%s\n",
                about_child_json(lock_down({{}, std::uint64_t{1} << 30, 0})).c_str());
    return 0;
  }
  if (argc != 1 || !was_started_by_supervisor()) {
    std::fprintf(
        stderr,
        "winnow-worker: this program is started by winnow; run `winnow scan`\n");
    return 2;
  }
  ::signal(SIGPIPE, SIG_IGN);
  give_back_large_pieces();
  std::set_new_handler(end_for_want_of_memory);
  auto board = BoardMarks::attach(kBoardFd);
  if (!board) return fail(board.error());
  ToldMarks marks(std::move(*board), std::move(parts.on_work));
  Channel channel{Fd(kChannelFd)};
  const auto served = serve(channel, marks, parts.is_confined);
  return served ? 0 : fail(served.error());
}

}  // namespace winnow
