#include "drivers/answers/answers_json.h"

#include <array>
#include <optional>
#include <string_view>

#include "drivers/answers/finding_cells.h"
#include "drivers/answers/finding_item.h"
#include "drivers/answers/json.h"
#include "scanner/ledger/utc_text.h"

namespace winnow {
namespace {

void put_times(Json& json, const FileTimes& times) {
  const std::array<std::pair<const char*, const std::optional<Instant>*>, 4> fields = {
      {{"modified", &times.modified},
       {"accessed", &times.accessed},
       {"changed", &times.changed},
       {"created", &times.created}}};
  json.key("times").begin();
  for (const auto& [name, instant] : fields) {
    if (!*instant) continue;
    if (const auto text = utc_text(**instant)) json.text(name, *text);
  }
  json.end();
}

void put_category(Json& json, const Category& category) {
  json.key("category").begin().text_or_null("profile", category.profile).key("code");
  if (category.code) {
    json.number(*category.code);
  } else {
    json.nothing();
  }
  json.text_or_null("label", category.label).end();
}

void put_file_counts(Json& json, const char* name, const FileCounts& counts) {
  json.key(name).begin().count("listed", counts.listed);
  for (std::size_t i = 0; i < kFileOutcomes; ++i) {
    json.count(to_string(static_cast<FileOutcome>(i)), counts.by_outcome[i]);
  }
  json.end();
}

void put_bytes(Json& json, const Coverage& coverage) {
  json.key("bytes").begin().count("total", coverage.total_bytes);
  json.count("read", coverage.read_bytes).count("unread", coverage.unread_bytes);
  json.count("unreadable", coverage.unreadable_bytes).end();
}

void put_volumes(Json& json, const Coverage& coverage) {
  json.key("volumes").begin_list();
  for (const VolumeRecord& volume : coverage.volumes) {
    json.begin().count("index", volume.index).count("offset", volume.offset);
    json.count("length", volume.length).text("filesystem", volume.filesystem);
    json.text("outcome", to_string(volume.outcome)).text("reason", volume.reason).end();
  }
  json.end_list();
}

void put_problem(Json& json, const Problem& problem) {
  if (problem.range) {
    json.key("range").begin_list().count(problem.range->first);
    json.count(problem.range->second).end_list();
  }
  if (!problem.path.empty() || !problem.range) json.text("path", problem.path);
  json.text("outcome", problem.outcome).text("reason", problem.reason);
}

void put_evidence(Json& json, const EvidenceRecord& evidence) {
  json.key("evidence").begin().text("kind", evidence.kind);
  json.count("bytes", evidence.bytes).text_or_null("unsupported", evidence.unsupported);
  json.key("metadata").begin_list();
  for (const auto& [key, value] : evidence.metadata) {
    json.begin_list().text(key).text(value).end_list();
  }
  json.end_list().end();
}

void put_sets(Json& json, const std::vector<UsedSet>& sets) {
  json.key("sets").begin_list();
  for (const UsedSet& used : sets) {
    json.begin().text("name", used.name).text("id", used.id);
    json.text("type", to_string(used.type)).end();
  }
  json.end_list();
}

void put_pictures(Json& json, const Coverage& coverage) {
  const PictureCounts& pictures = coverage.pictures;
  json.key("pictures").begin().count("compared", pictures.compared);
  json.count("too_even", pictures.too_even);
  json.count("known_benign", pictures.known_benign);
  json.count("not_decoded", pictures.not_decoded);
  json.key("classes").begin_list();
  for (const ClassCount& one : coverage.classes) {
    json.begin().text("class", one.kind.name).count("points", one.kind.points);
    json.count("unknown_pictures", one.pictures).end();
  }
  json.end_list().end();
}

void put_coverage_fields(Json& json, const Coverage& coverage) {
  put_bytes(json, coverage);
  json.count("logical", coverage.logical_bytes);
  put_file_counts(json, "files", coverage.files);
  put_file_counts(json, "members", coverage.members);
  put_pictures(json, coverage);
  put_volumes(json, coverage);
  json.key("problems").begin_list();
  for (const Problem& problem : coverage.problems) {
    json.begin();
    put_problem(json, problem);
    json.end();
  }
  json.end_list();
  json.flag("balanced", coverage.balanced).flag("complete", coverage.complete);
  json.key("kept").begin_list();
  for (const Algorithm algorithm : kAlgorithms) {
    if (coverage.kept.contains(algorithm)) json.text(to_string(algorithm));
  }
  if (coverage.keeps_pictures) json.text("pdq");
  if (coverage.keeps_blocks) json.text("blocks");
  json.end_list().text("until", to_string(coverage.until));
  json.count("known_benign", coverage.known_benign);
  json.key("not_examined").begin_list();
  for (const std::string& part : never_examined(coverage)) json.text(part);
  json.end_list();
  put_evidence(json, coverage.evidence);
  put_sets(json, coverage.sets);
}

void put_residual(Json& json, const ResidualBasis& basis) {
  json.key("residual").begin_list();
  for (const Residual& residual : residual_curve(basis)) {
    json.begin().count("bytes", residual.bytes);
    json.raw("confidence", fraction_text(residual.confidence)).end();
  }
  json.end_list().key("residual_basis").begin();
  json.count("settled_bytes", basis.settled_bytes);
  json.count("examined_bytes", basis.examined_bytes);
  json.count("sampled_bytes", basis.sampled_bytes).count("samples", basis.samples);
  json.count("samples_read", basis.samples_read);
  json.count("unseen_bytes", basis.unseen_bytes);
  json.count("probative_ppm", basis.probative_ppm).end();
  json.text("residual_words", laboratory_words(basis));
}

void put_lane(Json& json, const RankedExhibit& exhibit) {
  json.text("lane", to_string(exhibit.lane));
  json.texts("lane_reasons", exhibit.lane_reasons);
  if (exhibit.due) {
    json.text("due", day_text(exhibit.due->day)).text("due_why", exhibit.due->why);
  }
  json.flag("overdue", exhibit.is_overdue).flag("kept_place", exhibit.has_kept_place);
  json.flag("further_device", exhibit.is_further_device);
}

// What people put on record of it; nothing if nobody did.
void put_record(Json& json, const RankedExhibit& exhibit) {
  const CaseFacts& facts = exhibit.facts;
  json.text("disposition", to_string(facts.disposition));
  if (facts.has_intake) {
    json.text("holder", to_string(facts.intake.holder));
    if (!facts.intake.suspect.empty()) json.text("suspect", facts.intake.suspect);
    if (!facts.intake.household.empty()) json.text("household", facts.intake.household);
  }
  if (!exhibit.related.empty()) json.texts("same_people", exhibit.related);
}

void put_open_questions(Json& json, const RankedExhibit& exhibit) {
  json.flag("scanned", exhibit.is_scanned).text("review", exhibit.review);
  json.texts("unknowns", exhibit.unknowns);
  json.text("smallest_change", exhibit.smallest_change);
}

void put_policy(Json& json, const Policy& policy) {
  json.key("policy").begin().text("name", policy.name);
  json.text("signed_by", policy.signed_by).text("signed_on", policy.signed_on);
  json.text("sha256", policy.sha256).end();
}

void put_order_fields(Json& json, const RankedExhibit& exhibit) {
  json.count("rank", exhibit.rank).text("exhibit", exhibit.ref);
  put_lane(json, exhibit);
  json.text("band", to_string(exhibit.band)).number("score", exhibit.score);
  json.key("reasons").begin_list();
  for (const Reason& reason : exhibit.reasons) {
    json.begin().text("what", reason.what).number("points", reason.points).end();
  }
  json.end_list().key("counts").begin();
  for (std::size_t i = 0; i < kFindingKinds; ++i) {
    json.count(to_string(static_cast<FindingKind>(i)), exhibit.counts[i]);
  }
  json.end();
}

void put_record_fields(Json& json, const RankedExhibit& exhibit, const Policy& policy,
                       const std::string& as_of) {
  put_open_questions(json, exhibit);
  put_record(json, exhibit);
  put_policy(json, policy);
  json.text("as_of", as_of);
}

void put_near(Json& json, const NearFacts& near) {
  json.count("distance", near.distance).count("quality", near.quality);
  json.text("form", to_string(near.form)).text("variant", to_string(near.variant));
  json.text("strength", near.is_alert() ? "alert" : "review");
  json.count("set_size", near.set_size).count("compared", near.compared);
  json.raw("chance", near.chance.text()).count("others", near.others);
  if (near.frames == 0) return;
  json.count("frames", near.frames).count("first_ms", near.first_ms);
  json.count("last_ms", near.last_ms);
}

void put_finding_fields(Json& json, const std::string& exhibit, const Finding& finding,
                        const Coverage* coverage) {
  json.text("exhibit", exhibit).text("kind", to_string(finding.kind));
  json.text("path", finding.path);
  const std::string item = item_of(finding);
  if (!item.empty()) json.text("item", item);
  json.flag("allocated", finding.allocated);
  json.count("size", finding.size).key("digest").begin();
  for (const Algorithm algorithm : kAlgorithms) {
    if (const auto& digest = finding.digests.get(algorithm)) {
      json.text(to_string(algorithm), digest->hex());
    }
  }
  if (finding.pdq) json.text("pdq", to_hex(finding.pdq->value));
  json.end().text("algorithm", what_matched(finding));
  if (finding.near) put_near(json, *finding.near);
  json.text("set", finding.set);
  if (coverage != nullptr) {
    const std::string id = id_of_set(finding, coverage->sets);
    if (!id.empty()) json.text("set_id", id);
  }
  json.count("entry", finding.entry);
  put_category(json, finding.category);
  json.key("runs").begin_list();
  for (const Run& run : finding.runs) {
    json.begin_list().count(run.offset).count(run.length).end_list();
  }
  json.end_list();
  put_times(json, finding.times);
  if (coverage != nullptr && keeps_local_time(*coverage, finding.path)) {
    json.text("times_zone", "local, unknown");
  }
  json.count("tier", static_cast<std::uint64_t>(finding.tier));
  json.text("note", finding.note);
}

}  // namespace

const char* what_matched(const Finding& finding) {
  if (finding.is_hint()) return finding.set == kNamesSet ? "name" : "content";
  if (finding.kind == FindingKind::near) return "pdq";
  return finding.kind == FindingKind::block ? "xxh3-64" : to_string(finding.algorithm);
}

// Four digits after the point, and no rounding.
std::string fraction_text(std::uint32_t ten_thousandths) {
  std::string digits = std::to_string(ten_thousandths % kCertain);
  digits.insert(0, 4 - digits.size(), '0');
  return std::to_string(ten_thousandths / kCertain) + "." + digits;
}

std::string finding_json(const std::string& exhibit, const Finding& finding,
                         const Coverage& coverage) {
  Json json;
  json.begin();
  put_finding_fields(json, exhibit, finding, &coverage);
  return json.end().done();
}

std::string found_json(const std::string& exhibit, const Finding& finding) {
  Json json;
  json.begin().text("event", "finding");
  put_finding_fields(json, exhibit, finding, nullptr);
  return json.end().done();
}

std::string coverage_json(
    const std::vector<std::pair<std::string, Coverage>>& exhibits) {
  Json json;
  json.begin_list();
  for (const auto& [ref, coverage] : exhibits) {
    json.begin().text("exhibit", ref);
    put_coverage_fields(json, coverage);
    json.end();
  }
  return json.end_list().done();
}

std::string rank_json(const std::vector<RankedExhibit>& exhibits, const Policy& policy,
                      const std::string& as_of) {
  Json json;
  json.begin_list();
  for (const RankedExhibit& exhibit : exhibits) {
    json.begin();
    put_order_fields(json, exhibit);
    json.key("coverage").begin();
    put_coverage_fields(json, exhibit.coverage);
    json.end();
    put_residual(json, exhibit.coverage.residual);
    put_record_fields(json, exhibit, policy, as_of);
    json.end();
  }
  return json.end_list().done();
}

void put_place_fields(Json& json, const RankedExhibit& exhibit, const Policy& policy,
                      const std::string& as_of) {
  put_order_fields(json, exhibit);
  put_record_fields(json, exhibit, policy, as_of);
}

std::string listed_problem_json(const Problem& problem) {
  Json json;
  json.begin();
  put_problem(json, problem);
  return json.end().done();
}

std::string start_json(const ScanFacts& facts) {
  Json json;
  json.begin().text("event", "start").text("version", facts.tool_version);
  json.text("case", facts.case_path).key("exhibits").begin_list();
  for (const auto& [ref, path] : facts.exhibits) {
    json.begin().text("exhibit", ref).text("path", path).end();
  }
  json.end_list();
  put_sets(json, facts.sets);
  return json.end().done();
}

std::string tier_json(const std::string& exhibit, Tier tier, const Coverage& coverage) {
  Json json;
  json.begin().text("event", "tier").text("exhibit", exhibit);
  json.text("tier", to_string(tier)).number("number", static_cast<std::int64_t>(tier));
  put_bytes(json, coverage);
  put_file_counts(json, "files", coverage.files);
  return json.end().done();
}

std::string problem_json(const std::string& exhibit, const Problem& problem) {
  Json json;
  json.begin().text("event", "problem").text("exhibit", exhibit);
  put_problem(json, problem);
  return json.end().done();
}

std::string progress_json(const ProgressFacts& facts) {
  Json json;
  json.begin().text("event", "progress").text("exhibit", facts.exhibit);
  json.count("bytes_read", facts.progress.bytes_read);
  json.count("bytes_planned", facts.progress.bytes_planned);
  json.count("files_done", facts.progress.files_done);
  json.count("files_planned", facts.progress.files_planned).key("eta_seconds");
  if (facts.has_estimate) {
    json.begin_list().count(facts.low_seconds).count(facts.high_seconds).end_list();
  } else {
    json.nothing();
  }
  json.text_or_null("bottleneck", facts.progress.bottleneck == Bottleneck::unknown
                                      ? ""
                                      : to_string(facts.progress.bottleneck));
  json.text("tier", to_string(facts.progress.tier));
  json.count("bytes_fetched", facts.progress.bytes_fetched);
  return json.end().done();
}

std::string plan_json(const std::string& exhibit, const TierPlanned& planned) {
  Json json;
  json.begin().text("event", "plan").text("exhibit", exhibit);
  json.text("tier", to_string(planned.tier)).count("files", planned.files);
  json.count("samples", planned.samples).count("stride_bytes", planned.stride_bytes);
  json.count("reads", planned.reads).count("bytes", planned.bytes);
  json.text("way", planned.in_sequence ? "sequential" : "scattered");
  json.count("milliseconds", planned.milliseconds);
  json.text("bottleneck", to_string(planned.bottleneck));
  return json.end().done();
}

std::string end_json(const std::vector<EndFacts>& exhibits, int exit_status,
                     const std::string& audit_head) {
  Json json;
  json.begin().text("event", "end").number("exit_status", exit_status);
  json.key("exhibits").begin_list();
  for (const EndFacts& exhibit : exhibits) {
    json.begin().text("exhibit", exhibit.exhibit).text("end", exhibit.end);
    json.count("findings", exhibit.findings).flag("complete", exhibit.complete);
    json.key("deaths").begin();
    for (const Death death : {Death::crash, Death::hang, Death::memory}) {
      json.count(to_string(death), exhibit.deaths[static_cast<std::size_t>(death)]);
    }
    json.end().end();
  }
  json.end_list().text("audit_head", audit_head);
  return json.end().done();
}

}  // namespace winnow
