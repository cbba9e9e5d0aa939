// SelftestRecord: what the last self-test on this machine came to, so that reports and
// the page can say it. Kept outside of any case, in the user's state folder
// ($XDG_STATE_HOME/winnow, else ~/.local/state/winnow; WINNOW_STATE names another).
#ifndef WINNOW_DRIVERS_SELFTEST_SELFTEST_RECORD_H_
#define WINNOW_DRIVERS_SELFTEST_SELFTEST_RECORD_H_

#include <cstdint>
#include <optional>
#include <string>

#include "base/result.h"

namespace winnow {

struct SelftestRecord {
  bool has_passed = false;
  std::int64_t at = 0;       // seconds since 1970
  std::string tool_version;  // that was tested
  std::string machine;       // kernel and processor, as far as they say
  std::uint32_t checks = 0;
  std::uint32_t failed = 0;
  std::string line;  // the one that was printed
};

// Nothing if there was none; a Fault if there is one that cannot be read.
[[nodiscard]] Result<std::optional<SelftestRecord>> last_selftest();
// In place of the one before; made whole or not at all.
[[nodiscard]] Result<void> keep_selftest(const SelftestRecord& record);

// What SelftestRecord::machine says of the machine that this runs on.
[[nodiscard]] std::string this_machine();

// The folder above, made if it is not there, open to its owner alone.
[[nodiscard]] Result<std::string> state_folder();

}  // namespace winnow

#endif  // WINNOW_DRIVERS_SELFTEST_SELFTEST_RECORD_H_
