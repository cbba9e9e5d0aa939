// A child that, once it is at work on its first file, tries to do what it must not, and
// tells how each attempt ended on its error output, which is the supervisor's: "what:
// errno" or "what: done".
#include <fcntl.h>
#include <linux/io_uring.h>
#include <netinet/in.h>
#include <sched.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdio>

#include "scanner/wire/messages.h"
#include "scanner/worker/child_program.h"

namespace {

void tell(const char* what, long result) {
  if (result < 0) {
    std::fprintf(stderr, "%s: %s\n", what, strerrorname_np(errno));
  } else {
    std::fprintf(stderr, "%s: done\n", what);
  }
}

void try_paths() {
  tell("open a path", ::open("/etc/passwd", O_RDONLY));
  tell("open below the evidence's folder",
       ::openat(winnow::kFirstEvidenceFd, "../../../../../../etc/passwd", O_RDONLY));
  tell("make a file", ::open("/tmp/winnow-prisoner", O_WRONLY | O_CREAT, 0600));
  tell("remove a file", ::unlink("/tmp/winnow-prisoner"));
  tell("list a folder", ::open("/", O_RDONLY | O_DIRECTORY));
}

void try_evidence() {
  const char byte = 'x';
  tell("write to the evidence", ::write(winnow::kFirstEvidenceFd, &byte, 1));
  tell("write into the evidence", ::pwrite(winnow::kFirstEvidenceFd, &byte, 1, 0));
  tell("cut the evidence", ::ftruncate(winnow::kFirstEvidenceFd, 0));
  tell("map the evidence for writing",
       ::mmap(nullptr, 4096, PROT_READ | PROT_WRITE, MAP_SHARED,
              winnow::kFirstEvidenceFd, 0) == MAP_FAILED
           ? -1
           : 0);
}

void try_world() {
  tell("make a network socket", ::socket(AF_INET, SOCK_STREAM, 0));
  tell("make a local socket", ::socket(AF_UNIX, SOCK_STREAM, 0));
  io_uring_params ring{};
  tell("set up io_uring", ::syscall(SYS_io_uring_setup, 1, &ring));
  tell("start a process", ::syscall(SYS_clone, SIGCHLD, 0, 0, 0, 0));
  char* const nothing[] = {nullptr};
  tell("start a program", ::execve("/bin/true", nothing, nothing));
  tell("signal its supervisor", ::kill(::getppid(), 0));
  tell("trace its supervisor", ::ptrace(PTRACE_ATTACH, ::getppid(), 0, 0));
  tell("make memory that can be executed",
       ::mmap(nullptr, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1,
              0) == MAP_FAILED
           ? -1
           : 0);
  const rlimit most{RLIM_INFINITY, RLIM_INFINITY};
  tell("raise its memory limit", ::setrlimit(RLIMIT_DATA, &most));
}

void on_work(const winnow::WorkPlace& place) {
  static std::atomic<bool> tried{false};
  if (place.step != winnow::WorkStep::file || tried.exchange(true)) return;
  try_paths();
  try_evidence();
  try_world();
}

}  // namespace

int main(int argc, char** argv) {
  winnow::ChildParts parts;
  parts.on_work = on_work;
  return winnow::run_child_program(argc, argv, parts);
}
