#include "drivers/exchange/export_case.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "drivers/answers/words.h"
#include "drivers/decisions/case_ranking.h"
#include "drivers/exchange/bodyfile_export.h"
#include "drivers/exchange/case_graph.h"
#include "drivers/exchange/csv_export.h"
#include "drivers/exchange/dfxml_export.h"
#include "drivers/exchange/stable_uuid.h"
#include "drivers/exchange/vics_export.h"
#include "scanner/supervise/recorder.h"

namespace winnow {
namespace {

struct Format {
  ExchangeFormat format;
  const char* word;
  Result<Exported> (*write)(const ExchangeCase&, NewFile&);
};
constexpr Format kFormats[] = {
    {ExchangeFormat::vics, "vics", write_vics},
    {ExchangeFormat::case_uco, "case", write_case_graph},
    {ExchangeFormat::dfxml, "dfxml", write_dfxml},
    {ExchangeFormat::bodyfile, "bodyfile", write_bodyfile},
    {ExchangeFormat::csv, "csv", write_csv},
};

const Format& format_of(ExchangeFormat format) {
  return kFormats[static_cast<std::size_t>(format)];
}

// That of the investigation, as the intakes of all exhibits state it.
std::string case_number_of(const Decisions& decisions,
                           const std::vector<std::string>& refs) {
  std::set<std::string> numbers;
  for (const std::string& ref : refs) {
    const auto decided = decisions.exhibits.find(ref);
    if (decided == decisions.exhibits.end()) return "";
    numbers.insert(decided->second.facts.intake.case_ref);
  }
  return numbers.size() == 1 ? *numbers.begin() : "";
}

std::string never_scanned_text(const std::vector<std::string>& refs) {
  std::string names;
  for (const std::string& ref : refs) names += (names.empty() ? "" : ", ") + ref;
  return counted_text(refs.size(), "exhibit") + " on record that " +
         (refs.size() == 1 ? "was" : "were") + " never scanned: " + names + ".";
}

// Without an audit log the case is told by its exhibits alone.
std::string case_uuid(const ScanHistory& history,
                      const std::vector<std::string>& refs) {
  if (!history.first_hash.empty()) {
    return stable_uuid(kWinnowSpace, {"case", history.first_hash});
  }
  std::string all;
  for (const std::string& ref : refs) all += std::to_string(ref.size()) + ":" + ref;
  return stable_uuid(kWinnowSpace, {"case without a log", all});
}

}  // namespace

const char* to_string(ExchangeFormat format) {
  return format_of(format).word;
}

std::optional<ExchangeFormat> parse_exchange_format(std::string_view word) {
  for (const Format& one : kFormats) {
    if (word == one.word) return one.format;
  }
  return std::nullopt;
}

Result<ExchangeCase> exchange_case_of(KnownCase& known, const std::string& exhibit) {
  CaseStore& store = known.open.store;
  const std::string& case_path = known.of.folder.path();
  auto refs = store.exhibits();
  if (!refs) return std::move(refs).error();
  auto history = read_scan_history(case_path);
  if (!history) return std::move(history).error();
  ExchangeCase exchange;
  exchange.store = &store;
  exchange.uuid = case_uuid(*history, *refs);
  exchange.only = exhibit;
  exchange.log_complaint = std::move(history->complaint);
  exchange.policy = known.policy;
  if (!exhibit.empty()) {
    if (std::find(refs->begin(), refs->end(), exhibit) == refs->end()) {
      return Fault{FaultKind::usage,
                   "the case holds no scan of an exhibit " + exhibit +
                       "; winnow rank lists those it holds",
                   case_path, std::nullopt};
    }
    *refs = {exhibit};
  }
  if (refs->empty()) {
    return Fault{FaultKind::usage,
                 "the case holds no scan, so there is nothing to export; scan first",
                 case_path, std::nullopt};
  }
  if (exhibit.empty()) {
    for (std::string& ref : exhibits_of(*refs, known.of.decisions)) {
      if (std::find(refs->begin(), refs->end(), ref) != refs->end()) continue;
      exchange.never_scanned.push_back(std::move(ref));
    }
  }
  exchange.number = case_number_of(known.of.decisions, *refs);
  for (const std::string& ref : *refs) {
    auto coverage = store.summary(ref);
    if (!coverage) return std::move(coverage).error();
    auto scan = store.scan_facts(ref);
    if (!scan) return std::move(scan).error();
    auto run = run_of_journal(known.of.folder.journal_path(ref));
    if (!run) return std::move(run).error();
    exchange.exhibits.push_back(
        {ref, std::move(*scan), std::move(*coverage),
         std::move(history->by_exhibit[ref]),
         *run ? std::move((*run)->set_ids) : std::vector<std::string>()});
  }
  return exchange;
}

Result<Exported> write_exchange(ExchangeFormat format, const ExchangeCase& exchange,
                                NewFile& file) {
  auto exported = format_of(format).write(exchange, file);
  if (exported && !exchange.never_scanned.empty()) {
    exported->left_out.push_back(never_scanned_text(exchange.never_scanned));
  }
  return exported;
}

}  // namespace winnow
