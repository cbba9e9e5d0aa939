#include "drivers/cli/set_door.h"

#include <unistd.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "base/text.h"
#include "drivers/cli/console.h"
#include "drivers/cli/passphrase.h"

namespace winnow {
namespace {

constexpr int kAttempts = 3;

bool is_wrong_passphrase(const Result<UnsealedSet>& opened) {
  return !opened && opened.error().kind == FaultKind::encrypted;
}

}  // namespace

Result<std::vector<std::byte>> head_of(const Fd& fd, const std::string& path) {
  constexpr std::uint64_t kHeadBytes = 64;
  const auto size = size_of(fd, path);
  if (!size) return size.error();
  std::vector<std::byte> head(
      static_cast<std::size_t>(std::min<std::uint64_t>(*size, kHeadBytes)));
  if (auto read = read_exactly(fd.get(), 0, head, path); !read) {
    return std::move(read).error();
  }
  return head;
}

Result<UnsealedSet> SetDoor::open(const std::string& path) {
  auto fd = open_read_only(path);
  if (!fd) return std::move(fd).error();
  const auto head = head_of(*fd, path);
  if (!head) return head.error();
  if (looks_like_sealed(*head)) return open_sealed(fd->get(), path);
  return UnsealedSet{std::move(*fd), {}};
}

Result<UnsealedSet> SetDoor::open_sealed(int fd, const std::string& path) {
  if (auto read = read_passphrase_file(); !read) return std::move(read).error();
  std::optional<Fault> wrong;
  for (const Secret& passphrase : known_) {
    auto opened = unseal(fd, path, passphrase);
    if (!is_wrong_passphrase(opened)) return opened;
    wrong = opened.error();
  }
  if (can_ask()) return ask_and_open(fd, path);
  if (wrong) return *wrong;
  return Fault{FaultKind::usage,
               "is sealed, and there is no terminal to ask for its passphrase on; give "
               "it with --passphrase-file FILE",
               path, std::nullopt};
}

Result<UnsealedSet> SetDoor::ask_and_open(int fd, const std::string& path) {
  for (int attempt = 1;; ++attempt) {
    auto passphrase = ask_passphrase("Passphrase of " + printable_utf8(path) + ": ",
                                     STDIN_FILENO, STDERR_FILENO);
    if (!passphrase) return std::move(passphrase).error();
    auto opened = unseal(fd, path, *passphrase);
    if (!is_wrong_passphrase(opened)) {
      known_.push_back(std::move(*passphrase));
      return opened;
    }
    if (attempt == kAttempts) return opened;
    say("winnow: " + printable_utf8(opened.error().line()));
  }
}

Result<void> SetDoor::read_passphrase_file() {
  if (passphrase_file_.empty()) return {};
  auto passphrase = passphrase_in(std::exchange(passphrase_file_, ""));
  if (!passphrase) return std::move(passphrase).error();
  known_.push_back(std::move(*passphrase));
  return {};
}

Result<HashSet> SetDoor::open_set(const std::string& path) {
  const auto opened = open(path);
  if (!opened) return opened.error();
  return HashSet::open(opened->fd.get(), path);
}

Result<ScanSet> SetDoor::open_for_scan(const std::string& path, SetType declared) {
  auto opened = open(path);
  if (!opened) return std::move(opened).error();
  auto scan_set = open_scan_set(std::move(opened->fd), path, declared);
  if (scan_set) scan_set->held = std::move(opened->held);
  return scan_set;
}

}  // namespace winnow
