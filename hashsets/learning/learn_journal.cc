#include "hashsets/learning/learn_journal.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>
#include <vector>

#include "base/checksum.h"
#include "hashsets/wset_format.h"

namespace winnow {

using wset::store_le;

namespace {

constexpr std::uint32_t kHeadKind = 'H';
constexpr std::uint32_t kBlocksKind = 'B';
constexpr std::uint32_t kFileKind = 'F';
constexpr std::uint64_t kRecordHead = 16;
constexpr std::uint32_t kMaxPayload = 1u << 20;
// Counts up whenever blocks are chosen or described differently than before.
constexpr std::string_view kVersion = "winnow learning 2\n";

// The payload of a file, by bytes: size u64, modified i64, changed i64, MD5, SHA-1,
// SHA-256, head, a u64 for each kind of block, number of blocks before it u64, path.
constexpr std::uint64_t kDigestsAt = 24;
constexpr std::uint64_t kHeadAt = kDigestsAt + 16 + 20 + 32;
constexpr std::uint64_t kKindsAt = kHeadAt + 16;
constexpr std::uint64_t kBlockCountAt = kKindsAt + 8 * kBlockKinds;
constexpr std::uint64_t kPathAt = kBlockCountAt + 8;

std::vector<std::byte> payload_of(const FolderFile& file, const LearnedFile& learned) {
  std::vector<std::byte> payload(static_cast<std::size_t>(kPathAt));
  const MutableBytes fields(payload);
  store_le(fields, 0, file.stamp.size_bytes);
  store_le(fields, 8, static_cast<std::uint64_t>(file.stamp.modified_ns));
  store_le(fields, 16, static_cast<std::uint64_t>(file.stamp.changed_ns));
  auto at = payload.begin() + static_cast<std::ptrdiff_t>(kDigestsAt);
  for (const Algorithm algorithm : kAlgorithms) {
    const Bytes digest = learned.digests.get(algorithm)->bytes();
    at = std::copy(digest.begin(), digest.end(), at);
  }
  std::copy(learned.head.begin(), learned.head.end(), at);
  for (std::size_t kind = 0; kind < kBlockKinds; ++kind) {
    store_le(fields, kKindsAt + 8 * kind, learned.kinds[kind]);
  }
  store_le(fields, kBlockCountAt, learned.blocks.size() / sizeof(PlacedBlock));
  const Bytes path = bytes_of(file.path);
  payload.insert(payload.end(), path.begin(), path.end());
  return payload;
}

std::vector<std::byte> record_of(std::uint32_t kind, Bytes payload) {
  std::vector<std::byte> record(static_cast<std::size_t>(kRecordHead));
  const MutableBytes head(record);
  store_le(head, 0, static_cast<std::uint32_t>(payload.size()));
  store_le(head, 4, kind);
  store_le(head, 8, checksum64(payload, kind));
  record.insert(record.end(), payload.begin(), payload.end());
  return record;
}

// False if it is not the record of a file whose blocks stand before it.
bool take_file(Bytes payload, FolderFile& file, LearnedFile& learned) {
  if (payload.size() <= kPathAt ||
      le<std::uint64_t>(payload, kBlockCountAt) * sizeof(PlacedBlock) !=
          learned.blocks.size()) {
    return false;
  }
  file.stamp.size_bytes = le<std::uint64_t>(payload, 0);
  file.stamp.modified_ns = static_cast<std::int64_t>(le<std::uint64_t>(payload, 8));
  file.stamp.changed_ns = static_cast<std::int64_t>(le<std::uint64_t>(payload, 16));
  std::uint64_t at = kDigestsAt;
  for (const Algorithm algorithm : kAlgorithms) {
    const std::size_t length = digest_length(algorithm);
    learned.digests.set(*make_digest(algorithm, *part(payload, at, length)));
    at += length;
  }
  std::copy_n(payload.begin() + static_cast<std::ptrdiff_t>(kHeadAt),
              learned.head.size(), learned.head.begin());
  for (std::size_t kind = 0; kind < kBlockKinds; ++kind) {
    learned.kinds[kind] = le<std::uint64_t>(payload, kKindsAt + 8 * kind);
  }
  file.path = text_of(payload.subspan(static_cast<std::size_t>(kPathAt)));
  return true;
}

}  // namespace

struct LearnJournal::Record {
  std::uint32_t kind = 0;
  std::vector<std::byte> payload;
};

LearnJournal::LearnJournal(Fd file, std::string path, std::string spool_folder)
    : file_(std::move(file)),
      path_(std::move(path)),
      spool_folder_(std::move(spool_folder)) {}

Result<LearnJournal> LearnJournal::open(const std::string& path,
                                        const std::string& learned_folder,
                                        const std::string& spool_folder) {
  Fd fd(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!fd.is_open()) return fault_from_errno(errno, "cannot be written", path);
  if (::flock(fd.get(), LOCK_EX | LOCK_NB) != 0) {
    return Fault{FaultKind::usage,
                 "is in use: another winnow is learning the same set; wait for it, or "
                 "name another file for this one",
                 path, std::nullopt};
  }
  LearnJournal journal(std::move(fd), path, spool_folder);
  if (auto begun = journal.begin_or_check(learned_folder); !begun) {
    return std::move(begun).error();
  }
  return journal;
}

Result<void> LearnJournal::begin_or_check(const std::string& learned_folder) {
  const std::string wanted = std::string(kVersion) + learned_folder;
  Record first;
  const auto read = read_record(first_, first);
  if (!read) return read.error();
  if (!*read) return begin(wanted);
  if (first.kind != kHeadKind || text_of(first.payload) != wanted) {
    return Fault{FaultKind::usage,
                 "holds what was learned of another folder, or by another version; "
                 "finish that, or delete the file",
                 path_, std::nullopt};
  }
  const auto end = read_files(
      first_, [](const FolderFile&, const LearnedFile&) { return Result<void>(); });
  if (!end) return end.error();
  end_ = *end;
  if (::ftruncate(file_.get(), static_cast<off_t>(end_)) != 0) {
    return fault_from_errno(errno, "cannot be written", path_);
  }
  return {};
}

// An empty file, or one that was left in the middle of its first record.
Result<void> LearnJournal::begin(const std::string& head_text) {
  const std::vector<std::byte> record = record_of(kHeadKind, bytes_of(head_text));
  const auto size = size_of(file_, path_);
  if (!size) return size.error();
  std::vector<std::byte> there(
      static_cast<std::size_t>(std::min<std::uint64_t>(*size, record.size())));
  if (auto read = read_exactly(file_.get(), 0, there, path_); !read) return read;
  if (*size >= record.size() ||
      !std::equal(there.begin(), there.end(), record.begin())) {
    return Fault{FaultKind::usage,
                 "is in the way and no journal of learning; move it, or name another "
                 "file for the set",
                 path_, std::nullopt};
  }
  if (auto written = write_record(kHeadKind, bytes_of(head_text)); !written) {
    return written;
  }
  first_ = end_;
  return {};
}

// False if no whole record stands at `at`, which else goes behind it.
Result<bool> LearnJournal::read_record(std::uint64_t& at, Record& record) const {
  const auto size = size_of(file_, path_);
  if (!size) return size.error();
  if (at > *size || *size - at < kRecordHead) return false;
  std::array<std::byte, kRecordHead> head{};
  if (auto read = read_exactly(file_.get(), at, head, path_); !read) {
    return std::move(read).error();
  }
  const auto length = le<std::uint32_t>(head, 0);
  if (length > kMaxPayload || *size - at - kRecordHead < length) return false;
  record.kind = le<std::uint32_t>(head, 4);
  record.payload.resize(length);
  auto read = read_exactly(file_.get(), at + kRecordHead, record.payload, path_);
  if (!read) return std::move(read).error();
  if (checksum64(record.payload, record.kind) != le<std::uint64_t>(head, 8)) {
    return false;
  }
  at += kRecordHead + length;
  return true;
}

Result<std::uint64_t> LearnJournal::read_files(std::uint64_t at, const See& see) const {
  std::uint64_t end = at;
  Record record;
  LearnedFile learned(spool_folder_);
  for (;;) {
    const auto read = read_record(at, record);
    if (!read) return read.error();
    if (!*read) return end;
    if (record.kind == kBlocksKind) {
      auto kept = learned.blocks.append(record.payload);
      if (!kept) return std::move(kept).error();
      continue;
    }
    FolderFile file;
    if (record.kind != kFileKind || !take_file(record.payload, file, learned)) {
      return end;
    }
    if (auto seen = see(file, learned); !seen) return std::move(seen).error();
    learned = LearnedFile(spool_folder_);
    end = at;
  }
}

Result<void> LearnJournal::for_each(const See& see) const {
  const auto end = read_files(first_, see);
  if (!end) return end.error();
  if (*end == end_) return {};
  return Fault{FaultKind::malformed, "was changed while it was in use; run again",
               path_, *end};
}

Result<void> LearnJournal::write_record(std::uint32_t kind, Bytes payload) {
  const std::vector<std::byte> record = record_of(kind, payload);
  auto written = write_at(file_.get(), end_, record, path_);
  if (written) end_ += record.size();
  return written;
}

Result<void> LearnJournal::append(const FolderFile& file, const LearnedFile& learned) {
  const std::lock_guard lock(*writing_);
  std::vector<std::byte> buffer(static_cast<std::size_t>(
      std::min<std::uint64_t>(learned.blocks.size(), kMaxPayload)));
  for (std::uint64_t at = 0; at < learned.blocks.size(); at += buffer.size()) {
    const auto keys = MutableBytes(buffer).first(static_cast<std::size_t>(
        std::min<std::uint64_t>(buffer.size(), learned.blocks.size() - at)));
    if (auto read = learned.blocks.read(at, keys); !read) return read;
    if (auto written = write_record(kBlocksKind, keys); !written) return written;
  }
  return write_record(kFileKind, payload_of(file, learned));
}

Result<void> LearnJournal::remove() {
  if (::unlink(path_.c_str()) != 0) {
    return fault_from_errno(errno, "cannot be deleted", path_);
  }
  return {};
}

}  // namespace winnow
