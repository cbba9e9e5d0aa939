#include "drivers/decisions/outcome_events.h"

#include <array>
#include <charconv>
#include <string_view>
#include <utility>

#include "scanner/ledger/residual.h"
#include "scanner/ledger/utc_text.h"

namespace winnow {
namespace {

constexpr std::array kResultWords = {
    std::pair(ExaminationResult::listed, "listed"),
    std::pair(ExaminationResult::unlisted, "unlisted"),
    std::pair(ExaminationResult::nothing, "nothing"),
    std::pair(ExaminationResult::impossible, "impossible")};

template <typename Number>
std::optional<Number> parse_number(std::string_view text) {
  Number number = 0;
  const char* const end = text.data() + text.size();
  const auto [read, error] = std::from_chars(text.data(), end, number);
  if (text.empty() || error != std::errc() || read != end) return std::nullopt;
  return number;
}

// A number that may be left out; false if it is there and is none.
template <typename Number>
bool take_number(const AuditLine& line, std::string_view key, Number& number) {
  const std::string* const text = detail_of(line.what, key);
  if (text == nullptr) return true;
  const auto parsed = parse_number<Number>(*text);
  if (parsed) number = *parsed;
  return parsed.has_value();
}

std::optional<Band> parse_band(std::string_view word) {
  for (const Band band :
       {Band::match, Band::indicated, Band::unexamined, Band::no_match}) {
    if (word == to_string(band)) return band;
  }
  return std::nullopt;
}

// "9999,9999,10000": ten-thousandths, one for each of kResidualSizes.
bool take_confidence(std::string_view list, std::vector<std::uint32_t>& confidence) {
  for (std::size_t at = 0; at <= list.size();) {
    const std::size_t end = std::min(list.find(',', at), list.size());
    const auto one = parse_number<std::uint32_t>(list.substr(at, end - at));
    if (!one || *one > kCertain) return false;
    confidence.push_back(*one);
    at = end + 1;
  }
  return confidence.size() == kResidualSizes.size();
}

bool take_scan(const AuditLine& line, Outcome& outcome) {
  if (const std::string* word = detail_of(line.what, "band"); word != nullptr) {
    outcome.band = parse_band(*word);
    if (!outcome.band) return false;
  }
  const std::string* const list = detail_of(line.what, "confidence");
  return list == nullptr || take_confidence(*list, outcome.confidence);
}

std::optional<Outcome> read_outcome(const AuditLine& line) {
  const auto result = parse_examination_result(line.what.outcome);
  const std::string* const at = detail_of(line.what, "at");
  const auto moment = parse_utc(at == nullptr ? line.ts_utc : *at);
  if (!result || !moment) return std::nullopt;
  Outcome outcome;
  outcome.result = *result;
  outcome.at = *moment;
  outcome.by = line.actor;
  if (!take_number(line, "items", outcome.items) ||
      !take_number(line, "minutes", outcome.minutes) || !take_scan(line, outcome)) {
    return std::nullopt;
  }
  return outcome;
}

std::optional<StartPlace> read_place(const AuditLine& line) {
  StartPlace place;
  if (const std::string* word = detail_of(line.what, "lane"); word != nullptr) {
    place.lane = parse_lane(*word);
    if (!place.lane) return std::nullopt;
  }
  const bool are_numbers =
      take_number(line, "place", place.place) && take_number(line, "of", place.of);
  if (!are_numbers || place.place > place.of) return std::nullopt;
  return place;
}

void remark(const AuditLine& line, Decisions& decisions) {
  decisions.remarks.push_back("event " + std::to_string(line.seq) + " (" +
                              line.what.event + " of " + line.what.object +
                              ") is not understood, and left out");
}

void take_start(const AuditLine& line, Decisions& decisions) {
  const auto to = parse_disposition(line.what.outcome);
  if (to != Disposition::assigned && to != Disposition::submitted) return;
  if (detail_of(line.what, "lane") == nullptr &&
      detail_of(line.what, "place") == nullptr)
    return;
  const auto place = read_place(line);
  if (!place) return remark(line, decisions);
  StartPlace& started = decisions.exhibits[line.what.object].started;
  if (!started.lane && started.place == 0) started = *place;
}

void take_outcome(const AuditLine& line, Decisions& decisions) {
  auto outcome = read_outcome(line);
  if (!outcome) return remark(line, decisions);
  ExhibitDecisions& exhibit = decisions.exhibits[line.what.object];
  outcome->started = exhibit.started;
  if (outcome->result != ExaminationResult::impossible) {
    exhibit.facts.is_examined = true;
    exhibit.facts.met_since_examined = false;
  }
  exhibit.outcomes.push_back(std::move(*outcome));
}

}  // namespace

const char* to_string(ExaminationResult result) {
  for (const auto& [one, word] : kResultWords) {
    if (one == result) return word;
  }
  return "impossible";
}

std::optional<ExaminationResult> parse_examination_result(std::string_view word) {
  for (const auto& [result, known] : kResultWords) {
    if (word == known) return result;
  }
  return std::nullopt;
}

void take_outcome_event(const AuditLine& line, Decisions& decisions) {
  if (line.what.event == "outcome") return take_outcome(line, decisions);
  if (line.what.event == "disposition") return take_start(line, decisions);
  if (line.what.event == "proposed") {
    decisions.exhibits[line.what.object].was_proposed = true;
  }
}

AuditEvent outcome_event(const std::string& ref, const Outcome& outcome) {
  AuditEvent event{"outcome", ref, to_string(outcome.result), {}};
  event.detail.emplace_back("at", utc_text({outcome.at, 0}).value_or(""));
  if (outcome.items > 0) {
    event.detail.emplace_back("items", std::to_string(outcome.items));
  }
  if (outcome.minutes > 0) {
    event.detail.emplace_back("minutes", std::to_string(outcome.minutes));
  }
  if (outcome.band) event.detail.emplace_back("band", to_string(*outcome.band));
  if (!outcome.confidence.empty()) {
    std::string list;
    for (const std::uint32_t one : outcome.confidence) {
      list += (list.empty() ? "" : ",") + std::to_string(one);
    }
    event.detail.emplace_back("confidence", list);
  }
  return event;
}

}  // namespace winnow
