#include "drivers/report/report_charts.h"

#include <algorithm>

#include "base/text.h"
#include "drivers/answers/words.h"

namespace winnow {
namespace {

// Rounded down, so that 100 % stands only where nothing is left.
std::string share_text(std::uint64_t part, std::uint64_t whole) {
  if (whole == 0) return "empty";
  const auto percent = static_cast<std::uint64_t>(static_cast<long double>(part) * 100 /
                                                  static_cast<long double>(whole));
  return std::to_string(percent) + " % read";
}

}  // namespace

BarChart findings_chart(const std::vector<GradeCount>& rows, const std::string& title) {
  BarChart chart{title,
                 {words_of(FoundIn::live), words_of(FoundIn::deleted),
                  words_of(FoundIn::free_space)},
                 {},
                 false};
  for (const GradeCount& row : rows) {
    const auto alike =
        std::count_if(rows.begin(), rows.end(), [&](const GradeCount& other) {
          return other.kind == row.kind && other.grade == row.grade;
        });
    chart.bars.push_back({std::string(to_string(row.kind)) + ", " + row.grade +
                              (alike > 1 ? ", " + set_text(row, rows) : ""),
                          {row.in[0], row.in[1], row.in[2]},
                          grouped(row.total())});
  }
  return chart;
}

BarChart bytes_chart(const ReportFacts& facts) {
  BarChart chart{"Bytes read, not read and unreadable of each exhibit",
                 {"read", "not read", "unreadable"},
                 {},
                 true};
  for (const ExhibitFacts& exhibit : facts.exhibits) {
    if (!exhibit.ranked.is_scanned) continue;
    const Coverage& coverage = exhibit.ranked.coverage;
    chart.bars.push_back(
        {exhibit.ranked.ref + ", " + bytes_text(coverage.total_bytes),
         {coverage.read_bytes, coverage.unread_bytes, coverage.unreadable_bytes},
         share_text(coverage.read_bytes, coverage.total_bytes)});
  }
  return chart;
}

}  // namespace winnow
