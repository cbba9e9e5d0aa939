// SampleAuditLog: an audit log of invented events, line by line, for tests.
#ifndef WINNOW_TESTS_STORE_SAMPLE_AUDIT_LOG_H_
#define WINNOW_TESTS_STORE_SAMPLE_AUDIT_LOG_H_

#include <cstddef>
#include <string>
#include <vector>

#include "drivers/store/audit_check.h"

namespace winnow {

struct SampleAuditLog {
  std::vector<std::string> lines;  // with their newlines
  std::vector<AuditHead> heads;    // before each line, and after the last

  explicit SampleAuditLog(std::size_t events, const std::string& actor = "A. Person") {
    heads.emplace_back();
    while (lines.size() < events) {
      const std::string number = std::to_string(lines.size() + 1);
      AuditLine line{heads.back().count + 1,
                     "2026-01-02T03:04:05.678Z",
                     "01234567-89ab-4cde-8f01-23456789abcd",
                     actor,
                     {"exhibit_opened",
                      "usb \"" + number + "\"",
                      "opened",
                      {{"path", "C:\\images\\" + number + ".raw"}, {"empty", ""}}},
                     heads.back().hash,
                     ""};
      lines.push_back(audit_line_text(line) + "\n");
      AuditChain chain(heads.back());
      static_cast<void>(chain.take({lines.back().data(), lines.back().size() - 1}));
      heads.push_back(chain.head());
    }
  }

  // Lines [from, to).
  [[nodiscard]] std::string text(std::size_t from, std::size_t to) const {
    std::string all;
    for (std::size_t i = from; i < to; ++i) all += lines[i];
    return all;
  }
  [[nodiscard]] std::string text() const { return text(0, lines.size()); }
  [[nodiscard]] std::string head_file() const { return audit_head_file(heads.back()); }
};

}  // namespace winnow

#endif  // WINNOW_TESTS_STORE_SAMPLE_AUDIT_LOG_H_
