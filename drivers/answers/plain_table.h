// A table for people: columns as wide as their widest cell, for a terminal and for
// paper alike. One thread.
#ifndef WINNOW_DRIVERS_ANSWERS_PLAIN_TABLE_H_
#define WINNOW_DRIVERS_ANSWERS_PLAIN_TABLE_H_

#include <string>
#include <vector>

namespace winnow {

class PlainTable {
 public:
  // So many of the first columns are words, which stand on the left; the rest are
  // numbers, which stand on the right.
  PlainTable(std::vector<std::string> heads, std::size_t words);
  // As many cells as there are heads. Cells are printable UTF-8.
  void add(std::vector<std::string> cells);
  // Whole lines, each two places in.
  [[nodiscard]] std::string text() const;

 private:
  std::vector<std::vector<std::string>> rows_;  // the heads first
  std::size_t words_;
};

}  // namespace winnow

#endif  // WINNOW_DRIVERS_ANSWERS_PLAIN_TABLE_H_
