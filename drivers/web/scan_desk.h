// ScanDesk: what can be scanned from the page, what it will take, and the scan itself.
//
// An exhibit is a disk that is attached, or an image or folder below the roots that the
// server was started with; nothing else can be named. A disk that something could write
// to is refused without a reason, and both the refusal and the reason are on record.
// Any thread.
#ifndef WINNOW_DRIVERS_WEB_SCAN_DESK_H_
#define WINNOW_DRIVERS_WEB_SCAN_DESK_H_

#include <chrono>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "drivers/devices/attached_devices.h"
#include "drivers/web/case_watch.h"
#include "drivers/web/expectation.h"
#include "drivers/web/image_roots.h"
#include "drivers/web/scan_job.h"
#include "drivers/web/web_exchange.h"

namespace winnow {

struct ScanDeskSettings {
  std::string case_path;
  std::vector<SetOnPage> sets;
  SystemTables tables;
  std::string device_nodes = "/dev";
  bool is_practice = false;  // images alone are scanned, slowly; see ScanPace
  std::function<Result<MeasuredReads>(const std::string&)> measure = measure_exhibit;
  // Who asks is kept waiting for a measurement no longer.
  std::chrono::milliseconds longest_wait{5'000};
};

class ScanDesk {
 public:
  ScanDesk(ScanDeskSettings settings, ImageRoots roots, CaseWatch& watch, ScanJob& job);

  [[nodiscard]] WebAnswer devices() const;
  [[nodiscard]] WebAnswer browse(const std::string& folder) const;
  [[nodiscard]] WebAnswer sets() const;
  // Reads the exhibit for about a second, and puts that on record. Of a device that
  // takes longer to answer nothing is known; what came of it has whoever asks next.
  [[nodiscard]] WebAnswer expect(const std::string& path, const std::string& by);
  [[nodiscard]] WebAnswer scan() const;
  // How the scan stands; once it has ended with what the case says of the exhibit.
  [[nodiscard]] std::string scan_json() const;
  [[nodiscard]] WebAnswer start(const std::string& body);
  [[nodiscard]] WebAnswer stop(const std::string& body);

 private:
  struct Chosen {
    std::string path;
    std::optional<AttachedDevice> device;  // nothing of an image

    [[nodiscard]] bool is_same_as(const Chosen& other) const;
    // Why it may not be read as it is: "" if it may.
    [[nodiscard]] std::string objection() const;
    void add_identity_to(AuditEvent& event) const;
  };
  struct Measurement {
    Chosen of;
    std::chrono::steady_clock::time_point waited_for_until;
    std::shared_future<Result<MeasuredReads>> reads;
  };
  // What the case says of the exhibit, to a scan that has ended; until the case was
  // looked at anew it is still coming to its end.
  void add_record(ScanState& state) const;
  // A fault if it is none of what can be chosen.
  [[nodiscard]] Result<Chosen> choose(const std::string& path) const;
  // In a thread of its own, and on record before it is told.
  [[nodiscard]] Result<MeasuredReads> measure(const Chosen& chosen,
                                              const std::string& by);
  [[nodiscard]] std::shared_ptr<const Measurement> measurement_now(
      const Chosen& chosen, const std::string& by);
  // Nothing while it takes too long.
  [[nodiscard]] std::optional<Result<MeasuredReads>> measured(const Chosen& chosen,
                                                              const std::string& by);
  [[nodiscard]] WebAnswer start(const ScanWanted& wanted, const std::string& why,
                                const Chosen& chosen);
  [[nodiscard]] Result<void> put_on_record(const std::string& by,
                                           const AuditEvent& event);

  ScanDeskSettings settings_;
  ImageRoots roots_;
  CaseWatch& watch_;
  ScanJob& job_;
  std::mutex measuring_;
  // One at a time, or each would slow the other; null if none is under way, or has come
  // and was not told yet. Guarded by measuring_. Its end waits for its thread.
  std::shared_ptr<const Measurement> measurement_;
};

}  // namespace winnow

#endif  // WINNOW_DRIVERS_WEB_SCAN_DESK_H_
