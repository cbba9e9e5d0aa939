#include "drivers/exchange/vics_export.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <set>

#include "base/text.h"
#include "drivers/answers/json.h"
#include "drivers/answers/words.h"
#include "drivers/cases/tool_version.h"
#include "drivers/exchange/cautions.h"
#include "scanner/ledger/utc_text.h"

namespace winnow {
namespace {

constexpr char kModels[] =
    "http://github.com/VICSDATAMODEL/ProjectVic/DataModels/2.0.xml/";

std::string upper_hex(const Digest& digest) {
  std::string hex = digest.hex();
  for (char& c : hex) {
    if (c >= 'a') c = static_cast<char>(c - 'a' + 'A');
  }
  return hex;
}

std::string lower(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

// "uk", "uk-2021" and "uk 2021", but not "ukraine".
bool is_variant_of(const std::string& name, std::string_view of) {
  if (!name.starts_with(of)) return false;
  if (name.size() == of.size()) return true;
  const auto next = static_cast<unsigned char>(name[of.size()]);
  return next < 0x80 && (next < 'a' || next > 'z');
}

// The profile in the address, for grades of this profile of ours.
std::string profile_in_address(const std::string& profile) {
  const std::string name = lower(profile);
  if (is_variant_of(name, "caid") || is_variant_of(name, "uk")) return "UK";
  if (name == "us") return "US";
  if (name == "default") return "Default";
  return "CUSTOM";
}

// "2025-01-02T03:04:05.0000000Z", as other writers have it. A moment that no clock was
// at when the file was written is left out: 0, before 1914, or later than `latest`.
std::string vics_time(const std::optional<Instant>& instant, std::int64_t latest) {
  constexpr std::int64_t kFirst = -1'767'225'600;  // 1914-01-01
  if (!instant || instant->seconds == 0) return "";
  if (instant->seconds < kFirst || instant->seconds > latest) return "";
  const auto text = utc_text({instant->seconds, 0});
  if (!text) return "";
  std::string fraction = std::to_string(instant->nanoseconds / 100);
  fraction.insert(0, 7 - std::min<std::size_t>(7, fraction.size()), '0');
  return text->substr(0, text->size() - 1) + "." + fraction + "Z";
}

std::string grade_text(const Category& category) {
  std::string text = category.profile.empty() ? "category " : category.profile + " ";
  text += std::to_string(*category.code);
  if (!category.label.empty()) text += ", " + category.label;
  return text;
}

std::string words_of(const Assertion& one) {
  const std::string where = "set " + one.set + ", entry " + std::to_string(one.entry);
  const std::string grade =
      one.category.code ? ", graded there " + grade_text(one.category) : "";
  if (one.kind != FindingKind::near) return where + grade;
  return "near to " + where + grade + " (" + std::to_string(one.distance) +
         " of 256 bits of PDQ differ); a lead that a person has to compare";
}

// One that is only near to what a set lists is a lead: its reader would count it among
// what is listed.
bool is_listed(const WalkedContent& content) {
  return std::any_of(
      content.assertions.begin(), content.assertions.end(),
      [](const Assertion& one) { return one.kind == FindingKind::exact; });
}

// What sets say of one content, taken together.
struct Grade {
  const Assertion* gravest = nullptr;  // null if none grades it
  bool is_disputed = false;            // there are several
  bool is_ordered = true;              // the policy knows which is the gravest
};

class VicsWriter {
 public:
  VicsWriter(const ExchangeCase& exchange, NewFile& file)
      : exchange_(exchange), file_(file) {}

  Result<Exported> write();

 private:
  Result<void> count_contents();
  void put_head();
  void put_metadata(Json& json, const char* name, const std::string& value);
  Result<void> put_media(ContentWalk& walk, const WalkedContent& content);
  Result<void> pass_over(ContentWalk& walk);
  void put_grade(Json& json, const Assertion& graded);
  [[nodiscard]] std::string file_json(const ContentPlaceFound& place,
                                      const std::string& md5) const;
  [[nodiscard]] Grade grade_of(const WalkedContent& content) const;
  [[nodiscard]] std::optional<std::int64_t> points_of(const Category& category) const;
  [[nodiscard]] std::int64_t latest_of(const std::string& exhibit) const;
  Result<std::vector<std::string>> left_out() const;

  const ExchangeCase& exchange_;
  NewFile& file_;
  std::set<std::string> profiles_;  // of all grades
  std::uint64_t contents_ = 0;
  std::uint64_t near_ = 0;  // contents that are near to listed ones, and not listed
  std::uint64_t graded_ = 0;
  std::uint64_t settled_ = 0;    // sets grade it differently: the gravest stands there
  std::uint64_t unsettled_ = 0;  // the same, but which is the gravest nobody says
  std::uint64_t media_ = 0;
  std::uint64_t places_ = 0;
};

// A first pass: the head states their number and the profile of their grades.
Result<void> VicsWriter::count_contents() {
  auto walk = exchange_.store->walk_contents(exchange_.only);
  if (!walk) return std::move(walk).error();
  while (true) {
    const auto content = walk->next();
    if (!content) return content.error();
    if (!*content) return {};
    if (!is_listed(**content)) continue;
    ++contents_;
    for (const Assertion& one : (*content)->assertions) {
      if (one.kind == FindingKind::exact && one.category.code) {
        profiles_.insert(one.category.profile);
      }
    }
  }
}

void VicsWriter::put_metadata(Json& json, const char* name, const std::string& value) {
  json.begin().text("CaseID", exchange_.uuid).text("PropertyName", name);
  json.text("PropertyValue", value).end();
}

void VicsWriter::put_head() {
  const std::string profile = profiles_.empty() ? "UK"
                              : profiles_.size() == 1
                                  ? profile_in_address(*profiles_.begin())
                                  : "CUSTOM";
  Json json;
  json.begin().text("CaseID", exchange_.uuid);
  if (!exchange_.number.empty()) {
    json.text("CaseNumber", printable_utf8(exchange_.number));
  }
  json.text("SourceApplicationName", "winnow");
  json.text("SourceApplicationVersion", tool_version());
  json.count("TotalMediaFiles", contents_).key("CaseMetadata").begin_list();
  for (const std::string& sentence : cautions_of(exchange_)) {
    put_metadata(json, "Caution", printable_utf8(sentence));
  }
  put_metadata(json, "PhysicalLocation",
               "the byte of the exhibit at which the content begins");
  const std::string head = json.end_list().end().done();
  file_.put(std::string("{\"@odata.context\":\"") + kModels + profile +
            "/$metadata#Cases\",\"value\":[" + head.substr(0, head.size() - 1) +
            ",\"Media\":[");
}

std::optional<std::int64_t> VicsWriter::points_of(const Category& category) const {
  const auto profile = exchange_.policy.severity.find(category.profile);
  if (profile == exchange_.policy.severity.end()) return std::nullopt;
  const auto points = profile->second.points.find(*category.code);
  if (points == profile->second.points.end()) return std::nullopt;
  return points->second;
}

Grade VicsWriter::grade_of(const WalkedContent& content) const {
  std::vector<const Assertion*> graded;
  for (const Assertion& one : content.assertions) {
    if (one.kind == FindingKind::exact && one.category.code) graded.push_back(&one);
  }
  if (graded.empty()) return {};
  // The first of the gravest; what the policy does not state is below all that it does.
  Grade grade{*std::max_element(graded.begin(), graded.end(),
                                [this](const Assertion* one, const Assertion* other) {
                                  return points_of(one->category) <
                                         points_of(other->category);
                                })};
  const Category& gravest = grade.gravest->category;
  for (const Assertion* one : graded) {
    const Category& category = one->category;
    if (category.profile == gravest.profile && category.code == gravest.code) continue;
    grade.is_disputed = true;
    const auto points = points_of(category);
    if (!points || points == points_of(gravest)) grade.is_ordered = false;
  }
  return grade;
}

// Two years behind the scan: clocks of devices are off, but not so far.
std::int64_t VicsWriter::latest_of(const std::string& exhibit) const {
  constexpr std::int64_t kTwoYears = 2 * 366 * 86'400;
  for (const ExchangeExhibit& one : exchange_.exhibits) {
    if (one.ref != exhibit) continue;
    if (const auto begun = parse_utc(one.times.begun)) return *begun + kTwoYears;
  }
  return std::numeric_limits<std::int64_t>::max();
}

std::string VicsWriter::file_json(const ContentPlaceFound& place,
                                  const std::string& md5) const {
  const Finding& finding = place.finding;
  const bool is_member = finding.member != 0;
  Json json;
  json.begin().text("MD5", md5);
  json.text("FileName", printable_utf8(last_name(finding.path)));
  json.text("FilePath", printable_utf8(finding.path));
  if (!is_member) {
    const std::int64_t latest = latest_of(place.exhibit);
    const std::pair<const char*, const std::optional<Instant>*> times[] = {
        {"Created", &finding.times.created},
        {"Written", &finding.times.modified},
        {"Accessed", &finding.times.accessed}};
    for (const auto& [name, instant] : times) {
      const std::string text = vics_time(*instant, latest);
      if (!text.empty()) json.text(name, text);
    }
  }
  if (!finding.allocated) json.text("Deleted", "true");
  const bool has_place = !finding.runs.empty();
  if (has_place && !is_member) {
    json.count("PhysicalLocation", finding.runs.front().offset);
  }
  json.text("SourceID", printable_utf8(place.exhibit));
  if (!is_member) return json.end().done();
  if (const auto& holder = place.holder.get(Algorithm::md5)) {
    json.text("ParentMD5", upper_hex(*holder));
  }
  json.text("ParentFileName", printable_utf8(last_name(place.holder_path)));
  json.text("ParentFilePath", printable_utf8(place.holder_path));
  if (has_place) json.count("ParentPhysicalLocation", finding.runs.front().offset);
  return json.end().done();
}

Result<void> VicsWriter::put_media(ContentWalk& walk, const WalkedContent& content) {
  const std::string md5 = upper_hex(*content.digests.get(Algorithm::md5));
  const Grade grade = grade_of(content);
  if (grade.gravest != nullptr) ++graded_;
  if (grade.is_disputed) ++(grade.is_ordered ? settled_ : unsettled_);
  const bool is_categorised =
      grade.gravest != nullptr && grade.is_ordered && profiles_.size() == 1;
  Json json;
  json.begin().count("MediaID", ++media_);
  if (is_categorised) json.number("Category", *grade.gravest->category.code);
  json.text("MD5", md5);
  if (const auto& sha1 = content.digests.get(Algorithm::sha1)) {
    json.text("SHA1", upper_hex(*sha1));
  }
  json.count("MediaSize", content.size);
  const std::string mime =
      content.type == "video" ? content.type : mime_type(content.type);
  if (!mime.empty()) json.text("MimeType", mime);
  if (is_categorised) {
    json.text("IsPrecategorized", "true");
    json.text("PrecategorizationSource", printable_utf8(grade.gravest->set));
  }
  std::string comments = "Triage: ";
  for (const Assertion& one : content.assertions) {
    comments += words_of(one) + "; ";
  }
  comments += "the grade is quoted from the set";
  json.text("Comments", printable_utf8(comments));
  if (const auto& sha256 = content.digests.get(Algorithm::sha256)) {
    json.key("AlternativeHashes").begin_list().begin().text("MD5", md5);
    json.text("HashName", "SHA256").text("HashValue", upper_hex(*sha256));
    json.end().end_list();
  }
  const std::string head = json.end().done();
  file_.put(std::string(media_ > 1 ? "," : "") + "\n" +
            head.substr(0, head.size() - 1) + ",\"MediaFiles\":[");
  for (const char* before = ""; true; before = ",") {
    const auto place = walk.next_place();
    if (!place) return place.error();
    if (!*place) break;
    file_.put(before + file_json(**place, md5));
    ++places_;
    if (auto written = file_.check(); !written) return written;
  }
  file_.put("]}");
  return {};
}

// The walk gives the places of all contents, or of none.
Result<void> VicsWriter::pass_over(ContentWalk& walk) {
  ++near_;
  while (true) {
    const auto place = walk.next_place();
    if (!place) return place.error();
    if (!*place) return {};
  }
}

Result<std::vector<std::string>> VicsWriter::left_out() const {
  std::vector<std::string> sentences;
  const auto counts = exchange_.store->count_findings(exchange_.only);
  if (!counts) return counts.error();
  const auto of_kind = [&](FindingKind kind) {
    return counts->by_kind[static_cast<std::size_t>(kind)];
  };
  if (counts->without_md5 > 0) {
    sentences.push_back(counted_text(counts->without_md5, "finding") +
                        " without an MD5, which VICS is keyed on: scan again without "
                        "--digests, or export as csv or case.");
  }
  if (near_ > 0) {
    sentences.push_back(counted_text(near_, "content") +
                        " near to what a set lists: leads that a person has to "
                        "compare, and would be taken for listed here; csv and case "
                        "have them.");
  }
  for (const FindingKind kind :
       {FindingKind::block, FindingKind::record, FindingKind::indication}) {
    if (of_kind(kind) == 0) continue;
    sentences.push_back(counted_text(of_kind(kind), "finding") + " of the kind '" +
                        to_string(kind) +
                        "': leads without a content that a set lists; csv and case "
                        "have them.");
  }
  if (profiles_.size() > 1) {
    sentences.push_back(
        "The Category of all media: the sets grade by " +
        std::to_string(profiles_.size()) +
        " profiles, and the numbers of one mean nothing in another; they are in "
        "Comments.");
    return sentences;
  }
  if (settled_ > 0) {
    sentences.push_back("The lesser grades, as a Category, of " +
                        counted_text(settled_, "content") +
                        " that sets grade differently: the gravest by the policy in "
                        "force stands there, and all of them in Comments.");
  }
  if (unsettled_ > 0) {
    sentences.push_back("The Category of " + counted_text(unsettled_, "content") +
                        " that sets grade differently, in an order that the policy in "
                        "force does not state: all grades are in Comments.");
  }
  return sentences;
}

Result<Exported> VicsWriter::write() {
  if (auto counted = count_contents(); !counted) return std::move(counted).error();
  put_head();
  auto walk = exchange_.store->walk_contents(exchange_.only);
  if (!walk) return std::move(walk).error();
  while (true) {
    const auto content = walk->next();
    if (!content) return content.error();
    if (!*content) break;
    auto taken = is_listed(**content) ? put_media(*walk, **content) : pass_over(*walk);
    if (!taken) return std::move(taken).error();
  }
  file_.put("]}]}\n");
  if (auto written = file_.check(); !written) return std::move(written).error();
  auto sentences = left_out();
  if (!sentences) return std::move(sentences).error();
  return Exported{{{"exhibits", exchange_.exhibits.size()},
                   {"contents", media_},
                   {"graded", graded_},
                   {"places", places_}},
                  std::move(*sentences)};
}

}  // namespace

Result<Exported> write_vics(const ExchangeCase& exchange, NewFile& file) {
  return VicsWriter(exchange, file).write();
}

}  // namespace winnow
