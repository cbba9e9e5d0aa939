// Runs a command and writes down what it cost, and when it said what.
//
//   measure ROWS [--stamps FILE] [--errors FILE] COMMAND [WORD...]
//
// Appends one line to ROWS, tab-separated:
//
//   wall       seconds from the start to the end of the command
//   processor  seconds, user and system, of the command and all it waited for
//   peak       KiB of resident memory: the largest sum over the whole process tree,
//   looked
//              at every 10 ms, or the largest single process if that is more (a page
//              that two processes share counts twice)
//   fetched    bytes that read calls returned, in the same tree, page cache included;
//              pipes and files of the program's own count too
//   device     bytes of these that were fetched from a block device
//   status     exit status; 128 + number for a signal
//
// --stamps FILE keeps each line of the command's standard output with the seconds since
// the start and a tab before it; without it standard output is dropped. --errors FILE
// keeps its standard error. Exit status 0 whatever the command's was; 2 if it could not
// be run.
#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;

constexpr int kSampleMilliseconds = 10;

struct Order {
  std::string rows;
  std::string stamps;
  std::string errors = "/dev/null";
  char** command = nullptr;
};

[[noreturn]] void fail(const std::string& what) {
  std::fprintf(stderr, "measure: %s\n", what.c_str());
  std::exit(2);
}

Order read_arguments(int argc, char** argv) {
  Order order;
  int at = 1;
  if (at < argc) order.rows = argv[at++];
  while (at + 1 < argc) {
    const std::string_view word = argv[at];
    if (word == "--stamps") {
      order.stamps = argv[at + 1];
    } else if (word == "--errors") {
      order.errors = argv[at + 1];
    } else {
      break;
    }
    at += 2;
  }
  if (at >= argc) {
    fail("usage: measure ROWS [--stamps FILE] [--errors FILE] COMMAND [WORD...]");
  }
  order.command = argv + at;
  return order;
}

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

// Whole, or as far as it goes: a process may end while its files are read.
std::string read_text(const std::string& path) {
  std::string text;
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return text;
  char part[4096];
  for (ssize_t got = 0; (got = ::read(file, part, sizeof part)) > 0;) {
    text.append(part, static_cast<std::size_t>(got));
  }
  ::close(file);
  return text;
}

// The processes below one, told by their parents. A process is asked for its parent
// once.
class ProcessTree {
 public:
  explicit ProcessTree(pid_t root) { is_member_[root] = true; }

  [[nodiscard]] std::uint64_t resident_bytes() {
    std::uint64_t pages = 0;
    for (const pid_t pid : pids()) {
      if (is_member(pid)) pages += resident_pages(pid);
    }
    return pages * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
  }

 private:
  static std::vector<pid_t> pids() {
    std::vector<pid_t> found;
    DIR* folder = ::opendir("/proc");
    if (!folder) fail("/proc cannot be read");
    while (const dirent* entry = ::readdir(folder)) {
      pid_t pid = 0;
      const char* end = entry->d_name + std::strlen(entry->d_name);
      const auto parsed = std::from_chars(entry->d_name, end, pid);
      if (parsed.ec == std::errc{} && parsed.ptr == end) found.push_back(pid);
    }
    ::closedir(folder);
    std::sort(found.begin(), found.end());
    return found;
  }

  bool is_member(pid_t pid) {
    const auto known = is_member_.find(pid);
    if (known != is_member_.end()) return known->second;
    const auto parent = is_member_.find(parent_of(pid));
    return is_member_[pid] = parent != is_member_.end() && parent->second;
  }

  // /proc/PID/stat: "PID (NAME) STATE PARENT ..."; the name may hold anything.
  static pid_t parent_of(pid_t pid) {
    const std::string text = read_text("/proc/" + std::to_string(pid) + "/stat");
    const std::size_t name_end = text.rfind(')');
    if (name_end == std::string::npos || name_end + 4 >= text.size()) return 0;
    return std::atoi(text.c_str() + name_end + 4);
  }

  static std::uint64_t resident_pages(pid_t pid) {
    const std::string text = read_text("/proc/" + std::to_string(pid) + "/statm");
    const std::size_t blank = text.find(' ');
    if (blank == std::string::npos) return 0;
    return std::strtoull(text.c_str() + blank, nullptr, 10);
  }

  std::unordered_map<pid_t, bool> is_member_;
};

// Standard output of the command, line by line, each with the time it came.
class StampedLines {
 public:
  StampedLines(const std::string& path, Clock::time_point start) : start_(start) {
    file_ = std::fopen(path.c_str(), "w");
    if (!file_) fail(path + ": " + std::strerror(errno));
  }
  StampedLines(const StampedLines&) = delete;
  StampedLines& operator=(const StampedLines&) = delete;
  ~StampedLines() {
    if (!line_.empty()) write(seconds_since(start_));
    std::fclose(file_);
  }

