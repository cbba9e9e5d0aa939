#include "drivers/answers/capacity_text.h"

#include <algorithm>
#include <array>

#include "drivers/answers/forecast_text.h"
#include "drivers/answers/words.h"

namespace winnow {
namespace {

// Of fewer starts, or of a shorter time, no rate of a year is made.
constexpr std::uint64_t kFewestStarts = 5;
constexpr std::int64_t kFewestDays = 14;

// A week, in thousandths, as exhibits in a thousand days.
std::int64_t in_thousand_days(std::int64_t thousandths_a_week) {
  return (thousandths_a_week + 3) / 7;
}

std::string over(std::int64_t days) {
  return "over the last " + counted_text(static_cast<std::uint64_t>(days), "day");
}

// As many as were asked for, in the shares of the lanes that are on record.
void set_arrivals(std::int64_t wanted, std::array<std::int64_t, kLanes>& arrivals) {
  std::int64_t seen = 0;
  for (const std::int64_t one : arrivals) seen += one;
  if (seen == 0) {
    arrivals.fill(0);
    arrivals[static_cast<std::size_t>(Lane::B)] = wanted;  // what nobody knows about
    return;
  }
  for (std::int64_t& one : arrivals) one = one * wanted / seen;
}

RatesUsed rates_used(const ObservedRates& observed, const WeeklyRates& given) {
  RatesUsed used{
      observed.rates,
      counted_text(observed.starts, "start") + " " + over(observed.start_days),
      over(observed.arrival_days),
      observed.starts < kFewestStarts || observed.start_days < kFewestDays};
  if (given.starts) {
    used.rates.starts = in_thousand_days(*given.starts);
    used.starts_from = "as given";
  }
  if (given.arrivals) {
    set_arrivals(in_thousand_days(*given.arrivals), used.rates.arrivals);
    used.arrivals_from = "as given, in the lanes' shares on record";
  }
  return used;
}

}  // namespace

std::string capacity_text(const CaseRanking& ranking, const Decisions& decisions,
                          const Policy& policy, std::int64_t as_of,
                          const WeeklyRates& given) {
  const bool has_intake =
      std::any_of(ranking.waiting.begin(), ranking.waiting.end(),
                  [](const RankedExhibit& one) { return one.due.has_value(); });
  if (!given.starts && !given.arrivals && !has_intake) return "";  // nothing is due
  const RatesUsed used =
      rates_used(rates_of(history_of(ranking, decisions, as_of), as_of), given);
  if (!given.starts && used.is_too_few) {
    return "Capacity: too few starts are on record to tell (" + used.starts_from +
           "); --starts N says which targets N starts a week would hold\n";
  }
  return forecast_text(
      forecast(ranking.waiting, starts_so_far(decisions), policy, used.rates, as_of),
      used);
}

}  // namespace winnow
