// The part of decision_rules.h that is about dispositions.
#include <algorithm>

#include "drivers/decisions/decision_rules.h"
#include "drivers/decisions/intake_fields.h"
#include "drivers/decisions/rule_kit.h"

namespace winnow {
namespace {

// From each, what it can become. A device that was returned or retained comes back as
// received; whatever is held, retained or moved on again says so anew.
struct Way {
  Disposition from;
  std::vector<Disposition> to;
};

const std::vector<Way>& ways() {
  using enum Disposition;
  static const std::vector<Way> kWays = {
      {received, {triaged, assigned, submitted, held, retained, returned}},
      {triaged, {assigned, submitted, held, retained, returned}},
      {assigned, {triaged, assigned, submitted, held, retained, returned}},
      {submitted, {triaged, assigned, held, retained, returned}},
      {held, {triaged, assigned, submitted, held, retained, returned}},
      {retained, {received, returned}},
      {returned, {received}},
  };
  return kWays;
}

const Way& way_of(Disposition from) {
  return *std::find_if(ways().begin(), ways().end(),
                       [from](const Way& way) { return way.from == from; });
}

// The first step of all may be that it was received.
Refusal refusal_of_way(const DispositionRequest& request,
                       const ExhibitDecisions& exhibit) {
  const Disposition from = exhibit.facts.disposition;
  if (is_possible(from, request.to) ||
      (exhibit.steps.empty() && request.to == Disposition::received)) {
    return std::nullopt;
  }
  std::vector<std::string> possible;
  for (const Disposition to : way_of(from).to) possible.emplace_back(to_string(to));
  return std::string("it is ") + to_string(from) + " and cannot become " +
         to_string(request.to) + "; what is possible is " +
         joined_words(possible, " or ");
}

Deed deed_of(Disposition to) {
  if (to == Disposition::returned) return Deed::ask_return;
  return to == Disposition::retained ? Deed::retain : Deed::move_on;
}

// Options that belong to another step would be on record without meaning anything.
Refusal refusal_of_details(const DispositionRequest& request) {
  if (request.to == Disposition::assigned && person_key(request.assigned_to).empty()) {
    return "it has to be assigned to somebody; say to whom with --to-examiner";
  }
  if (request.to != Disposition::assigned && !request.assigned_to.empty()) {
    return "--to-examiner belongs to --to assigned; leave it out";
  }
  if (request.to == Disposition::held && !request.until) {
    return "it has to be held until some day; say until when with --until";
  }
  if (request.to != Disposition::held && request.until) {
    return "--until belongs to --to held; leave it out";
  }
  if (request.to == Disposition::held && *request.until <= request.signatures.at) {
    return "--until " + moment_text(*request.until) +
           " is over; give a date after the time at which it is held";
  }
  if (request.to != Disposition::returned && request.is_exception) {
    return "--exception belongs to --to returned; leave it out";
  }
  return std::nullopt;
}

Refusal refusal_of_order(const DispositionRequest& request,
                         const ExhibitDecisions& exhibit) {
  if (exhibit.steps.empty() || exhibit.steps.back().at <= request.signatures.at) {
    return std::nullopt;
  }
  const DispositionStep& last = exhibit.steps.back();
  return "--at " + moment_text(request.signatures.at) + " lies before it was " +
         to_string(last.to) + " (" + moment_text(last.at) + "); give a later time";
}

Refusal refusal_of_exception(const DispositionRequest& request, const People& people) {
  if (auto refusal =
          refusal_without_reason(request.signatures, "a return as an exception")) {
    return refusal;
  }
  return refusal_of_second(people, request.signatures, Deed::countersign_exception);
}

Refusal refusal_of_return(const DispositionRequest& request, const People& people,
                          const std::vector<std::string>& hindrances) {
  if (request.is_exception) return refusal_of_exception(request, people);
  if (!hindrances.empty()) {
    std::string against;
    for (const std::string& one : hindrances) {
      against += (against.empty() ? "" : "; ") + one;
    }
    return "it may not be returned: " + against +
           ". Put that right, or return it with --exception, --reason and "
           "--countersigned-by " +
           who_may(Deed::countersign_exception);
  }
  return refusal_of_second(people, request.signatures, Deed::countersign);
}

// What a second person has to agree to.
Refusal refusal_of_second_person(const DispositionRequest& request,
                                 const People& people,
                                 const std::vector<std::string>& hindrances) {
  if (request.to == Disposition::returned) {
    return refusal_of_return(request, people, hindrances);
  }
  if (request.to != Disposition::held && request.to != Disposition::retained) {
    return std::nullopt;
  }
  if (auto refusal = refusal_without_reason(
          request.signatures, "that it is " + std::string(to_string(request.to)))) {
    return refusal;
  }
  return refusal_of_second(people, request.signatures, Deed::countersign);
}

}  // namespace

bool is_possible(Disposition from, Disposition to) {
  const std::vector<Disposition>& possible = way_of(from).to;
  return std::find(possible.begin(), possible.end(), to) != possible.end();
}

Refusal refusal_of_disposition(const DispositionRequest& request,
                               const Decisions& decisions,
                               const std::vector<std::string>& hindrances,
                               std::int64_t now_seconds) {
  const auto known = decisions.exhibits.find(request.ref);
  const ExhibitDecisions exhibit =
      known == decisions.exhibits.end() ? ExhibitDecisions() : known->second;
  const People& people = decisions.people;
  const auto signed_well = [&] {
    return refusal_of_signatures(request.signatures, now_seconds);
  };
  const auto role = [&] {
    return refusal_of_role(people, request.signatures.by, deed_of(request.to));
  };
  const auto way = [&] { return refusal_of_way(request, exhibit); };
  const auto details = [&] { return refusal_of_details(request); };
  const auto examiner = [&]() -> Refusal {
    if (request.to != Disposition::assigned) return std::nullopt;
    // A name that is mistyped would count as allocated, and nobody would have it.
    if (!refusal_of_role(people, request.assigned_to, Deed::record_outcome)) {
      return std::nullopt;
    }
    return request.assigned_to +
           " is not on record as one who examines, and cannot be assigned exhibits; "
           "an examiner, a reviewer or a supervisor can (winnow people tells who is)";
  };
  const auto order = [&] { return refusal_of_order(request, exhibit); };
  const auto second = [&] {
    return refusal_of_second_person(request, people, hindrances);
  };
  return first_of(signed_well, role, way, details, examiner, order, second);
}

}  // namespace winnow
