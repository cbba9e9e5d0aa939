#include "scanner/worker/lock_down.h"

#include <fcntl.h>
#include <linux/capability.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>

#include "base/file.h"

namespace winnow {
namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr bool kSanitized = true;
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
constexpr bool kSanitized = true;
#else
constexpr bool kSanitized = false;
#endif
#else
constexpr bool kSanitized = false;
#endif

bool drop_capabilities() {
  __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
  std::array<__user_cap_data_struct, _LINUX_CAPABILITY_U32S_3> none{};
  return ::syscall(SYS_capset, &header, none.data()) == 0;
}

// ---- Landlock: <linux/landlock.h> of Debian 12 ends with version 2 of the interface,
// so the newer fields are stated here (Documentation/userspace-api/landlock.rst).

struct LandlockRuleset {
  std::uint64_t handled_fs = 0;
  std::uint64_t handled_net = 0;  // since version 4
  std::uint64_t scoped = 0;       // since version 6
};
struct [[gnu::packed]] LandlockPathRule {
  std::uint64_t allowed = 0;
  std::int32_t parent_fd = -1;
};
constexpr std::uint64_t kReadFile = 1u << 2;
constexpr std::uint64_t kReadFolder = 1u << 3;
constexpr std::uint32_t kAskVersion = 1;
constexpr int kPathRule = 1;

// All rights over files that this version of the interface knows.
std::uint64_t all_fs_rights(long version) {
  constexpr unsigned kFirst = 13;  // execute ... make a symbolic link
  unsigned rights = kFirst;
  if (version >= 2) ++rights;  // refer
  if (version >= 3) ++rights;  // truncate
  if (version >= 5) ++rights;  // ioctl of devices
  return (std::uint64_t{1} << rights) - 1;
}

// The version in force, 0 for none.
long restrict_paths(const std::vector<int>& opened_by_name) {
  const long version = ::syscall(SYS_landlock_create_ruleset, nullptr, 0, kAskVersion);
  if (version < 1) return 0;
  LandlockRuleset ruleset;
  ruleset.handled_fs = all_fs_rights(version);
  std::size_t size = sizeof ruleset.handled_fs;
  if (version >= 4) {
    ruleset.handled_net = 3;  // bind and connect of TCP
    size += sizeof ruleset.handled_net;
  }
  if (version >= 6) {
    ruleset.scoped = 3;  // abstract UNIX sockets and signals
    size += sizeof ruleset.scoped;
  }
  const Fd rules(
      static_cast<int>(::syscall(SYS_landlock_create_ruleset, &ruleset, size, 0)));
  if (!rules.is_open()) return 0;
  for (const int fd : opened_by_name) {
    struct stat info {};
    const bool is_folder = ::fstat(fd, &info) == 0 && S_ISDIR(info.st_mode);
    const LandlockPathRule rule{is_folder ? kReadFile | kReadFolder : kReadFile, fd};
    if (::syscall(SYS_landlock_add_rule, rules.get(), kPathRule, &rule, 0) != 0) {
      return 0;
    }
  }
  return ::syscall(SYS_landlock_restrict_self, rules.get(), 0) == 0 ? version : 0;
}

// ---- seccomp

struct ReleaseFilter {
  void operator()(void* filter) const { ::seccomp_release(filter); }
};

class CallFilter {
 public:
  // What is not allowed fails with "operation not permitted": a library that probes for
  // more than it needs finds out, and goes on.
  CallFilter()
      : filter_(::seccomp_init(SCMP_ACT_ERRNO(EPERM))), sound_(filter_ != nullptr) {
    if (!sound_) return;
    // A binary search; and no slowing down of speculation, which costs every
    // instruction, not only calls.
    take(::seccomp_attr_set(filter_.get(), SCMP_FLTATR_CTL_OPTIMIZE, 2));
    take(::seccomp_attr_set(filter_.get(), SCMP_FLTATR_CTL_SSB, 1));
  }

  void allow(std::initializer_list<int> calls) {
    for (const int call : calls) {
      take(::seccomp_rule_add(filter_.get(), SCMP_ACT_ALLOW, call, 0));
    }
  }
  void allow_if(int call, std::initializer_list<scmp_arg_cmp> conditions) {
    take(::seccomp_rule_add_array(filter_.get(), SCMP_ACT_ALLOW, call,
                                  static_cast<unsigned>(conditions.size()),
                                  conditions.begin()));
  }
  void refuse(int call, int error) {
    take(::seccomp_rule_add(filter_.get(), SCMP_ACT_ERRNO(static_cast<unsigned>(error)),
                            call, 0));
  }
  bool load() {
    if (sound_) take(::seccomp_load(filter_.get()));
    return sound_;
  }

 private:
  void take(int result) { sound_ = sound_ && result == 0; }

