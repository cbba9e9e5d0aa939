// CaseWatch: the newest snapshot of a case, kept so by one thread in the background.
#ifndef WINNOW_DRIVERS_WEB_CASE_WATCH_H_
#define WINNOW_DRIVERS_WEB_CASE_WATCH_H_

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "base/result.h"
#include "drivers/web/case_reader.h"
#include "drivers/web/event_stream.h"

namespace winnow {

class CaseWatch {
 public:
  // Reads the case once; a fault if it cannot be. The pulse beats with each snapshot.
  [[nodiscard]] static Result<std::unique_ptr<CaseWatch>> start(
      const std::string& case_path, CaseUse& use, Pulse& pulse);
  ~CaseWatch();
  CaseWatch(const CaseWatch&) = delete;
  CaseWatch& operator=(const CaseWatch&) = delete;

  // Never null. Any thread.
  [[nodiscard]] std::shared_ptr<const CaseSnapshot> now() const;
  // Looks now, as something was just put on record, and waits for it a little while.
  // The number of that look.
  std::uint64_t look_soon();
  // How the look of that number went; `missed` may still be made good by a later one.
  enum class Look : std::uint8_t { awaited, missed, seen };
  [[nodiscard]] Look look_of(std::uint64_t number) const;
  // Grows as looks that were asked for come to something.
  [[nodiscard]] std::uint64_t looks_come() const;

 private:
  CaseWatch(CaseReader reader, std::shared_ptr<CaseSnapshot> first, Pulse& pulse);
  void run();
  // One look; the mutex is not held.
  [[nodiscard]] std::shared_ptr<CaseSnapshot> look();
  void publish(std::shared_ptr<CaseSnapshot> snapshot);

  CaseReader reader_;  // of the thread
  std::string fault_;  // likewise: what the last look met
  Pulse& pulse_;
  mutable std::mutex mutex_;
  std::condition_variable asked_;
  // Guarded by mutex_, as all below.
  std::shared_ptr<const CaseSnapshot> newest_;
  std::uint64_t looks_wanted_ = 0;
  std::uint64_t looks_done_ = 0;
  std::uint64_t looks_seen_ = 0;  // of them all up to this one saw all there was
  bool is_over_ = false;
  std::thread thread_;
};

}  // namespace winnow

#endif  // WINNOW_DRIVERS_WEB_CASE_WATCH_H_
