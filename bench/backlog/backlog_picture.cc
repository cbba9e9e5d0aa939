#include "bench/backlog/backlog_picture.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace winnow::backlog {
namespace {

// Told apart by people with every kind of colour vision (Okabe and Ito).
constexpr std::array kColours = {"#999999", "#e69f00", "#009e73", "#cc79a7", "#0072b2"};
constexpr double kWidth = 1160;
constexpr double kTop = 100;
constexpr double kRowHeight = 400;
constexpr double kPlotHeight = 290;
constexpr double kLinesLeft = 70;
constexpr double kLinesWidth = 600;
constexpr double kBarsLeft = 780;
constexpr double kBarsWidth = 350;

std::string number(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f", value);
  return text;
}

std::string whole(double value) {
  const auto rounded = static_cast<long long>(std::llround(value));
  std::string text = std::to_string(rounded);
  for (std::size_t at = text.size(); at > 3;) text.insert(at -= 3, ",");
  return text;
}

std::string text_at(double x, double y, const std::string& text,
                    const std::string& more = "") {
  return "<text x=\"" + number(x) + "\" y=\"" + number(y) + "\"" + more + ">" + text +
         "</text>\n";
}

std::string line(double x1, double y1, double x2, double y2, const std::string& more) {
  return "<line x1=\"" + number(x1) + "\" y1=\"" + number(y1) + "\" x2=\"" +
         number(x2) + "\" y2=\"" + number(y2) + "\"" + more + "/>\n";
}

// A step of 1, 2 or 5 times a power of ten, of which about five make up `most`.
double round_step(double most) {
  const double raw = most / 5;
  const double power = std::pow(10, std::floor(std::log10(raw)));
  for (const double step : {1.0, 2.0, 5.0}) {
    if (step * power >= raw) return step * power;
  }
  return 10 * power;
}

constexpr const char* kGrid = " stroke=\"#dddddd\"";
constexpr const char* kAxis = " stroke=\"#333333\"";
constexpr const char* kMiddle = " text-anchor=\"middle\"";
constexpr const char* kEnd = " text-anchor=\"end\"";

std::string legend() {
  std::string svg;
  double x = kLinesLeft;
  for (std::size_t i = 0; i < kOrders; ++i) {
    const bool is_ours = kStrategies[i] == Strategy::winnow;
    svg += line(x, 76, x + 34, 76,
                std::string(" stroke=\"") + kColours[i] + "\" stroke-width=\"" +
                    (is_ours ? "4" : "2") + "\"");
    svg += text_at(x + 42, 81, to_string(kStrategies[i]),
                   is_ours ? " font-weight=\"bold\"" : "");
    x += 165;
  }
  return svg;
}

// Where all orders have reached everything the curve says nothing more.
std::size_t points_shown(const CaseResult& result) {
  std::size_t shown = 1;
  for (const SeedResult& seed : result.seeds) {
    for (const auto& curve : seed.curves) {
      const auto full = std::find_if(curve.begin(), curve.end(),
                                     [](double share) { return share >= 1; });
      shown = std::max(shown, static_cast<std::size_t>(full - curve.begin()) + 1);
    }
  }
  return std::min(shown, kCurvePoints);
}

std::string lines_grid(double top, double hours_most) {
  const double bottom = top + kPlotHeight;
  std::string svg;
  for (int percent = 0; percent <= 100; percent += 10) {
    const double y = bottom - kPlotHeight * percent / 100;
    svg += line(kLinesLeft, y, kLinesLeft + kLinesWidth, y,
                percent == 50 || percent == 90 ? " stroke=\"#999999\"" : kGrid);
    if (percent % 20 == 0 || percent == 50 || percent == 90) {
      svg += text_at(kLinesLeft - 8, y + 5, std::to_string(percent) + " %", kEnd);
    }
  }
  const double step = round_step(hours_most);
  for (double hours = 0; hours <= hours_most; hours += step) {
    const double x = kLinesLeft + kLinesWidth * hours / hours_most;
    svg += line(x, bottom, x, bottom + 5, kAxis);
    svg += text_at(x, bottom + 21, whole(hours), kMiddle);
  }
  svg += line(kLinesLeft, bottom, kLinesLeft + kLinesWidth, bottom, kAxis);
  svg += text_at(kLinesLeft + kLinesWidth / 2, bottom + 42,
                 "hours of full examination begun", kMiddle);
  return svg;
}

std::string lines_panel(const CaseResult& result, double top) {
  const double bottom = top + kPlotHeight;
  const std::size_t points = points_shown(result);
  const double hours_most = result.hours_step * static_cast<double>(points - 1);
  std::string svg =
      text_at(kLinesLeft, top - 14,
              "Case " + result.name + ": share of the holding exhibits reached",
              " font-weight=\"bold\"");
  svg += lines_grid(top, hours_most);
  for (std::size_t i = 0; i < kOrders; ++i) {
    const bool is_ours = kStrategies[i] == Strategy::winnow;
    svg += std::string("<polyline fill=\"none\" stroke=\"") + kColours[i] +
           "\" stroke-width=\"" + (is_ours ? "4" : "2") + "\" points=\"";
    for (std::size_t at = 0; at < points; ++at) {
      double share = 0;
      for (const SeedResult& seed : result.seeds) share += seed.curves[i][at];
      share /= static_cast<double>(result.seeds.size());
      svg += number(kLinesLeft + kLinesWidth * static_cast<double>(at) /
                                     static_cast<double>(points - 1)) +
             "," + number(bottom - kPlotHeight * share) + " ";
    }
    svg += "\"/>\n";
  }
  return svg;
}

std::string bar(const Estimate& value, std::size_t i, double bottom, double scale) {
  const double slot = kBarsWidth / static_cast<double>(kOrders);
  const double x = kBarsLeft + slot * (static_cast<double>(i) + 0.15);
  const double middle = x + slot * 0.35;
  const double height = value.mean * scale;
  const double low = bottom - (value.mean - value.half) * scale;
  const double high = bottom - (value.mean + value.half) * scale;
  std::string svg = "<rect x=\"" + number(x) + "\" y=\"" + number(bottom - height) +
                    "\" width=\"" + number(slot * 0.7) + "\" height=\"" +
                    number(height) + "\" fill=\"" + kColours[i] + "\"/>\n";
  svg += line(middle, low, middle, high, kAxis);
  svg += line(middle - 5, low, middle + 5, low, kAxis);
  svg += line(middle - 5, high, middle + 5, high, kAxis);
  svg += text_at(middle, high - 8, whole(value.mean), kMiddle);
  const std::string name = to_string(kStrategies[i]);
  const std::size_t space = name.find(' ');
  svg += text_at(middle, bottom + 21, name.substr(0, space), kMiddle);
  if (space != std::string::npos) {
    svg += text_at(middle, bottom + 39, name.substr(space + 1), kMiddle);
  }
  return svg;
}

std::string bars_panel(const CaseResult& result, double top) {
  const double bottom = top + kPlotHeight;
  const Column& child_days = columns()[2];
  std::vector<Estimate> values;
  double most = 1;
  for (const Strategy strategy : kStrategies) {
    values.push_back(estimate(values_of(result, child_days, strategy)));
    most = std::max(most, values.back().mean + values.back().half);
  }
  const double scale = (kPlotHeight - 24) / most;
  std::string svg = text_at(kBarsLeft, top - 14, "Child-days at risk (less is better)",
                            " font-weight=\"bold\"");
  const double step = round_step(most);
  for (double at = 0; at <= most; at += step) {
    const double y = bottom - at * scale;
    svg += line(kBarsLeft, y, kBarsLeft + kBarsWidth, y, kGrid);
    svg += text_at(kBarsLeft - 8, y + 5, whole(at), kEnd);
  }
  for (std::size_t i = 0; i < kOrders; ++i) svg += bar(values[i], i, bottom, scale);
  return svg + line(kBarsLeft, bottom, kBarsLeft + kBarsWidth, bottom, kAxis);
}

}  // namespace

std::string svg_of(const std::vector<CaseResult>& results) {
  const double height = kTop + kRowHeight * static_cast<double>(results.size()) + 10;
  const std::string size = number(kWidth) + " " + number(height);
  std::string svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + size +
                    "\" width=\"" + number(kWidth) + "\" height=\"" + number(height) +
                    "\" font-family=\"sans-serif\" font-size=\"14\" fill=\"#222222\">\n"
                    "<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n";
  const std::size_t seeds = results.empty() ? 0 : results[0].seeds.size();
  svg += text_at(kLinesLeft, 32, "A simulated backlog, worked off in five orders",
                 " font-size=\"20\" font-weight=\"bold\"");
  svg += text_at(kLinesLeft, 54,
                 "Means of " + std::to_string(seeds) +
                     " seeds; whiskers: 95 % intervals. The distributions are assumed: "
                     "bench/backlog/backlog_numbers.h");
  svg += legend();
  double top = kTop + 36;
  for (const CaseResult& result : results) {
    svg += lines_panel(result, top);
    svg += bars_panel(result, top);
    top += kRowHeight;
  }
  return svg + "</svg>\n";
}

}  // namespace winnow::backlog
