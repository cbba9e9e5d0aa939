// A table for people: columns as wide as their widest cell, for a terminal and for
// paper alike. One thread.
#ifndef WINNOW_DRIVERS_ANSWERS_PLAIN_TABLE_H_
#define WINNOW_DRIVERS_ANSWERS_PLAIN_TABLE_H_

#include <cstddef>
#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace winnow {

// As wide as it comes: what pipes and files get.
inline constexpr std::size_t kAnyWidth = std::numeric_limits<std::size_t>::max();

class PlainTable {
 public:
  // So many of the first columns are words, which stand on the left; the rest are
  // numbers, which stand on the right.
  PlainTable(std::vector<std::string> heads, std::size_t words);
  // As many cells as there are heads. Cells are printable UTF-8.
  void add(std::vector<std::string> cells);
  // Whole lines, each two places in and no longer than `width`: the widest cells are
  // broken over several lines. Where that is not enough, a line for each cell, behind
  // its head; those may be longer.
  [[nodiscard]] std::string text(std::size_t width = kAnyWidth) const;

 private:
  // Nothing if the words alone are wider.
  [[nodiscard]] std::optional<std::vector<std::size_t>> widths_within(
      std::size_t width) const;
  [[nodiscard]] std::string cell_by_cell() const;

  std::vector<std::vector<std::string>> rows_;  // the heads first
  std::size_t words_;
};

}  // namespace winnow

#endif  // WINNOW_DRIVERS_ANSWERS_PLAIN_TABLE_H_
