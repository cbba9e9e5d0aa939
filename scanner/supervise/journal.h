// Journal: the record of one exhibit's scan, append-only. What is not in it did not
// happen; the case's database is made from it again at any time.
//
//   file     = header record*
//   header   = "WNJOURNL" version:u32le zero:u32le                          16 bytes
//   record   = length:u32le check:u32le chain:u64le payload:length bytes    16 + length
//   check    = length XOR 0x57494e57, so that a damaged length is known from a cut one
//   chain    = checksum64(payload, chain of the record before); the first record's
//              seed is checksum64(header)
//   payload  = kind and body of a message (wire/messages.h), as it crossed the wall;
//              where the layout of one changes, so does the version
//
// Behind the end of a scan further sets may be told of (rematch.h), by messages that
// came later than this version: a journal without them reads as ever, and an earlier
// program answers one with them as far as the scan's end, and calls the rest damage.
//
// After a crash or power cut the last record may be cut short (torn): all before it
// counts, and a writer goes on there. Anything else that does not fit is damage.
#ifndef WINNOW_SCANNER_SUPERVISE_JOURNAL_H_
#define WINNOW_SCANNER_SUPERVISE_JOURNAL_H_

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "base/bytes.h"
#include "base/file.h"
#include "base/result.h"

namespace winnow {

inline constexpr std::uint32_t kJournalVersion = 3;
inline constexpr std::uint64_t kJournalHeaderBytes = 16;

// A place in a journal to go on writing from: the end of a whole record.
struct JournalMark {
  std::uint64_t offset = kJournalHeaderBytes;
  std::uint64_t chain = 0;  // of the record that ends there
  std::uint64_t records = 0;
};

enum class JournalEnd : std::uint8_t { clean, torn, damaged };

// The version that a journal says it is of, whether this program reads it or not;
// nothing if the file is no journal or too short to say.
[[nodiscard]] Result<std::optional<std::uint32_t>> journal_version(
    const std::string& path);
// A Fault that names both versions unless `version` is the one that is read.
[[nodiscard]] Result<void> check_journal_version(std::uint32_t version,
                                                 const std::string& path);

// Reads from the start, one record at a time. One thread at a time.
class JournalReader {
 public:
  // A fault if the file cannot be read, is no journal, or is of another version. A file
  // shorter than a header is a torn journal without records.
  [[nodiscard]] static Result<JournalReader> open(const std::string& path);

  // The next payload, valid until the next call; nothing at the end, and then end()
  // says what kind of end it is.
  [[nodiscard]] Result<std::optional<Bytes>> next();
  [[nodiscard]] JournalEnd end() const { return end_; }
  // After an end that was not damaged, of a journal that somebody may be writing to.
  void look_again() {
    if (end_ != JournalEnd::damaged) end_ = JournalEnd::clean;
  }
  // Just after the last record that next() gave.
  [[nodiscard]] const JournalMark& mark() const { return mark_; }
  // "ends inside a record at byte N" or "is damaged at byte N"; "" for a clean end.
  [[nodiscard]] std::string complaint() const;

 private:
  explicit JournalReader(Fd file, std::string path)
      : file_(std::move(file)), path_(std::move(path)) {}
  [[nodiscard]] Result<bool> have(std::size_t bytes);
  [[nodiscard]] Result<std::optional<Bytes>> stop(JournalEnd end);
  [[nodiscard]] Result<bool> only_zeros_follow();

  Fd file_;
  std::string path_;
  std::string buffer_;
  std::size_t consumed_ = 0;
  std::uint64_t file_offset_ = 0;  // of the end of buffer_
  JournalMark mark_;
  JournalEnd end_ = JournalEnd::clean;
};

// Appends. Records gather in memory until flush(), which hands them to the operating
// system; sync() also waits for the disk. One thread at a time.
class JournalWriter {
 public:
  // A new journal, or an old one cut off at `mark` to be continued there.
  [[nodiscard]] static Result<JournalWriter> create(const std::string& path);
  [[nodiscard]] static Result<JournalWriter> resume(const std::string& path,
                                                    const JournalMark& mark);

  // On a fault the file is cut back to its last whole record, and stays valid; nothing
  // can be appended after that.
  [[nodiscard]] Result<void> append(Bytes payload);
  [[nodiscard]] Result<void> flush();
  [[nodiscard]] Result<void> sync();
  // Flushes, and syncs when a second or 8 MiB have gone by since the last time.
  [[nodiscard]] Result<void> settle();
  [[nodiscard]] const JournalMark& mark() const { return mark_; }

 private:
  JournalWriter(Fd file, std::string path) : file_(std::move(file)), path_(path) {}
  [[nodiscard]] Fault give_up(Fault fault);

  Fd file_;
  std::string path_;
  std::string waiting_;
  JournalMark mark_;
  std::uint64_t written_ = 0;  // bytes of the file that are whole records
  std::uint64_t synced_ = 0;
  std::chrono::steady_clock::time_point last_sync_ = std::chrono::steady_clock::now();
};

}  // namespace winnow

#endif  // WINNOW_SCANNER_SUPERVISE_JOURNAL_H_
