// A unit's backlog, worked off in five orders: how soon what holds material is reached,
// how long children wait, how long anything waits, and what breaches its target.
//
//   backlog [--case normal|overload|both] [--seeds N] [--policy FILE] [--threads N]
//           [--tsv] [--svg FILE]
//
// The shelf is drawn from backlog_numbers.h. Tables on stdout; the same seeds give the
// same bytes on every machine, whatever the number of threads.
#include <charconv>
#include <cstdio>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include "base/file.h"
#include "bench/backlog/backlog_picture.h"
#include "bench/backlog/backlog_results.h"

namespace winnow::backlog {
namespace {

struct Order {
  bool runs_normal = true;
  bool runs_overload = true;
  int seeds = 30;
  int threads = 2;
  bool is_tsv = false;
  std::string policy;
  std::string svg;
};

bool parse_number(std::string_view text, int& number) {
  const auto [end, fault] =
      std::from_chars(text.data(), text.data() + text.size(), number);
  return fault == std::errc{} && end == text.data() + text.size() && number > 0;
}

bool read_arguments(int argc, char** argv, Order& order) {
  for (int i = 1; i < argc; ++i) {
    const std::string_view option = argv[i];
    if (option == "--tsv") {
      order.is_tsv = true;
      continue;
    }
    if (i + 1 == argc) return false;
    const std::string_view value = argv[++i];
    if (option == "--case") {
      order.runs_normal = value != "overload";
      order.runs_overload = value != "normal";
      if (value != "normal" && value != "overload" && value != "both") return false;
    } else if (option == "--seeds") {
      if (!parse_number(value, order.seeds)) return false;
    } else if (option == "--threads") {
      if (!parse_number(value, order.threads)) return false;
    } else if (option == "--policy") {
      order.policy = value;
    } else if (option == "--svg") {
      order.svg = value;
    } else {
      return false;
    }
  }
  return true;
}

Result<Policy> policy_of(const std::string& path) {
  if (path.empty()) return shipped_policy();
  const auto text = read_whole_file(path, 1 << 20);
  if (!text) return text.error();
  return parse_policy(*text, path);
}

int run(const Order& order) {
  const auto policy = policy_of(order.policy);
  if (!policy) {
    std::fprintf(stderr, "%s\n", policy.error().line().c_str());
    return 1;
  }
  std::vector<CaseResult> results;
  const auto threads = static_cast<unsigned>(order.threads);
  Numbers numbers;
  if (order.runs_normal) {
    results.push_back(run_case("normal", numbers, *policy, order.seeds, threads));
  }
  if (order.runs_overload) {
    numbers.arrivals_share = kOverloadShare;
    results.push_back(run_case("overload", numbers, *policy, order.seeds, threads));
  }
  if (order.is_tsv) {
    std::fputs(tsv_table(results).c_str(), stdout);
  } else {
    for (const CaseResult& result : results) {
      std::fputs((text_tables(result) + "\n").c_str(), stdout);
    }
  }
  if (order.svg.empty()) return 0;
  const std::string svg = svg_of(results);
  const auto written = replace_file(order.svg, std::as_bytes(std::span(svg)));
  if (!written) std::fprintf(stderr, "%s\n", written.error().line().c_str());
  return written ? 0 : 1;
}

}  // namespace
}  // namespace winnow::backlog

int main(int argc, char** argv) {
  winnow::backlog::Order order;
  if (!winnow::backlog::read_arguments(argc, argv, order)) {
    std::fputs(
        "usage: backlog [--case normal|overload|both] [--seeds N] [--policy FILE] "
        "[--threads N] [--tsv] [--svg FILE]\n",
        stderr);
    return 2;
  }
  return winnow::backlog::run(order);
}