  // False at the end of the output.
  bool take(int pipe) {
    char part[65536];
    const ssize_t got = ::read(pipe, part, sizeof part);
    if (got < 0 && errno == EINTR) return true;
    if (got <= 0) return false;
    const double now = seconds_since(start_);
    for (const char c : std::string_view(part, static_cast<std::size_t>(got))) {
      if (c == '\n') {
        write(now);
      } else {
        line_ += c;
      }
    }
    return true;
  }

 private:
  void write(double now) {
    std::fprintf(file_, "%.4f\t%s\n", now, line_.c_str());
    line_.clear();
  }

  Clock::time_point start_;
  std::FILE* file_ = nullptr;
  std::string line_;
};

// In the child; never returns.
[[noreturn]] void become(const Order& order, int output) {
  const int errors =
      ::open(order.errors.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  ::dup2(::open("/dev/null", O_RDONLY | O_CLOEXEC), STDIN_FILENO);
  ::dup2(output, STDOUT_FILENO);
  ::dup2(errors, STDERR_FILENO);
  ::execvp(order.command[0], order.command);
  ::_exit(127);
}

// "NAME: NUMBER" in /proc/PID/io, which the kernel keeps until the process is waited
// for and to which it adds those of the children that were waited for.
std::uint64_t io_count(const std::string& text, const std::string& name) {
  const std::size_t at = text.find(name + ": ");
  if (at == std::string::npos) return 0;
  return std::strtoull(text.c_str() + at + name.size() + 2, nullptr, 10);
}

double seconds_of(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

void write_row(const std::string& path, pid_t child, double wall,
               std::uint64_t peak_bytes) {
  const std::string io = read_text("/proc/" + std::to_string(child) + "/io");
  int status = 0;
  ::waitpid(child, &status, 0);
  rusage usage{};
  ::getrusage(RUSAGE_CHILDREN, &usage);
  std::FILE* rows = std::fopen(path.c_str(), "a");
  if (!rows) fail(path + ": " + std::strerror(errno));
  std::fprintf(rows, "%.4f\t%.4f\t%llu\t%llu\t%llu\t%d\n", wall,
               seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime),
               static_cast<unsigned long long>(std::max<std::uint64_t>(
                   peak_bytes / 1024, static_cast<std::uint64_t>(usage.ru_maxrss))),
               static_cast<unsigned long long>(io_count(io, "rchar")),
               static_cast<unsigned long long>(io_count(io, "read_bytes")),
               WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
  std::fclose(rows);
  if (WIFEXITED(status) && WEXITSTATUS(status) == 127) {
    fail("a command could not be run; see its errors");
  }
}

// Samples memory and takes lines until the child has ended; the seconds that took.
double watch(pid_t child, int output, StampedLines* lines, Clock::time_point start,
             std::uint64_t& peak_bytes) {
  const int ended = static_cast<int>(::syscall(SYS_pidfd_open, child, 0));
  if (ended < 0)
    fail("a process cannot be watched: " + std::string(std::strerror(errno)));
  ProcessTree tree(child);
  pollfd waits[2] = {{ended, POLLIN, 0}, {lines ? output : -1, POLLIN, 0}};
  auto next_sample = start;
  double wall = 0;
  while (wall == 0 || waits[1].fd >= 0) {
    ::poll(waits, 2, kSampleMilliseconds);
    if (wall == 0 && (waits[0].revents & POLLIN) != 0) {
      wall = seconds_since(start);
      waits[0].fd = -1;
    }
    if (lines && waits[1].fd >= 0 && waits[1].revents != 0 && !lines->take(output)) {
      waits[1].fd = -1;
    }
    if (wall == 0 && Clock::now() >= next_sample) {
      peak_bytes = std::max(peak_bytes, tree.resident_bytes());
      next_sample = Clock::now() + std::chrono::milliseconds(kSampleMilliseconds);
    }
  }
  ::close(ended);
  return wall;
}

void measure(const Order& order) {
  int ends[2] = {-1, -1};
  if (order.stamps.empty()) {
    ends[1] = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
  } else if (::pipe2(ends, O_CLOEXEC) != 0) {
    fail("pipe: " + std::string(std::strerror(errno)));
  }
  const auto start = Clock::now();
  const pid_t child = ::fork();
  if (child < 0) fail("fork: " + std::string(std::strerror(errno)));
  if (child == 0) become(order, ends[1]);
  ::close(ends[1]);
  std::uint64_t peak_bytes = 0;
  double wall = 0;
  if (order.stamps.empty()) {
    wall = watch(child, -1, nullptr, start, peak_bytes);
  } else {
    StampedLines lines(order.stamps, start);
    wall = watch(child, ends[0], &lines, start, peak_bytes);
  }
  write_row(order.rows, child, wall, peak_bytes);
}

}  // namespace

int main(int argc, char** argv) {
  measure(read_arguments(argc, argv));
  return 0;
}
