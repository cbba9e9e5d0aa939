#include <algorithm>
#include <optional>
#include <utility>

#include "base/text.h"
#include "drivers/answers/outcome_answer.h"
#include "drivers/answers/plain_table.h"
#include "drivers/answers/words.h"
#include "scanner/ledger/utc_text.h"

namespace winnow {
namespace {

constexpr std::int64_t kDay = 86'400;

// Of ten-thousandths: "8.33".
std::string percent(std::uint64_t ten_thousandths) {
  const std::string rest = std::to_string(ten_thousandths % 100);
  return std::to_string(ten_thousandths / 100) + (rest.size() < 2 ? ".0" : ".") + rest;
}

// "1 of 12, 8.33 % (1.48 to 35.39)"
std::string share_text(const Share& share) {
  if (share.of == 0) return "not known";
  const std::uint64_t of = share.of;
  return grouped(share.part) + " of " + grouped(share.of) + ", " +
         percent((std::uint64_t{share.part} * kCertain + of / 2) / of) + " % (" +
         percent(share.low) + " to " + percent(share.high) + ")";
}

// "12.5"
std::string hours_text(std::uint64_t minutes) {
  return grouped(minutes / 60) + "." + std::to_string(minutes % 60 / 6);
}

// Rows without any examination say nothing.
PlainTable yield_table(const std::string& head, const std::vector<Yield>& rows) {
  PlainTable table({head, "examined", "listed", "unlisted", "nothing", "not possible",
                    "items", "hours", "holding (95 % interval)"},
                   1);
  for (const Yield& row : rows) {
    if (row.examined == 0) continue;
    table.add({row.group, grouped(row.examined), grouped(row.listed),
               grouped(row.unlisted), grouped(row.nothing), grouped(row.impossible),
               grouped(row.items), hours_text(row.minutes), share_text(row.holding)});
  }
  return table;
}

std::string yield_text(const OutcomeFigures& figures, std::size_t width) {
  if (figures.examined == 0) return "";
  return "\nYield by lane at the start of the examination\n" +
         yield_table("lane", figures.by_lane).text(width) +
         "\nYield by tenth of the order at the start (1: the most urgent)\n" +
         yield_table("tenth", figures.by_decile).text(width);
}

std::string stated_text(const Misses& misses) {
  std::string text;
  for (const StatedMiss& stated : misses.stated) {
    text += "      had it been " + bytes_text(stated.bytes) +
            ", scans stated to miss at most " + percent(stated.bound) +
            " %: " + to_string(stated.verdict) + "\n";
  }
  return text;
}

std::string misses_text(const OutcomeFigures& figures, std::size_t width) {
  std::string text =
      "\nMisses: exhibits put last (their scans met nothing, or lane D), and what was "
      "found on them\n";
  PlainTable table(
      {"drawn", "put last", "listed", "unlisted", "never scanned", "held material"}, 1);
  for (const Misses& row : figures.misses) {
    table.add({row.group, grouped(row.put_last), grouped(row.listed),
               grouped(row.unlisted), grouped(row.unscanned), share_text(row.held)});
  }
  text += table.text(width);
  text +=
      "  What no list knows cannot be met by lists: it is a miss of triage, not of the "
      "scan.\n\nListed material that was there, and that the scans did not meet\n";
  for (const Misses& row : figures.misses) {
    text += "  " + row.group + ": " + share_text(row.missed) +
            (row.missed.of < kLeastCases
                 ? "; fewer than " + std::to_string(kLeastCases) + ", too few to tell"
                 : "") +
            "\n" + stated_text(row);
  }
  return text + "  Scans state nothing of listed material inside other live files.\n";
}

// In days, rounded down to a tenth; "+" where it is at least that.
std::string wait_text(const std::optional<WaitFigure>& figure) {
  if (!figure) return "-";
  const std::int64_t tenths = figure->seconds * 10 / kDay;
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) +
         (figure->is_at_least ? "+" : " ");
}

std::string waits_text(const WaitTable& waits, std::size_t width) {
  std::string text =
      "\nWaits from seizure, in days (+: at least, as some still wait)\n";
  PlainTable table({"until", "of", "exhibits", "waiting", "left without", "median",
                    "90 %", "oldest"},
                   2);
  for (const WaitRow& row : waits.rows) {
    table.add({to_string(row.milestone), row.group, grouped(row.exhibits),
               grouped(row.waiting), grouped(row.gone), wait_text(row.median),
               wait_text(row.nine_of_ten), wait_text(row.oldest)});
  }
  text += table.text(width);
  if (waits.without_start > 0) {
    text += "  In none of these: " + counted_text(waits.without_start, "exhibit") +
            " whose seizure time is not on record\n";
  }
  return text;
}

}  // namespace

OutcomeFigures figures_of(const Decisions& decisions,
                          const std::map<std::string, Lane>& lanes,
                          std::int64_t as_of_seconds) {
  OutcomeFigures figures;
  figures.as_of = utc_text({as_of_seconds, 0}).value_or("");
  const auto examined = examined_exhibits(decisions, as_of_seconds);
  figures.examined = static_cast<std::uint32_t>(examined.size());
  for (const auto& [ref, exhibit] : decisions.exhibits) {
    if (exhibit.was_proposed) ++figures.drawn;
  }
  figures.drawn_examined = static_cast<std::uint32_t>(std::count_if(
      examined.begin(), examined.end(),
      [](const ExaminedExhibit& one) { return one.exhibit->was_proposed; }));
  figures.by_lane = yield_by_lane(examined);
  figures.by_decile = yield_by_decile(examined);
  figures.misses = misses_of(examined);
  figures.waits = waits_of(decisions, lanes, as_of_seconds);
  return figures;
}

std::string figures_text(const OutcomeFigures& figures, std::size_t width) {
  return "Outcomes of full examinations (as of " + figures.as_of +
         "): " + counted_text(figures.examined, "exhibit") + " examined; " +
         grouped(figures.drawn) + " drawn at random, " +
         grouped(figures.drawn_examined) + " of them examined\n" +
         yield_text(figures, width) + misses_text(figures, width) +
         waits_text(figures.waits, width);
}

std::string exceptions_text(const std::vector<ExceptionEntry>& entries,
                            const std::string& as_of, std::size_t width) {
  std::string text = "Exceptions (as of " + as_of +
                     "): " + counted_text(entries.size(), "entry") + "\n";
  if (entries.empty()) return text;
  PlainTable table({"what", "exhibit", "since", "who may end it", "why"}, 5);
  for (const ExceptionEntry& entry : entries) {
    const auto since = entry.since ? utc_text({*entry.since, 0}) : std::nullopt;
    table.add({to_string(entry.kind), entry.exhibit.empty() ? "-" : entry.exhibit,
               since.value_or("-").substr(0, 10), entry.who,
               entry.what + "; " + entry.remedy});
  }
  return text + table.text(width);
}

}  // namespace winnow
