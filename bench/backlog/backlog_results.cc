#include "bench/backlog/backlog_results.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstdio>
#include <thread>

namespace winnow::backlog {
namespace {

std::string formatted(const char* format, double value) {
  char text[64];
  std::snprintf(text, sizeof text, format, value);
  return text;
}

// Student's t at 97.5 %, by degrees of freedom.
double student(std::size_t degrees) {
  static constexpr std::array kTable = {
      12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228,
      2.201,  2.179, 2.160, 2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086,
      2.080,  2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042};
  if (degrees == 0) return 0;
  if (degrees <= kTable.size()) return kTable[degrees - 1];
  return 1.96 + 2.5 / static_cast<double>(degrees);  // within 0.002
}

SeedResult run_seed(const Numbers& numbers, const Policy& policy, std::uint64_t seed,
                    double step) {
  const Backlog backlog = draw_backlog(numbers, seed);
  const std::vector<Settled> settled = settle(backlog, policy);
  SeedResult result;
  std::vector<bool> counted(backlog.holders.size());
  for (std::size_t i = 0; i < backlog.exhibits.size(); ++i) {
    const Exhibit& exhibit = backlog.exhibits[i];
    const Holder& holder = backlog.holders[exhibit.holder];
    ++result.exhibits;
    result.hours += exhibit.hours;
    if (settled[i].due < exhibit.known_on) {
      ++result.late_already;
    } else if (settled[i].lane == Lane::A && settled[i].due < exhibit.scanned_on) {
      ++result.late_at_scan;
    }
    if (!exhibit.holds) continue;
    ++result.holding;
    if (!holder.is_suspect || !holder.has_access || counted[exhibit.holder]) continue;
    counted[exhibit.holder] = true;
    ++result.at_risk;
  }
  for (std::size_t i = 0; i < kOrders; ++i) {
    const auto started = work_off(backlog, numbers, policy, kStrategies[i]);
    result.measures[i] = measure(backlog, settled, started);
    result.curves[i] = reached(backlog, started, step, kCurvePoints);
  }
  return result;
}

double mean_of(const CaseResult& result, double SeedResult::*member) {
  std::vector<double> values;
  for (const SeedResult& seed : result.seeds) values.push_back(seed.*member);
  return estimate(values).mean;
}

std::string padded(const std::string& text, std::size_t width) {
  // Signs of more than one byte take one place.
  std::size_t places = 0;
  for (const char c : text) places += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  return std::string(width > places ? width - places : 0, ' ') + text;
}

std::string with_interval(const Estimate& value) {
  return formatted("%.0f", value.mean) + " ±" + formatted("%.0f", value.half);
}

constexpr std::size_t kNameWidth = 13;
constexpr std::size_t kCellWidth = 15;

void append_heading(std::string& text) {
  text += std::string(kNameWidth, ' ');
  for (const Column& column : columns()) text += padded(column.name, kCellWidth);
  text += "\n";
}

std::string name_cell(Strategy strategy) {
  std::string name = to_string(strategy);
  name.resize(kNameWidth, ' ');
  return name;
}

std::vector<double> differences(const CaseResult& result, const Column& column,
                                Strategy strategy) {
  std::vector<double> others = values_of(result, column, strategy);
  const std::vector<double> winnow = values_of(result, column, Strategy::winnow);
  for (std::size_t i = 0; i < others.size(); ++i) others[i] -= winnow[i];
  return others;
}

// How much more Winnow needs than the best of the others, in percent.
std::string against_best(const CaseResult& result) {
  std::string text = "Winnow against the best of the others:\n";
  for (const Column& column : columns()) {
    const double winnow = estimate(values_of(result, column, Strategy::winnow)).mean;
    double best = 0;
    const char* whose = nullptr;
    for (const Strategy other : kStrategies) {
      if (other == Strategy::winnow) continue;
      const double mean = estimate(values_of(result, column, other)).mean;
      if (whose != nullptr && mean >= best) continue;
      best = mean;
      whose = to_string(other);
    }
    const std::string percent =
        best > 0 ? formatted("%+.1f %%", (winnow / best - 1) * 100) : "-";
    text += "  " + padded(column.name, kCellWidth) + padded(percent, 10) + "  (" +
            whose + ")\n";
  }
  return text;
}

}  // namespace

CaseResult run_case(const std::string& name, const Numbers& numbers,
                    const Policy& policy, int seeds, unsigned threads) {
  CaseResult result{name, numbers, 0, {}};
  const double exhibits = numbers.on_hand + numbers.arrival_days * numbers.examiners *
                                                numbers.hours_a_day *
                                                numbers.arrivals_share / kMeanHours;
  // Some more hours than the mean, so that the curves of all seeds end at the top.
  result.hours_step = std::ceil(exhibits * kMeanHours * 1.2 / (kCurvePoints - 1));
  result.seeds.resize(static_cast<std::size_t>(seeds));
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    for (std::size_t i = next++; i < result.seeds.size(); i = next++) {
      result.seeds[i] = run_seed(numbers, policy, i + 1, result.hours_step);
    }
  };
  std::vector<std::jthread> others;
  for (unsigned i = 1; i < threads; ++i) others.emplace_back(work);
  work();
  others.clear();
  return result;
}

