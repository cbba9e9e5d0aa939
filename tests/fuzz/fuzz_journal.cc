// The input is the file of a journal, read as it is; and then the payloads of one whose
// every checksum holds, each with a length of two bytes before it: only so is the
// ledger behind the checksums reached.
#include <sys/mman.h>

#include "scanner/supervise/recorder.h"
#include "tests/fuzz/fuzz_targets.h"

namespace winnow {
namespace {

// A file without a name that can be opened by a path as long as the object lives.
class PathOfMemory {
 public:
  PathOfMemory() : fd_(::memfd_create("journal", MFD_CLOEXEC)) {}
  [[nodiscard]] const Fd& fd() const { return fd_; }
  [[nodiscard]] std::string path() const {
    return "/proc/self/fd/" + std::to_string(fd_.get());
  }

 private:
  Fd fd_;
};

Violation check_replay(const std::string& path, std::uint64_t file_bytes) {
  const auto replay = replay_journal(path);
  if (!replay) return {};
  if (replay->mark.offset > file_bytes && replay->mark.records > 0) {
    return "the replay ends behind the file";
  }
  if (replay->complaint.empty() != (replay->end == JournalEnd::clean)) {
    return "an end that is not clean has no complaint, or a clean one has";
  }
  static_cast<void>(replay->ledger.findings());
  if (!replay->ledger.coverage().balanced) {
    return "a ledger of accepted messages is not balanced";
  }
  return {};
}

Violation check_file(Bytes input) {
  const PathOfMemory file;
  if (!write_all(file.fd().get(), input, "journal")) return {};
  return check_replay(file.path(), input.size());
}

Violation check_payloads(Bytes input) {
  const PathOfMemory file;
  std::uint64_t end = 0;
  {
    auto writer = JournalWriter::create(file.path());
    if (!writer) return {};
    for (std::uint64_t at = 0;;) {
      const auto length = read_le<std::uint16_t>(input, at);
      if (!length) break;
      const auto payload = part(input, at + sizeof(*length), *length);
      if (!payload || !writer->append(*payload)) break;
      at += sizeof(*length) + *length;
    }
    if (!writer->flush()) return {};
    end = writer->mark().offset;
  }
  return check_replay(file.path(), end);
}

}  // namespace

Violation fuzz_journal(Bytes input) {
  if (auto wrong = check_file(input)) return wrong;
  return check_payloads(input);
}

}  // namespace winnow
