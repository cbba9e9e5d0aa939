// CSV read back as RFC 4180 has it, strictly.
#ifndef WINNOW_TESTS_EXCHANGE_CSV_LINES_H_
#define WINNOW_TESTS_EXCHANGE_CSV_LINES_H_

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace winnow::test {

using CsvRow = std::vector<std::string>;

// Nothing if it is no CSV: a quote where none may be, or a line not ended by CR LF.
[[nodiscard]] inline std::optional<std::vector<CsvRow>> csv_rows(
    const std::string& text) {
  std::vector<CsvRow> rows;
  std::size_t at = 0;
  while (at < text.size()) {
    CsvRow& row = rows.emplace_back();
    while (true) {
      std::string& cell = row.emplace_back();
      if (at < text.size() && text[at] == '"') {
        for (++at; at < text.size(); ++at) {
          if (text[at] != '"') {
            cell += text[at];
          } else if (at + 1 < text.size() && text[at + 1] == '"') {
            cell += text[at++];
          } else {
            break;
          }
        }
        if (at == text.size()) return std::nullopt;
        ++at;
      } else {
        while (at < text.size() && text[at] != ',' && text[at] != '\r') {
          if (text[at] == '"' || text[at] == '\n') return std::nullopt;
          cell += text[at++];
        }
      }
      if (at < text.size() && text[at] == ',') {
        ++at;
        continue;
      }
      break;
    }
    if (text.compare(at, 2, "\r\n") != 0) return std::nullopt;
    at += 2;
  }
  return rows;
}

// The rows below the first, by the heads in it.
[[nodiscard]] inline std::vector<std::map<std::string, std::string>> csv_records(
    const std::vector<CsvRow>& rows) {
  std::vector<std::map<std::string, std::string>> records;
  for (std::size_t i = 1; i < rows.size(); ++i) {
    auto& record = records.emplace_back();
    for (std::size_t k = 0; k < rows[i].size() && k < rows[0].size(); ++k) {
      record[rows[0][k]] = rows[i][k];
    }
  }
  return records;
}

}  // namespace winnow::test

#endif  // WINNOW_TESTS_EXCHANGE_CSV_LINES_H_
