#include "drivers/selftest/command_run.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>

#include "base/file.h"
#include "scanner/supervise/interruption.h"

extern char** environ;

namespace winnow {
namespace {

constexpr std::uint64_t kMostPrinted = std::uint64_t{64} << 20;

Result<pid_t> start(const std::vector<std::string>& words, const std::string& out,
                    const std::string& err) {
  constexpr int kNew = O_WRONLY | O_CREAT | O_TRUNC;
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, out.c_str(), kNew, 0600);
  posix_spawn_file_actions_addopen(&files, STDERR_FILENO, err.c_str(), kNew, 0600);
  std::vector<std::string> copies = words;
  std::vector<char*> pointers;
  for (std::string& word : copies) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  pid_t child = 0;
  const int error = ::posix_spawn(&child, words[0].c_str(), &files, nullptr,
                                  pointers.data(), environ);
  posix_spawn_file_actions_destroy(&files);
  if (error != 0) return fault_from_errno(error, "cannot be started", words[0]);
  return child;
}

int wait_for(pid_t child) {
  int state = 0;
  while (::waitpid(child, &state, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(state) ? WEXITSTATUS(state) : 128 + WTERMSIG(state);
}

}  // namespace

Result<CommandAnswer> run_command(const std::vector<std::string>& words,
                                  const std::string& folder) {
  const std::string out_path = folder + "/printed";
  const std::string err_path = folder + "/complained";
  const auto child = start(words, out_path, err_path);
  if (!child) return child.error();
  Interruption::guard(*child);
  CommandAnswer answer;
  answer.status = wait_for(*child);
  Interruption::guard(0);
  if (Interruption::requested()) {
    return Fault{FaultKind::io, "was interrupted; nothing was put on record",
                 "the self-test", std::nullopt};
  }
  auto out = read_whole_file(out_path, kMostPrinted);
  if (!out) return std::move(out).error();
  auto err = read_whole_file(err_path, kMostPrinted);
  if (!err) return std::move(err).error();
  answer.out = std::move(*out);
  answer.err = std::move(*err);
  return answer;
}

}  // namespace winnow
