#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "base/checksum.h"
#include "scanner/supervise/journal.h"
#include "scanner/supervise/journal_layout.h"
#include "scanner/wire/messages.h"

namespace winnow {
namespace {

constexpr std::size_t kReadBytes = 256 * 1024;

}  // namespace

// A journal holds messages as they were laid out in its version, and no other.
Result<void> check_journal_version(std::uint32_t version, const std::string& path) {
  if (version == kJournalVersion) return {};
  if (version == 0) {
    return Fault{FaultKind::malformed, "has a damaged header", path, std::nullopt};
  }
  const bool is_newer = version > kJournalVersion;
  return Fault{
      FaultKind::unsupported,
      std::string(is_newer ? "made by a newer" : "was made by an earlier") +
          " version of Winnow (journal format " + std::to_string(version) +
          ", this program reads " + std::to_string(kJournalVersion) + "); " +
          (is_newer ? "use that version" : "use that one, or give another --case"),
      path, std::nullopt};
}

Result<std::optional<std::uint32_t>> journal_version(const std::string& path) {
  using Version = std::optional<std::uint32_t>;
  const auto file = open_read_only(path);
  if (!file) return file.error();
  std::string begin(kJournalMagic.size() + sizeof(std::uint32_t), '\0');
  const ssize_t got = ::pread(file->get(), begin.data(), begin.size(), 0);
  if (got < 0) return fault_from_errno(errno, "cannot be read", path);
  if (got < static_cast<ssize_t>(begin.size()) || !begin.starts_with(kJournalMagic)) {
    return Version();
  }
  return Version(read_le<std::uint32_t>(bytes_of(begin), kJournalMagic.size()));
}

Result<JournalReader> JournalReader::open(const std::string& path) {
  auto file = open_read_only(path);
  if (!file) return std::move(file).error();
  JournalReader reader(std::move(*file), path);
  const auto whole = reader.have(kJournalHeaderBytes);
  if (!whole) return whole.error();
  const std::string_view begin =
      std::string_view(reader.buffer_).substr(0, kJournalHeaderBytes);
  if (!kJournalMagic.starts_with(begin.substr(0, kJournalMagic.size()))) {
    return Fault{FaultKind::malformed, "is not a journal of Winnow", path,
                 std::nullopt};
  }
  const Bytes fields = bytes_of(begin);
  if (const auto version = read_le<std::uint32_t>(fields, kJournalMagic.size())) {
    if (auto checked = check_journal_version(*version, path); !checked) {
      return std::move(checked).error();
    }
  }
  if (!*whole) {
    // Cut while it was being created.
    reader.end_ = JournalEnd::torn;
    reader.mark_.offset = 0;
    return reader;
  }
  if (begin != journal_header()) {
    return Fault{FaultKind::malformed, "has a damaged header", path, std::nullopt};
  }
  reader.mark_.chain = checksum64(fields);
  reader.consumed_ = kJournalHeaderBytes;
  return reader;
}

// Whether `bytes` more bytes are in the buffer, after reading as far as needed.
Result<bool> JournalReader::have(std::size_t bytes) {
  while (buffer_.size() - consumed_ < bytes) {
    buffer_.erase(0, consumed_);
    consumed_ = 0;
    const std::size_t had = buffer_.size();
    const std::size_t wanted = std::max(kReadBytes, std::min(bytes - had, 8 * had));
    buffer_.resize(had + wanted);
    ssize_t got = 0;
    do {
      got = ::pread(file_.get(), buffer_.data() + had, wanted,
                    static_cast<off_t>(file_offset_));
    } while (got < 0 && errno == EINTR);
    const int error = errno;
    buffer_.resize(had + static_cast<std::size_t>(got > 0 ? got : 0));
    if (got < 0) return fault_from_errno(error, "cannot be read", path_);
    if (got == 0) return false;
    file_offset_ += static_cast<std::uint64_t>(got);
  }
  return true;
}

Result<std::optional<Bytes>> JournalReader::stop(JournalEnd end) {
  end_ = end;
  return std::optional<Bytes>();
}

// A file system that lost power may leave the end of a file as zeros.
Result<bool> JournalReader::only_zeros_follow() {
  while (true) {
    const auto more = have(1);
    if (!more || !*more) return more ? Result<bool>(true) : more;
    if (!all_zero(bytes_of(buffer_).subspan(consumed_))) return false;
    consumed_ = buffer_.size();
  }
}

Result<std::optional<Bytes>> JournalReader::next() {
  if (end_ != JournalEnd::clean) return std::optional<Bytes>();
  const auto header = have(kRecordHeaderBytes);
  if (!header) return header.error();
  if (!*header) {
    return stop(buffer_.size() == consumed_ ? JournalEnd::clean : JournalEnd::torn);
  }
  const Bytes fields = bytes_of(buffer_).subspan(consumed_);
  const auto length = le<std::uint32_t>(fields, 0);
  const auto check = le<std::uint32_t>(fields, 4);
  const auto chain = le<std::uint64_t>(fields, 8);
  if ((length ^ check) != kLengthCheck || length == 0 || length > kMaxFrameBytes) {
    const auto zeros = only_zeros_follow();
    if (!zeros) return zeros.error();
    return stop(*zeros ? JournalEnd::torn : JournalEnd::damaged);
  }
  const auto whole = have(kRecordHeaderBytes + length);
  if (!whole) return whole.error();
  if (!*whole) return stop(JournalEnd::torn);
  const Bytes payload =
      bytes_of(buffer_).subspan(consumed_ + kRecordHeaderBytes, length);
  if (checksum64(payload, mark_.chain) != chain) return stop(JournalEnd::damaged);
  consumed_ += kRecordHeaderBytes + length;
  mark_.offset += kRecordHeaderBytes + length;
  mark_.chain = chain;
  ++mark_.records;
  return std::optional<Bytes>(payload);
}

std::string JournalReader::complaint() const {
  const std::string at = " at byte " + std::to_string(mark_.offset);
  switch (end_) {
    case JournalEnd::clean:
      return "";
    case JournalEnd::torn:
      return "ends inside a record" + at + " (a scan that was cut off)";
    case JournalEnd::damaged:
      return "is damaged" + at + ": what follows cannot be trusted";
  }
  return "";
}

}  // namespace winnow
