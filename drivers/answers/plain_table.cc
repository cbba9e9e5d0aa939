#include "drivers/answers/plain_table.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "drivers/answers/line_layout.h"

namespace winnow {
namespace {

constexpr std::size_t kGap = 2;  // before every column
// A longer word is broken, where a table has to become narrower.
constexpr std::size_t kLongestWord = 12;

std::size_t longest_word(const std::string& cell) {
  std::size_t longest = 0;
  for (std::size_t i = 0; i < cell.size();) {
    const std::size_t end = std::min(cell.find(' ', i), cell.size());
    longest = std::max(longest, columns_of(cell.substr(i, end - i)));
    i = end + 1;
  }
  return std::min(longest, kLongestWord);
}

// One line of a row: `part` of each cell, if it has so many.
std::string line_of(const std::vector<std::vector<std::string>>& cells,
                    const std::vector<std::size_t>& widths, std::size_t words,
                    std::size_t part) {
  std::string line;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const std::string& shown = part < cells[i].size() ? cells[i][part] : "";
    const std::string gap(widths[i] - std::min(widths[i], columns_of(shown)), ' ');
    line += std::string(kGap, ' ') + (i < words ? shown + gap : gap + shown);
  }
  line.resize(line.find_last_not_of(' ') + 1);
  return line + "\n";
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

// Those of the widest cells, made smaller from the widest column on, none below its
// longest word.
std::optional<std::vector<std::size_t>> PlainTable::widths_within(
    std::size_t width) const {
  std::vector<std::size_t> widths(rows_.front().size());
  std::vector<std::size_t> least(widths.size());
  for (const auto& row : rows_) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      widths[i] = std::max(widths[i], columns_of(row[i]));
      least[i] = std::max(least[i], longest_word(row[i]));
    }
  }
  std::size_t all = std::accumulate(widths.begin(), widths.end(), kGap * widths.size());
  while (all > width) {
    std::size_t widest = widths.size();
    for (std::size_t i = 0; i < widths.size(); ++i) {
      if (widths[i] <= least[i]) continue;
      if (widest == widths.size() || widths[i] > widths[widest]) widest = i;
    }
    if (widest == widths.size()) return std::nullopt;
    --widths[widest];
    --all;
  }
  return widths;
}

std::string PlainTable::cell_by_cell() const {
  std::string all;
  for (std::size_t row = 1; row < rows_.size(); ++row) {
    if (row > 1) all += "\n";
    for (std::size_t i = 0; i < rows_[row].size(); ++i) {
      if (!rows_[row][i].empty()) {
        all += "  " + rows_.front()[i] + ": " + rows_[row][i] + "\n";
      }
    }
  }
  return all;
}

std::string PlainTable::text(std::size_t width) const {
  const auto fitting = widths_within(width);
  if (!fitting) return cell_by_cell();
  const std::vector<std::size_t>& widths = *fitting;
  std::string all;
  for (const auto& row : rows_) {
    std::vector<std::vector<std::string>> cells;
    std::size_t parts = 1;
    for (std::size_t i = 0; i < row.size(); ++i) {
      cells.push_back(broken_line(row[i], widths[i], 0));
      parts = std::max(parts, cells.back().size());
    }
    for (std::size_t part = 0; part < parts; ++part) {
      all += line_of(cells, widths, words_, part);
    }
  }
  return all;
}

}  // namespace winnow
