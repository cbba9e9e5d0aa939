// CaseReader: makes snapshots of a case, each as cheaply as what changed allows.
//
// What changed is seen by the size and time of the journals and of the audit log. Where
// nobody is at work in the case, an exhibit is read from the case's database. While a
// scan is, the database is the scan's own: then what changed is read from its journal,
// and the longer that took the longer it is left alone, so that the scan is not slowed;
// a journal that has grown beyond kMostReadWhileBusy waits for the scan's end (what a
// scan of this server meets meanwhile is in its events).
//
// One thread.
#ifndef WINNOW_DRIVERS_WEB_CASE_READER_H_
#define WINNOW_DRIVERS_WEB_CASE_READER_H_

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <tuple>

#include "base/result.h"
#include "drivers/web/case_snapshot.h"

namespace winnow {

// The case's database is either read here or written by the scan that this server
// started, so that reading never stands in the way of a scan that begins. Any thread.
class CaseUse {
 public:
  // Held while the database is caught up with; empty while the scan is at work.
  [[nodiscard]] std::unique_lock<std::mutex> try_read();
  void begin_scan();  // waits for a reading to end
  void end_scan();

 private:
  std::mutex mutex_;
  bool is_scanning_ = false;  // guarded by mutex_
};

class CaseReader {
 public:
  CaseReader(std::string case_path, CaseUse& use);

  // Null if nothing changed since the last one. After a fault the same is tried anew
  // the next time. A journal that cannot be read is a remark; so are the scans as a
  // whole, unless it is the first look: what was decided is read all the same.
  [[nodiscard]] Result<std::shared_ptr<CaseSnapshot>> look(std::int64_t now_seconds);

  // Whether the last look met every journal as it was then, and read it if it can be.
  [[nodiscard]] bool is_up_to_date() const;

  // What could not be understood or read, as of the last look.
  [[nodiscard]] std::vector<std::string> remarks() const;

  static constexpr std::uint64_t kMostReadWhileBusy = std::uint64_t{64} << 20;

 private:
  using Clock = std::chrono::steady_clock;
  // Of a file: bytes, and when it was written last. Zeros if there is none.
  struct Stamp {
    std::uint64_t bytes = 0;
    std::int64_t seconds = 0;
    std::int64_t nanoseconds = 0;
    bool operator==(const Stamp&) const = default;
  };
  struct Journal {
    Stamp read;                  // as it was when it was read
    std::string ref;             // "" if it does not say yet
    bool is_from_store = false;  // what was read last
    Clock::time_point next_read = {};
    Stamp seen;  // by the last look, and since when it is so
    Clock::time_point still_since = {};
  };
  // What judge() gave, and what it was asked about.
  struct JudgedExhibit {
    std::shared_ptr<const KnownScan> scanned;
    std::size_t events = 0;  // of the log that name it
    RankedExhibit exhibit;
  };

  [[nodiscard]] static Stamp stamp_of(const std::string& path);
  // Whether anything was read.
  [[nodiscard]] Result<bool> read_scans();
  [[nodiscard]] Result<bool> read_from_store(CaseStore& store,
                                             const std::map<std::string, Stamp>& now);
  [[nodiscard]] Result<bool> read_from_journals(
      const std::map<std::string, Stamp>& now);
  // That journal cannot be read; what was known of its exhibit stays, and says so.
  void lose(const std::string& path, const Fault& fault);
  [[nodiscard]] Result<bool> read_log();
  void take_timelines(const std::vector<AuditLine>& lines);
  [[nodiscard]] CaseRanking ranking(std::int64_t now_seconds);
  [[nodiscard]] bool is_stale(std::int64_t now_seconds) const;
  [[nodiscard]] std::set<std::string> growing() const;

  std::string case_path_;
  CaseUse& use_;
  std::map<std::string, Journal> journals_;    // by path
  std::map<std::string, std::string> unread_;  // likewise: why, of those that are not
  std::string scans_fault_;                    // of the last look, as they are not read
  bool is_busy_ = false;                       // a scan, or another program, at work
  KnownScans scanned_;
  std::shared_ptr<const std::vector<ContentLink>> links_;
  std::optional<Stamp> log_;
  Decisions decisions_;
  Policy policy_;
  std::shared_ptr<const Timelines> timelines_;
  std::set<std::string> growing_;  // as it was published
  std::map<std::string, JudgedExhibit> judged_;
  std::int64_t judged_since_ = 0;  // the oldest of them
};

}  // namespace winnow

#endif  // WINNOW_DRIVERS_WEB_CASE_READER_H_
