#include "scanner/rank/case_facts.h"

#include "scanner/rank/enum_word.h"

namespace winnow {

const char* to_string(Disposition disposition) {
  switch (disposition) {
    case Disposition::received:
      return "received";
    case Disposition::triaged:
      return "triaged";
    case Disposition::assigned:
      return "assigned";
    case Disposition::submitted:
      return "submitted";
    case Disposition::held:
      return "held";
    case Disposition::retained:
      return "retained";
    case Disposition::returned:
      return "returned";
  }
  return "received";
}

const char* to_string(Verdict verdict) {
  switch (verdict) {
    case Verdict::none:
      return "none";
    case Verdict::match:
      return "match";
    case Verdict::creation:
      return "creation";
    case Verdict::nothing:
      return "nothing";
  }
  return "none";
}

const char* to_string(Met met) {
  switch (met) {
    case Met::nothing:
      return "nothing";
    case Met::lead:
      return "lead";
    case Met::listed:
      return "listed";
    case Met::severest:
      return "severest";
  }
  return "nothing";
}

std::optional<Disposition> parse_disposition(std::string_view word) {
  return parse_enum(word, Disposition::returned);
}
std::optional<Verdict> parse_verdict(std::string_view word) {
  return parse_enum(word, Verdict::nothing);
}
std::optional<Met> parse_met(std::string_view word) {
  return parse_enum(word, Met::severest);
}

bool is_waiting(Disposition disposition) {
  return disposition == Disposition::received || disposition == Disposition::triaged ||
         disposition == Disposition::held;
}

bool leads_are_set_aside(const CaseFacts& facts) {
  return facts.review.verdict == Verdict::nothing && facts.met_before == Met::nothing;
}

}  // namespace winnow
