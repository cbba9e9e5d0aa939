#include "scanner/supervise/journal.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

#include "base/checksum.h"
#include "base/sync_folder.h"
#include "scanner/supervise/journal_layout.h"

namespace winnow {
namespace {

constexpr std::size_t kFlushAtBytes = 256 * 1024;
// How much of a scan a power cut may cost.
constexpr std::uint64_t kSyncAfterBytes = 8u << 20;
constexpr std::chrono::seconds kSyncAfter{1};

}  // namespace

Result<JournalWriter> JournalWriter::create(const std::string& path) {
  Fd file(::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
  if (!file.is_open()) {
    return fault_from_errno(errno, "the journal cannot be written", path);
  }
  JournalWriter writer(std::move(file), path);
  writer.waiting_ = journal_header();
  writer.mark_.chain = checksum64(bytes_of(writer.waiting_));
  if (auto flushed = writer.flush(); !flushed) return std::move(flushed).error();
  if (auto synced = sync_folder_of(path); !synced) return std::move(synced).error();
  return writer;
}

Result<JournalWriter> JournalWriter::resume(const std::string& path,
                                            const JournalMark& mark) {
  Fd file(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
  if (!file.is_open() ||
      ::ftruncate(file.get(), static_cast<off_t>(mark.offset)) != 0 ||
      ::lseek(file.get(), 0, SEEK_END) < 0) {
    return fault_from_errno(errno, "the journal cannot be continued", path);
  }
  JournalWriter writer(std::move(file), path);
  writer.mark_ = mark;
  writer.written_ = mark.offset;
  writer.synced_ = mark.offset;
  return writer;
}

Result<void> JournalWriter::append(Bytes payload) {
  mark_.chain = checksum64(payload, mark_.chain);
  mark_.offset += kRecordHeaderBytes + payload.size();
  ++mark_.records;
  put_le(waiting_, payload.size(), 4);
  put_le(waiting_, payload.size() ^ kLengthCheck, 4);
  put_le(waiting_, mark_.chain, 8);
  waiting_ += text_of(payload);
  if (waiting_.size() < kFlushAtBytes) return {};
  return flush();
}

// The records in memory were never counted by anyone who would look at the file;
// cutting the file back to what was whole keeps it valid without needing any space.
Fault JournalWriter::give_up(Fault fault) {
  waiting_.clear();
  if (::ftruncate(file_.get(), static_cast<off_t>(written_)) != 0) {
    fault.what += "; its last record is cut short";
  }
  file_.close();
  return fault;
}

Result<void> JournalWriter::flush() {
  if (waiting_.empty()) return {};
  if (auto put = write_all(file_.get(), bytes_of(waiting_), path_); !put) {
    return give_up(std::move(put).error());
  }
  written_ += waiting_.size();
  waiting_.clear();
  return {};
}

Result<void> JournalWriter::sync() {
  if (auto flushed = flush(); !flushed) return flushed;
  if (synced_ == written_) return {};
  if (::fsync(file_.get()) != 0) {
    return fault_from_errno(errno, "the journal cannot be brought to the disk", path_);
  }
  synced_ = written_;
  last_sync_ = std::chrono::steady_clock::now();
  return {};
}

Result<void> JournalWriter::settle() {
  if (auto flushed = flush(); !flushed) return flushed;
  const bool is_due = written_ - synced_ >= kSyncAfterBytes ||
                      std::chrono::steady_clock::now() - last_sync_ >= kSyncAfter;
  return is_due ? sync() : Result<void>();
}

}  // namespace winnow
