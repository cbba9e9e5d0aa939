#include "tests/hostile/child_run.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

extern char** environ;

namespace winnow::hostile {
namespace {

constexpr std::chrono::milliseconds kGlance{10};

double seconds_of(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
}

double processor_time(const rusage& usage) {
  return seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime);
}

int status_of(int state) {
  return WIFEXITED(state) ? WEXITSTATUS(state) : 128 + WTERMSIG(state);
}

[[noreturn]] void give_up(const std::string& program, int error) {
  std::fprintf(stderr, "%s: cannot be started: %s\n", program.c_str(),
               std::strerror(error));
  std::exit(2);
}

struct ProcessFacts {
  std::string name;
  char state = 'Z';
  pid_t parent = 0;
};

// /proc/PID/stat = pid "(" name ")" state ppid ...; the name may hold anything.
ProcessFacts facts_of(const std::string& pid) {
  const std::string stat = read_text("/proc/" + pid + "/stat");
  const auto open = stat.find('(');
  const auto close = stat.rfind(')');
  ProcessFacts facts;
  if (open == std::string::npos || close == std::string::npos) return facts;
  facts.name = stat.substr(open + 1, close - open - 1);
  std::istringstream rest(stat.substr(close + 1));
  rest >> facts.state >> facts.parent;
  return facts;
}

std::vector<pid_t> processes(pid_t parent, const std::string& name, bool dead_too) {
  std::vector<pid_t> found;
  for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
    const std::string pid = entry.path().filename();
    if (std::isdigit(static_cast<unsigned char>(pid.front())) == 0) continue;
    const ProcessFacts facts = facts_of(pid);
    if (facts.parent == parent && facts.name == name &&
        (dead_too || facts.state != 'Z')) {
      found.push_back(static_cast<pid_t>(std::atol(pid.c_str())));
    }
  }
  return found;
}

}  // namespace

void become_reaper() {
  ::prctl(PR_SET_CHILD_SUBREAPER, 1);
}

RunningProgram::RunningProgram(const std::vector<std::string>& argv,
                               const std::string& out, const std::string& err) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, 1, out.c_str(),
                                   O_WRONLY | O_CREAT | O_TRUNC, 0600);
  posix_spawn_file_actions_addopen(&actions, 2, err.c_str(),
                                   O_WRONLY | O_CREAT | O_TRUNC, 0600);
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
  posix_spawnattr_setpgroup(&attributes, 0);
  std::vector<std::string> words = argv;
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  const int error = ::posix_spawnp(&pid_, pointers[0], &actions, &attributes,
                                   pointers.data(), environ);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  if (error != 0) give_up(argv[0], error);
  pidfd_ = static_cast<int>(::syscall(SYS_pidfd_open, pid_, 0));
  if (pidfd_ < 0) give_up(argv[0], errno);
}

RunningProgram::~RunningProgram() {
  if (pid_ > 0) {
    ::kill(pid_, SIGKILL);
    collect();
  }
  ::close(pidfd_);
}

bool RunningProgram::ends_before(Clock::time_point end) const {
  for (;;) {
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(end - Clock::now()).count();
    pollfd ended{pidfd_, POLLIN, 0};
    const int got = ::poll(&ended, 1, static_cast<int>(std::max<long>(left, 0)));
    if (got > 0) return true;
    if (got == 0) return false;
  }
}

int RunningProgram::collect() {
  int state = 0;
  rusage usage{};
  while (::wait4(pid_, &state, 0, &usage) < 0 && errno == EINTR) {
  }
  pid_ = -1;
  processor_seconds_ = processor_time(usage);
  return status_of(state);
}

Ended run_to_end(const std::vector<std::string>& argv, const std::string& out,
                 const std::string& err, std::chrono::milliseconds limit) {
  const auto begin = Clock::now();
  RunningProgram program(argv, out, err);
  Ended ended;
  ended.in_time = program.ends_before(begin + limit);
  if (!ended.in_time) ::kill(program.pid(), SIGKILL);
  ended.status = program.collect();
  ended.seconds = std::chrono::duration<double>(Clock::now() - begin).count();
  return ended;
}

std::vector<pid_t> children_named(pid_t parent, const std::string& name) {
  return processes(parent, name, false);
}

Orphans reap_orphans(const std::string& name, std::chrono::milliseconds grace) {
  Orphans orphans;
  const auto end = Clock::now() + grace;
  for (;;) {
    const bool is_over = Clock::now() >= end;
    bool any_left = false;
    for (const pid_t pid : processes(::getpid(), name, true)) {
      if (is_over) {
        orphans.left.push_back(pid);
        ::kill(pid, SIGKILL);
      }
      rusage usage{};
      if (::wait4(pid, nullptr, is_over ? 0 : WNOHANG, &usage) == pid) {
        orphans.processor_seconds += processor_time(usage);
      } else {
        any_left = true;
      }
    }
    if (!any_left || is_over) return orphans;
    std::this_thread::sleep_for(kGlance);
  }
}

std::string read_text(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

}  // namespace winnow::hostile
