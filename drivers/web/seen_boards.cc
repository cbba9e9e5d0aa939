#include "drivers/web/seen_boards.h"

#include <rapidjson/document.h>

#include <filesystem>
#include <optional>
#include <utility>

#include "base/digester.h"
#include "drivers/answers/json.h"
#include "drivers/decisions/roles.h"

namespace winnow {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kMostFileBytes = std::uint64_t{64} << 20;

// What moves_between() compares of an exhibit, and its disposition.
void put_seen(Json& json, const RankedExhibit& exhibit) {
  json.begin().text("exhibit", exhibit.ref).count("rank", exhibit.rank);
  json.text("lane", to_string(exhibit.lane)).text("band", to_string(exhibit.band));
  json.text("disposition", to_string(exhibit.facts.disposition));
  json.flag("overdue", exhibit.is_overdue).key("reasons").begin_list();
  for (const Reason& reason : exhibit.reasons) {
    json.begin().text("what", reason.what).number("points", reason.points).end();
  }
  json.end_list().end();
}

std::string text_in(const rapidjson::Value& object, const char* name) {
  const auto found = object.FindMember(name);
  return found != object.MemberEnd() && found->value.IsString()
             ? std::string(found->value.GetString(), found->value.GetStringLength())
             : "";
}

std::optional<Band> parse_band(const std::string& word) {
  for (const Band band :
       {Band::match, Band::indicated, Band::unexamined, Band::no_match}) {
    if (word == to_string(band)) return band;
  }
  return std::nullopt;
}

std::optional<RankedExhibit> exhibit_in(const rapidjson::Value& object) {
  if (!object.IsObject()) return std::nullopt;
  RankedExhibit exhibit;
  exhibit.ref = text_in(object, "exhibit");
  const auto lane = parse_lane(text_in(object, "lane"));
  const auto band = parse_band(text_in(object, "band"));
  const auto disposition = parse_disposition(text_in(object, "disposition"));
  if (exhibit.ref.empty() || !lane || !band || !disposition) return std::nullopt;
  exhibit.lane = *lane;
  exhibit.band = *band;
  exhibit.facts.disposition = *disposition;
  const auto rank = object.FindMember("rank");
  if (rank != object.MemberEnd() && rank->value.IsUint()) {
    exhibit.rank = rank->value.GetUint();
  }
  const auto overdue = object.FindMember("overdue");
  exhibit.is_overdue = overdue != object.MemberEnd() && overdue->value.IsTrue();
  const auto reasons = object.FindMember("reasons");
  if (reasons == object.MemberEnd() || !reasons->value.IsArray()) return exhibit;
  for (const auto& reason : reasons->value.GetArray()) {
    if (!reason.IsObject()) continue;
    const auto points = reason.FindMember("points");
    if (points == reason.MemberEnd() || !points->value.IsInt64()) continue;
    exhibit.reasons.push_back({text_in(reason, "what"), points->value.GetInt64()});
    exhibit.score += points->value.GetInt64();
  }
  return exhibit;
}

std::optional<CaseRanking> seen_ranking(const std::string& text) {
  rapidjson::Document document;
  document.Parse<rapidjson::kParseIterativeFlag>(text.data(), text.size());
  if (document.HasParseError() || !document.IsArray()) return std::nullopt;
  CaseRanking ranking;
  for (const auto& object : document.GetArray()) {
    auto exhibit = exhibit_in(object);
    if (!exhibit) return std::nullopt;
    place(std::move(*exhibit), ranking);
  }
  return ranking;
}

std::map<std::string, const RankedExhibit*> by_ref(const CaseRanking& ranking) {
  std::map<std::string, const RankedExhibit*> exhibits;
  for (const auto* some : {&ranking.waiting, &ranking.others}) {
    for (const RankedExhibit& exhibit : *some) exhibits.emplace(exhibit.ref, &exhibit);
  }
  return exhibits;
}

// Of an exhibit that is in both.
std::vector<std::string> words_of_change(const RankedExhibit& from,
                                         const RankedExhibit& to) {
  std::vector<std::string> words;
  if (from.lane != to.lane) {
    words.push_back(std::string("lane ") + to_string(from.lane) + " to " +
                    to_string(to.lane));
  }
  if (from.band != to.band) {
    words.push_back(std::string(words_of(from.band)) + ", now: " + words_of(to.band));
  }
  if (from.facts.disposition != to.facts.disposition) {
    words.push_back(std::string(to_string(from.facts.disposition)) + ", now " +
                    to_string(to.facts.disposition));
  }
  if (to.is_overdue && !from.is_overdue) words.emplace_back("overdue now");
  return words;
}

}  // namespace

SeenBoards::SeenBoards(std::string state_folder, const std::string& case_path)
    : folder_(state_folder.empty() ? "" : state_folder + "/boards") {
  std::error_code error;
  case_path_ = fs::weakly_canonical(fs::absolute(case_path, error), error).string();
}

std::string SeenBoards::file_of(const std::string& viewer) const {
  const std::string key = case_path_ + "\n" + person_key(viewer);
  return folder_ + "/" + digest_of(Algorithm::sha256, bytes_of(key)).hex() + ".json";
}

Result<void> SeenBoards::mark(const std::string& viewer, const CaseSnapshot& snapshot) {
  if (folder_.empty()) {
    return Fault{FaultKind::usage, "there is no folder for what viewers have seen",
                 "state", std::nullopt};
  }
  std::error_code error;
  fs::create_directories(folder_, error);
  if (error) {
    return fault_from_errno(error.value(), "cannot be made; set WINNOW_STATE", folder_);
  }
  Json json;
  json.begin_list();
  for (const auto* exhibits : {&snapshot.ranking.waiting, &snapshot.ranking.others}) {
    for (const RankedExhibit& exhibit : *exhibits) put_seen(json, exhibit);
  }
  const std::string text = json.end_list().done();
  return replace_file(file_of(viewer), bytes_of(text));
}

ChangesByRef SeenBoards::changes(const std::string& viewer,
                                 const CaseSnapshot& snapshot) const {
  ChangesByRef changes;
  if (folder_.empty() || viewer.empty()) return changes;
  const auto text = read_whole_file(file_of(viewer), kMostFileBytes);
  if (!text) return changes;
  const auto before = seen_ranking(*text);
  if (!before) return changes;
  const auto seen = by_ref(*before);
  for (const auto& [ref, exhibit] : by_ref(snapshot.ranking)) {
    const auto known = seen.find(ref);
    std::vector<std::string> words = known == seen.end()
                                         ? std::vector<std::string>{"new on the board"}
                                         : words_of_change(*known->second, *exhibit);
    if (!words.empty()) changes.emplace(ref, std::move(words));
  }
  for (const Move& move : moves_between(*before, snapshot.ranking)) {
    if (!seen.contains(move.ref) || !snapshot.find(move.ref)) continue;
    auto& words = changes[move.ref];
    words.insert(words.end(), move.why.begin(), move.why.end());
    if (words.empty()) changes.erase(move.ref);
  }
  return changes;
}

}  // namespace winnow
