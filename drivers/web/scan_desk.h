// ScanDesk: what can be scanned from the page, what it will take, and the scan itself.
//
// An exhibit is a disk that is attached, or an image or folder below the roots that the
// server was started with; nothing else can be named. A disk that something could write
// to is refused without a reason, and both the refusal and the reason are on record.
// Any thread.
#ifndef WINNOW_DRIVERS_WEB_SCAN_DESK_H_
#define WINNOW_DRIVERS_WEB_SCAN_DESK_H_

#include <mutex>
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
  bool is_slowed = false;  // the scans are, so that there is time to look
};

class ScanDesk {
 public:
  ScanDesk(ScanDeskSettings settings, ImageRoots roots, CaseWatch& watch, ScanJob& job);

  [[nodiscard]] WebAnswer devices() const;
  [[nodiscard]] WebAnswer browse(const std::string& folder) const;
  [[nodiscard]] WebAnswer sets() const;
  // Reads the exhibit for about a second, and puts that on record.
  [[nodiscard]] WebAnswer expect(const std::string& path);
  [[nodiscard]] WebAnswer scan() const;
  // How the scan stands; once it has ended with what the case says of the exhibit.
  [[nodiscard]] std::string scan_json() const;
  [[nodiscard]] WebAnswer start(const std::string& body);
  [[nodiscard]] WebAnswer stop(const std::string& body);

 private:
  // Why it may not be read as it is: "" if it may. A fault if it is none of what can be
  // chosen.
  [[nodiscard]] Result<std::string> objection(const std::string& path) const;
  [[nodiscard]] Result<void> put_on_record(const std::string& by,
                                           const AuditEvent& event);

  ScanDeskSettings settings_;
  ImageRoots roots_;
  CaseWatch& watch_;
  ScanJob& job_;
  std::mutex measuring_;  // one measurement at a time, or each would slow the other
};

}  // namespace winnow

#endif  // WINNOW_DRIVERS_WEB_SCAN_DESK_H_
