#include "drivers/answers/plain_table.h"

#include <algorithm>
#include <utility>

namespace winnow {
namespace {

// Places on a screen: of UTF-8 the bytes that do not go on with a letter.
std::size_t width_of(const std::string& text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
}

}  // namespace

PlainTable::PlainTable(std::vector<std::string> heads, std::size_t words)
    : words_(words) {
  rows_.push_back(std::move(heads));
}

void PlainTable::add(std::vector<std::string> cells) {
  cells.resize(rows_.front().size());
  rows_.push_back(std::move(cells));
}

std::string PlainTable::text() const {
  std::vector<std::size_t> widths(rows_.front().size());
  for (const auto& row : rows_) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      widths[i] = std::max(widths[i], width_of(row[i]));
    }
  }
  std::string all;
  for (const auto& row : rows_) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::string gap(widths[i] - width_of(row[i]), ' ');
      line += "  " + (i < words_ ? row[i] + gap : gap + row[i]);
    }
    line.resize(line.find_last_not_of(' ') + 1);
    all += line + "\n";
  }
  return all;
}

}  // namespace winnow
