// SelftestChecks: what was checked in a self-test, and what came of it.
//
// Texts are for people and are made printable. One thread.
#ifndef WINNOW_DRIVERS_SELFTEST_SELFTEST_CHECKS_H_
#define WINNOW_DRIVERS_SELFTEST_SELFTEST_CHECKS_H_

#include <cstdint>
#include <string>
#include <vector>

namespace winnow {

struct FailedCheck {
  std::string what;
  std::string expected;
  std::string came;
  [[nodiscard]] std::string line() const {  // without its end
    return what + ": expected " + expected + ", came " + came;
  }
};

class SelftestChecks {
 public:
  // Each is one check, of which the two texts are the same or not.
  bool equal(const std::string& what, const std::string& expected,
             const std::string& came);
  bool equal(const std::string& what, std::uint64_t expected, std::uint64_t came) {
    return equal(what, std::to_string(expected), std::to_string(came));
  }
  bool holds(const std::string& what, bool holds, const std::string& expected,
             const std::string& came) {
    return equal(what, expected, holds ? expected : came);
  }

  [[nodiscard]] std::uint32_t count() const { return count_; }
  [[nodiscard]] const std::vector<FailedCheck>& failed() const { return failed_; }

 private:
  std::uint32_t count_ = 0;
  std::vector<FailedCheck> failed_;
};

}  // namespace winnow

#endif  // WINNOW_DRIVERS_SELFTEST_SELFTEST_CHECKS_H_
