// Charts as pictures in words of SVG, for paper in black and white too: what a colour
// says, a pattern and a legend say as well. Each stands beside a table of its numbers.
// Pure functions.
#ifndef WINNOW_DRIVERS_REPORT_HTML_CHARTS_H_
#define WINNOW_DRIVERS_REPORT_HTML_CHARTS_H_

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "scanner/ledger/residual.h"

namespace winnow {

// So many a chart shows; the rest is in its table.
inline constexpr std::size_t kMostBars = 16;

struct ChartBar {
  std::string label;
  std::array<std::uint64_t, 3> parts{};
  std::string value;  // behind the bar
};
struct BarChart {
  std::string title;
  std::array<std::string, 3> legend;  // of the parts
  std::vector<ChartBar> bars;
  // Whether each bar is as long as any other, and shows shares; else they compare.
  bool is_of_shares = false;
};
// `id` is unlike that of every other chart of the page.
[[nodiscard]] std::string bars_svg(const BarChart& chart, const std::string& id);

// Probability over amount of material, in steps of kResidualSizes.
[[nodiscard]] std::string curve_svg(const std::vector<Residual>& curve,
                                    const std::string& title, const std::string& id);

}  // namespace winnow

#endif  // WINNOW_DRIVERS_REPORT_HTML_CHARTS_H_
