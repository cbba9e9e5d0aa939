// What is shown while a scan runs: events for programs, or lines and a progress line
// for people. Both see only what is on record already.
#ifndef WINNOW_DRIVERS_CLI_SCAN_EVENTS_H_
#define WINNOW_DRIVERS_CLI_SCAN_EVENTS_H_

#include <chrono>
#include <memory>
#include <string>

#include "scanner/supervise/supervisor.h"

namespace winnow {

// For one exhibit, however often it is gone on with: no end of a tier is shown twice,
// nor any finding.
[[nodiscard]] std::unique_ptr<ScanWatcher> json_events(const std::string& exhibit,
                                                       bool explains);
[[nodiscard]] std::unique_ptr<ScanWatcher> text_events(const std::string& exhibit,
                                                       bool explains);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_CLI_SCAN_EVENTS_H_