  std::unique_ptr<void, ReleaseFilter> filter_;
  bool sound_;
};

scmp_arg_cmp argument(unsigned number, scmp_compare compare, std::uint64_t a,
                      std::uint64_t b = 0) {
  return {number, compare, a, b};
}

void allow_computing(CallFilter& filter) {
  filter.allow({SCMP_SYS(brk),
                SCMP_SYS(munmap),
                SCMP_SYS(mremap),
                SCMP_SYS(madvise),
                SCMP_SYS(futex),
                SCMP_SYS(sched_yield),
                SCMP_SYS(clock_gettime),
                SCMP_SYS(clock_getres),
                SCMP_SYS(gettimeofday),
                SCMP_SYS(nanosleep),
                SCMP_SYS(getrandom),
                SCMP_SYS(clock_nanosleep),
                SCMP_SYS(exit),
                SCMP_SYS(exit_group),
                SCMP_SYS(rt_sigreturn),
                SCMP_SYS(rt_sigprocmask),
                SCMP_SYS(rt_sigaction),
                SCMP_SYS(sigaltstack),
                SCMP_SYS(getpid),
                SCMP_SYS(gettid),
                SCMP_SYS(restart_syscall),
                SCMP_SYS(sysinfo),
                SCMP_SYS(uname),
                SCMP_SYS(getcpu)});
  // Memory, but none that can be executed.
  for (const int call : {SCMP_SYS(mmap), SCMP_SYS(mprotect)}) {
    filter.allow_if(call, {argument(2, SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)});
  }
  // Threads, but no processes. clone3 hides its flags behind a pointer: the C library
  // falls back to clone where there is none.
  filter.allow_if(SCMP_SYS(clone),
                  {argument(0, SCMP_CMP_MASKED_EQ, CLONE_THREAD, CLONE_THREAD)});
  filter.refuse(SCMP_SYS(clone3), ENOSYS);
  filter.allow(
      {SCMP_SYS(set_robust_list), SCMP_SYS(rseq), SCMP_SYS(sched_getaffinity)});
  // To end itself by abort().
  filter.allow_if(SCMP_SYS(tgkill),
                  {argument(0, SCMP_CMP_EQ, static_cast<std::uint64_t>(::getpid()))});
  // Limits are asked for; set is none but that of memory, up to what was granted.
  filter.allow_if(SCMP_SYS(prlimit64),
                  {argument(0, SCMP_CMP_EQ, 0), argument(2, SCMP_CMP_EQ, 0)});
  filter.allow_if(SCMP_SYS(prlimit64),
                  {argument(0, SCMP_CMP_EQ, 0), argument(1, SCMP_CMP_EQ, RLIMIT_DATA)});
}

void allow_reading(CallFilter& filter) {
  filter.allow({SCMP_SYS(read), SCMP_SYS(readv), SCMP_SYS(pread64), SCMP_SYS(preadv),
                SCMP_SYS(lseek), SCMP_SYS(fstat), SCMP_SYS(close), SCMP_SYS(recvfrom),
                SCMP_SYS(fadvise64)});
  filter.allow_if(SCMP_SYS(newfstatat),
                  {argument(3, SCMP_CMP_MASKED_EQ, AT_EMPTY_PATH, AT_EMPTY_PATH)});
  for (const int command : {F_GETFL, F_GETFD, F_SETFD}) {
    filter.allow_if(SCMP_SYS(fcntl),
                    {argument(1, SCMP_CMP_EQ, static_cast<std::uint64_t>(command))});
  }
}

void allow_talking(CallFilter& filter) {
  filter.allow_if(SCMP_SYS(sendto), {argument(0, SCMP_CMP_EQ, kChannelFd)});
  for (const int call : {SCMP_SYS(write), SCMP_SYS(writev)}) {
    // Both go to where the supervisor put them: output is nowhere in a scan.
    filter.allow_if(call, {argument(0, SCMP_CMP_EQ, STDOUT_FILENO)});
    filter.allow_if(call, {argument(0, SCMP_CMP_EQ, STDERR_FILENO)});
  }
}

// Where evidence has to be opened by name, reading is all it may be opened for; which
// names, Landlock says.
void allow_opening(CallFilter& filter) {
  constexpr std::uint64_t kWriting =
      O_ACCMODE | O_CREAT | O_TRUNC | O_APPEND | (O_TMPFILE & ~O_DIRECTORY);
  filter.allow_if(SCMP_SYS(openat), {argument(2, SCMP_CMP_MASKED_EQ, kWriting, 0)});
  filter.allow({SCMP_SYS(getdents64), SCMP_SYS(newfstatat), SCMP_SYS(readlink),
                SCMP_SYS(access), SCMP_SYS(dup), SCMP_SYS(statfs), SCMP_SYS(flock)});
}

bool restrict_calls(bool opens_by_name) {
  CallFilter filter;
  allow_computing(filter);
  allow_reading(filter);
  allow_talking(filter);
  if (opens_by_name) allow_opening(filter);
  return filter.load();
}

bool limit(__rlimit_resource resource, std::uint64_t now, std::uint64_t later) {
  const rlimit both{now, later};
  return ::setrlimit(resource, &both) == 0;
}

}  // namespace

Confined lock_down(const LockDownNeeds& needs) {
  Confined confined;
  const auto put = [&confined](bool in_force, std::string means) {
    (in_force ? confined.in_force : confined.lacking).push_back(std::move(means));
  };
  put(limit(RLIMIT_CORE, 0, 0), "no core file");
  if (needs.memory_bytes > 0) {
    put(!kSanitized && limit(RLIMIT_DATA, needs.memory_bytes,
                             needs.memory_bytes + needs.later_bytes),
        "memory limit");
  }
  put(drop_capabilities(), "no capabilities");
  put(::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0, "no new privileges");
  const long landlock = restrict_paths(needs.opened_by_name);
  put(landlock > 0, landlock > 0 ? "Landlock " + std::to_string(landlock) : "Landlock");
  put(!kSanitized && restrict_calls(!needs.opened_by_name.empty()), "seccomp");
  return confined;
}

void allow_later_memory() {
  rlimit both{};
  if (::getrlimit(RLIMIT_DATA, &both) != 0) return;
  both.rlim_cur = both.rlim_max;
  ::setrlimit(RLIMIT_DATA, &both);
}

}  // namespace winnow
