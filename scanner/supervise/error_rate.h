// ErrorRate: whether a device fails more and more while it is read.
//
// The rule: of what was read, the later half met at least eight separate bad places,
// and at least twice as many as the earlier one. A device that fails alike all along is
// not dying while we look.
#ifndef WINNOW_SCANNER_SUPERVISE_ERROR_RATE_H_
#define WINNOW_SCANNER_SUPERVISE_ERROR_RATE_H_

#include <cstddef>
#include <cstdint>
#include <vector>

namespace winnow {

class ErrorRate {
 public:
  // That many more bytes were asked for, and that many separate ranges of them could
  // not be read.
  void add(std::uint64_t bytes, std::size_t bad_places);
  [[nodiscard]] bool is_rising() const;

 private:
  std::uint64_t bytes_ = 0;
  std::vector<std::uint64_t> met_;  // bytes_ when each bad place was met; rising
};

}  // namespace winnow

#endif  // WINNOW_SCANNER_SUPERVISE_ERROR_RATE_H_
