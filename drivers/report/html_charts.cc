#include "drivers/report/html_charts.h"

#include <algorithm>

#include "drivers/answers/words.h"
#include "drivers/report/html_text.h"

namespace winnow {
namespace {

constexpr unsigned kWidth = 470;
constexpr unsigned kBarLeft = 8;
constexpr unsigned kBarWidth = 330;
constexpr unsigned kBarHeight = 16;
constexpr unsigned kRowHeight = 46;
constexpr unsigned kLegendHeight = 26;
constexpr std::size_t kLabelLength = 58;

std::string number(std::uint64_t value) {
  return std::to_string(value);
}

std::string text_at(unsigned x, unsigned y, const std::string& text,
                    const char* anchor = "start") {
  return "<text x=\"" + number(x) + "\" y=\"" + number(y) + "\" text-anchor=\"" +
         anchor + "\">" + html_text(text) + "</text>\n";
}

std::string box(std::uint64_t x, std::uint64_t y, std::uint64_t width,
                std::uint64_t height, const std::string& fill) {
  return "<rect x=\"" + number(x) + "\" y=\"" + number(y) + "\" width=\"" +
         number(width) + "\" height=\"" + number(height) + "\" fill=\"" + fill +
         "\" stroke=\"#1a1a1a\" stroke-width=\"1\"/>\n";
}

// Dark, striped and dotted, so that they differ without colour.
std::string patterns(const std::string& id) {
  return "<defs><pattern id=\"" + id +
         "-b\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\">"
         "<rect width=\"6\" height=\"6\" fill=\"#f2f5f9\"/>"
         "<path d=\"M0 6L6 0\" stroke=\"#5b7fa8\" stroke-width=\"1.5\"/></pattern>"
         "<pattern id=\"" +
         id +
         "-c\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\">"
         "<rect width=\"6\" height=\"6\" fill=\"#fff\"/>"
         "<circle cx=\"3\" cy=\"3\" r=\"1.8\" fill=\"#a13a00\"/></pattern></defs>\n";
}

std::string fill_of(std::size_t part, const std::string& id) {
  if (part == 0) return "#1f3a5f";
  return "url(#" + id + (part == 1 ? "-b)" : "-c)");
}

std::string svg_begin(unsigned height, const std::string& title,
                      const std::string& id) {
  return "<svg viewBox=\"0 0 " + number(kWidth) + " " + number(height) + "\" width=\"" +
         number(kWidth) + "\" height=\"" + number(height) +
         "\" role=\"img\" aria-labelledby=\"" + id + "-title\">\n<title id=\"" + id +
         "-title\">" + html_text(title) + "</title>\n";
}

std::uint64_t sum_of(const ChartBar& bar) {
  return bar.parts[0] + bar.parts[1] + bar.parts[2];
}

// value * kBarWidth / most, for any value; at least one where there is any.
std::uint64_t length_of(std::uint64_t value, std::uint64_t most) {
  if (value == 0 || most == 0) return 0;
  const auto length = static_cast<std::uint64_t>(
      static_cast<long double>(value) * kBarWidth / static_cast<long double>(most));
  return std::max<std::uint64_t>(length, 2);
}

std::string legend_of(const BarChart& chart, const std::string& id) {
  std::string svg;
  unsigned x = kBarLeft;
  for (std::size_t i = 0; i < chart.legend.size(); ++i) {
    if (chart.legend[i].empty()) continue;
    svg += box(x, 4, 14, 14, fill_of(i, id));
    svg += text_at(x + 20, 16, chart.legend[i]);
    x += 40 + 8 * static_cast<unsigned>(chart.legend[i].size());
  }
  return svg;
}

std::string bar_svg(const ChartBar& bar, std::uint64_t most, unsigned y,
                    const std::string& id) {
  std::string svg = text_at(kBarLeft, y + 14, cut_short(bar.label, kLabelLength));
  std::uint64_t x = kBarLeft;
  for (std::size_t i = 0; i < bar.parts.size(); ++i) {
    const std::uint64_t room = kBarLeft + kBarWidth - x;
    const std::uint64_t width = std::min(length_of(bar.parts[i], most), room);
    if (width == 0) continue;
    svg += box(x, y + 20, width, kBarHeight, fill_of(i, id));
    x += width;
  }
  return svg + text_at(static_cast<unsigned>(x) + 8, y + 33, bar.value);
}

constexpr unsigned kPlotLeft = 60;
constexpr unsigned kPlotTop = 12;
constexpr unsigned kPlotWidth = 400;
constexpr unsigned kPlotHeight = 200;

unsigned curve_x(std::size_t point, std::size_t points) {
  return kPlotLeft + 30 +
         static_cast<unsigned>(point * (kPlotWidth - 60) /
                               std::max<std::size_t>(points - 1, 1));
}

unsigned curve_y(std::uint32_t confidence) {
  return kPlotTop + kPlotHeight -
         static_cast<unsigned>(std::uint64_t{std::min(confidence, kCertain)} *
                               kPlotHeight / kCertain);
}

// "4 KiB" for "4.0 KiB": the sizes of a curve are whole.
std::string size_label(std::uint64_t bytes) {
  std::string text = bytes_text(bytes);
  if (const std::size_t point = text.find(".0 "); point != std::string::npos) {
    text.erase(point, 2);
  }
  return text;
}

std::string scale_svg() {
  std::string svg;
  for (unsigned percent = 0; percent <= 100; percent += 25) {
    const unsigned y = curve_y(percent * 100);
    svg += "<path d=\"M" + number(kPlotLeft) + " " + number(y) + "H" +
           number(kPlotLeft + kPlotWidth) + "\" stroke=\"#b8c0c8\"/>\n";
    svg += text_at(kPlotLeft - 8, y + 5, number(percent) + " %", "end");
  }
  return svg;
}

}  // namespace

std::string bars_svg(const BarChart& chart, const std::string& id) {
  const std::size_t shown = std::min(chart.bars.size(), kMostBars);
  std::uint64_t most = 0;
  for (const ChartBar& bar : chart.bars) most = std::max(most, sum_of(bar));
  std::string title = chart.title;
  if (shown < chart.bars.size()) {
    title += "; the first " + number(shown) + ", the table has all";
  }
  const auto height = static_cast<unsigned>(kLegendHeight + shown * kRowHeight + 4);
  std::string svg = svg_begin(height, title, id) + patterns(id) + legend_of(chart, id);
  unsigned y = kLegendHeight;
  for (std::size_t i = 0; i < shown; ++i, y += kRowHeight) {
    const ChartBar& bar = chart.bars[i];
    svg += bar_svg(bar, chart.is_of_shares ? sum_of(bar) : most, y, id);
  }
  return svg + "</svg>\n";
}

std::string curve_svg(const std::vector<Residual>& curve, const std::string& title,
                      const std::string& id) {
  std::string svg = svg_begin(kPlotTop + kPlotHeight + 50, title, id) + scale_svg();
  std::string path;
  std::string marks;
  for (std::size_t i = 0; i < curve.size(); ++i) {
    const unsigned x = curve_x(i, curve.size());
    const unsigned y = curve_y(curve[i].confidence);
    path += (path.empty() ? "M" : "L") + number(x) + " " + number(y);
    marks += "<circle cx=\"" + number(x) + "\" cy=\"" + number(y) +
             "\" r=\"5\" fill=\"#1f3a5f\"/>\n";
    marks +=
        text_at(x, kPlotTop + kPlotHeight + 20, size_label(curve[i].bytes), "middle");
  }
  svg += "<path d=\"" + path +
         "\" fill=\"none\" stroke=\"#1f3a5f\" stroke-width=\"2\"/>\n";
  return svg + marks +
         text_at(kPlotLeft + kPlotWidth / 2, kPlotTop + kPlotHeight + 42,
                 "listed material on the exhibit", "middle") +
         "</svg>\n";
}

}  // namespace winnow