Estimate estimate(const std::vector<double>& values) {
  Estimate result;
  if (values.empty()) return result;
  const auto count = static_cast<double>(values.size());
  for (const double value : values) result.mean += value / count;
  if (values.size() < 2) return result;
  double squares = 0;
  for (const double value : values) {
    squares += (value - result.mean) * (value - result.mean);
  }
  result.half = student(values.size() - 1) * std::sqrt(squares / (count - 1) / count);
  return result;
}

const std::vector<Column>& columns() {
  static const std::vector<Column> kColumns = {
      {"hours to half", [](const Measures& m) { return m.hours_half; }},
      {"hours to 90 %", [](const Measures& m) { return m.hours_most; }},
      {"child-days", [](const Measures& m) { return m.child_days; }},
      {"longest A", [](const Measures& m) { return m.longest_wait[0]; }},
      {"longest B", [](const Measures& m) { return m.longest_wait[1]; }},
      {"longest C", [](const Measures& m) { return m.longest_wait[2]; }},
      {"longest D", [](const Measures& m) { return m.longest_wait[3]; }},
      {"breaches", [](const Measures& m) { return m.all_breaches; }},
      {"breaches A", [](const Measures& m) { return m.breaches[0]; }},
      {"breaches B", [](const Measures& m) { return m.breaches[1]; }},
      {"breaches C", [](const Measures& m) { return m.breaches[2]; }},
      {"breaches D", [](const Measures& m) { return m.breaches[3]; }},
  };
  return kColumns;
}

std::vector<double> values_of(const CaseResult& result, const Column& column,
                              Strategy strategy) {
  std::vector<double> values;
  for (const SeedResult& seed : result.seeds) {
    values.push_back(column.value(seed.measures[static_cast<std::size_t>(strategy)]));
  }
  return values;
}

std::string text_tables(const CaseResult& result) {
  std::string text =
      "case " + result.name + ": " + std::to_string(result.seeds.size()) +
      " seeds; on average " +
      formatted("%.0f", mean_of(result, &SeedResult::exhibits)) + " exhibits, " +
      std::to_string(result.numbers.on_hand) + " of them on hand at the beginning, " +
      formatted("%.0f", mean_of(result, &SeedResult::holding)) + " holding, " +
      formatted("%.0f", mean_of(result, &SeedResult::hours)) +
      " hours of examination, " +
      formatted("%.0f", mean_of(result, &SeedResult::at_risk)) +
      " suspects with access who hold material; " +
      formatted("%.0f", mean_of(result, &SeedResult::late_already)) +
      " overdue when first known, not among the breaches; " +
      formatted("%.0f", mean_of(result, &SeedResult::late_at_scan)) +
      " of lane A overdue by the time of their scan, among the breaches\n\nMeans, ± "
      "half of the 95 % "
      "interval. Longest waits in days.\n";
  append_heading(text);
  for (const Strategy strategy : kStrategies) {
    text += name_cell(strategy);
    for (const Column& column : columns()) {
      text += padded(with_interval(estimate(values_of(result, column, strategy))),
                     kCellWidth);
    }
    text += "\n";
  }
  text += "\nMore than Winnow, seed by seed, ± half of the 95 % interval.\n";
  append_heading(text);
  for (const Strategy strategy : kStrategies) {
    if (strategy == Strategy::winnow) continue;
    text += name_cell(strategy);
    for (const Column& column : columns()) {
      const Estimate value = estimate(differences(result, column, strategy));
      text +=
          padded(formatted("%+.0f", value.mean) + " ±" + formatted("%.0f", value.half),
                 kCellWidth);
    }
    text += "\n";
  }
  return text + "\n" + against_best(result);
}

std::string tsv_table(const std::vector<CaseResult>& results) {
  std::string text =
      "case\torder\tmeasure\tmean\thalf_95\tmore_than_winnow\tmore_half_95\n";
  for (const CaseResult& result : results) {
    for (const Strategy strategy : kStrategies) {
      for (const Column& column : columns()) {
        const Estimate value = estimate(values_of(result, column, strategy));
        const Estimate more = estimate(differences(result, column, strategy));
        text += result.name + "\t" + to_string(strategy) + "\t" + column.name;
        for (const double number : {value.mean, value.half, more.mean, more.half}) {
          text += "\t" + formatted("%.2f", number);
        }
        text += "\n";
      }
    }
  }
  return text;
}

}  // namespace winnow::backlog
