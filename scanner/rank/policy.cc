#include "scanner/rank/policy.h"

#include <toml++/toml.h>

#include <algorithm>
#include <bit>
#include <charconv>
#include <limits>
#include <set>
#include <utility>

#include "base/digester.h"
#include "base/text.h"
#include "scanner/ledger/utc_text.h"
#include "scanner/rank/enum_word.h"

namespace winnow {
namespace {

constexpr std::size_t kMostBytes = std::size_t{1} << 20;
constexpr std::size_t kLongestText = 200;
constexpr std::int64_t kMostDays = 3650;
constexpr std::int64_t kMostPoints = 1000;
constexpr std::int64_t kMostPercent = 100;
constexpr std::int64_t kMostShare = 50;
constexpr std::int64_t kMostPictures = 1'000'000'000;

// The first thing that is wrong with a policy file; what comes after it is not told.
class Complaint {
 public:
  explicit Complaint(std::string place) : place_(std::move(place)) {}

  void make(std::uint32_t line, const std::string& what) {
    if (fault_) return;
    fault_ = Fault{FaultKind::malformed, "line " + std::to_string(line) + ": " + what,
                   place_, std::nullopt};
  }
  [[nodiscard]] const std::optional<Fault>& fault() const { return fault_; }

 private:
  std::string place_;
  std::optional<Fault> fault_;
};

// One table of the file. Each of its keys is asked for by name; no_more() complains of
// those that nobody asked for.
class Fields {
 public:
  Fields(const toml::table& table, std::string path, Complaint& complaint)
      : table_(table), path_(std::move(path)), complaint_(complaint) {}

  [[nodiscard]] std::string text(const std::string& key) {
    const toml::node* node = find(key);
    if (node == nullptr) return "";
    const auto value = node->value_exact<std::string>();
    if (!value || value->size() > kLongestText || !is_printable_utf8(*value)) {
      wrong(key, *node, "must be plain text of at most 200 bytes, in quotes");
      return "";
    }
    return *value;
  }

  [[nodiscard]] std::int64_t whole(const std::string& key, std::int64_t least,
                                   std::int64_t most) {
    const toml::node* node = find(key);
    if (node == nullptr) return least;
    const auto value = node->value_exact<std::int64_t>();
    if (!value || *value < least || *value > most) {
      wrong(key, *node,
            "must be a whole number from " + std::to_string(least) + " to " +
                std::to_string(most));
      return least;
    }
    return *value;
  }

  [[nodiscard]] std::int64_t points(const std::string& key) {
    return whole(key, 0, kMostPoints);
  }

  [[nodiscard]] CountPoints count_points(const std::string& key) {
    auto fields = table(key);
    if (!fields) return {};
    CountPoints points;
    points.first = fields->points("first");
    points.doubling = fields->points("doubling");
    points.most = fields->points("most");
    if (points.most < points.first) {
      wrong(key, *find(key), "gives less at most than for the first");
    }
    fields->no_more();
    return points;
  }

  [[nodiscard]] std::optional<Fields> table(const std::string& key) {
    const toml::node* node = find(key);
    if (node == nullptr) return std::nullopt;
    if (!node->is_table()) {
      wrong(key, *node, "must be a table");
      return std::nullopt;
    }
    return Fields(*node->as_table(), path_ + key + ".", complaint_);
  }

  [[nodiscard]] std::vector<std::string> keys() const {
    std::vector<std::string> names;
    for (const auto& [key, node] : table_) names.emplace_back(key.str());
    return names;
  }

  void no_more() {
    for (const auto& [key, node] : table_) {
      if (asked_.count(std::string(key.str())) != 0) continue;
      complaint_.make(key.source().begin.line,
                      path_ + printable_utf8(key.str()) +
                          " is no key of a policy; nothing else can be given a weight, "
                          "so take it out");
    }
  }

  void wrong(const std::string& key, const std::string& what) {
    if (const toml::node* node = find(key)) wrong(key, *node, what);
  }

 private:
  const toml::node* find(const std::string& key) {
    asked_.insert(key);
    const toml::node* node = table_.get(key);
    if (node == nullptr) {
      complaint_.make(
          table_.source().begin.line,
          path_ + key + " is missing; put it in, as the shipped policy does");
    }
    return node;
  }
  void wrong(const std::string& key, const toml::node& node, const std::string& what) {
    complaint_.make(node.source().begin.line, path_ + printable_utf8(key) + " " + what);
  }

  const toml::table& table_;
  std::string path_;
  Complaint& complaint_;
  std::set<std::string> asked_;
};

void read_signature(Fields& top, Policy& policy) {
  policy.name = top.text("name");
  policy.signed_by = top.text("signed_by");
  policy.signed_on = top.text("signed_on");
  if (policy.name.empty()) top.wrong("name", "must say what the policy is called");
  if (policy.signed_by.empty() != policy.signed_on.empty()) {
    top.wrong("signed_by", "and signed_on go together: both, or neither of a proposal");
  }
  if (!policy.signed_on.empty() &&
      (policy.signed_on.size() != 10 || !parse_utc(policy.signed_on))) {
    top.wrong("signed_on", "must be a day, as 2026-11-22");
  }
}

void read_targets(Fields& top, Policy& policy) {
  auto targets = top.table("target_days");
  if (!targets) return;
  for (std::size_t i = 0; i < kLanes; ++i) {
    const char* lane = to_string(static_cast<Lane>(i));
    policy.target_days[i] = targets->whole(lane, 1, kMostDays);
    if (i > 0 && policy.target_days[i] < policy.target_days[i - 1]) {
      targets->wrong(lane, "is before the target of a more urgent lane");
    }
  }
  targets->no_more();
}

std::int64_t read_one_number(Fields& top, const char* table, const char* key,
                             std::int64_t least, std::int64_t most) {
  auto fields = top.table(table);
  if (!fields) return least;
  const std::int64_t value = fields->whole(key, least, most);
  fields->no_more();
  return value;
}

ProfileWeights read_profile(Fields& profile) {
  ProfileWeights weights;
  weights.severest = profile.whole("severest", std::numeric_limits<std::int64_t>::min(),
                                   std::numeric_limits<std::int64_t>::max());
  if (auto points = profile.table("points")) {
    for (const std::string& key : points->keys()) {
      std::int64_t code = 0;
      const char* end = key.data() + key.size();
      const auto [stop, error] = std::from_chars(key.data(), end, code);
      if (error != std::errc{} || stop != end || std::to_string(code) != key) {
        points->wrong(key, "is no code of a category; codes are whole numbers");
        continue;
      }
      weights.points.emplace(code, points->points(key));
    }
  }
  if (weights.points.count(weights.severest) == 0) {
    profile.wrong("severest", "has no points below; give it some");
  }
  profile.no_more();
  return weights;
}

void read_severity(Fields& top, Policy& policy) {
  auto severity = top.table("severity");
  if (!severity) return;
  for (const std::string& id : severity->keys()) {
    if (auto profile = severity->table(id)) {
      policy.severity.emplace(id, read_profile(*profile));
    }
  }
}

void read_counts(Fields& points, Policy& policy) {
  policy.listed = points.count_points("listed");
  policy.alike = points.count_points("alike");
  policy.similar = points.count_points("similar");
  policy.records = points.count_points("records");
  policy.parts = points.count_points("parts");
  policy.unsure = points.count_points("unsure");
  policy.hints = points.count_points("hints");
  policy.traces = points.count_points("traces");
}

void read_points(Fields& top, Policy& policy) {
  auto points = top.table("points");
  if (!points) return;
  read_counts(*points, policy);
  policy.any_live = points->points("any_live");
  policy.half_live = points->points("half_live");
  policy.recovered = points->points("recovered");
  policy.peoples_place = points->points("peoples_place");
  policy.within_month = points->points("within_month");
  policy.within_year = points->points("within_year");
  policy.creation = points->points("creation");
  policy.class_percent = points->whole("class_percent", 0, kMostPercent);
  policy.telling_class = points->whole("telling_class", 1, kMostPercent);
  policy.classes_most = points->points("classes_most");
  policy.many_pictures = points->whole("many_pictures", 1, kMostPictures);
  policy.unseen = points->points("unseen");
  if (auto risk = points->table("risk")) {
    for (std::size_t i = 0; i < kRiskQuestions; ++i) {
      policy.risk[i] = risk->points(to_string(static_cast<RiskQuestion>(i)));
    }
    risk->no_more();
  }
  points->no_more();
}

void read_starts(Fields& top, Policy& policy) {
  auto starts = top.table("starts");
  if (!starts) return;
  policy.overdue_share_percent = starts->whole("overdue_share_percent", 0, kMostShare);
  policy.first_devices_first = starts->whole("first_devices_first", 0, 1);
  starts->no_more();
}

Result<Policy> policy_from(const toml::table& table, const std::string& name) {
  Complaint complaint(name);
  Fields top(table, "", complaint);
  Policy policy;
  read_signature(top, policy);
  read_targets(top, policy);
  read_starts(top, policy);
  policy.sets_in_date_days =
      read_one_number(top, "returns", "sets_in_date_days", 1, kMostDays);
  policy.review_days = read_one_number(top, "answers", "review_days", 1, kMostDays);
  read_severity(top, policy);
  read_points(top, policy);
  top.no_more();
  if (complaint.fault()) return *complaint.fault();
  return policy;
}

}  // namespace

const char* to_string(Lane lane) {
  switch (lane) {
    case Lane::A:
      return "A";
    case Lane::B:
      return "B";
    case Lane::C:
      return "C";
    case Lane::D:
      return "D";
  }
  return "A";
}

const char* words_of(Lane lane) {
  switch (lane) {
    case Lane::A:
      return "act now";
    case Lane::B:
      return "urgent";
    case Lane::C:
      return "priority";
    case Lane::D:
      return "standard";
  }
  return "act now";
}

std::optional<Lane> parse_lane(std::string_view word) {
  return parse_enum(word, Lane::D);
}

std::int64_t CountPoints::of(std::uint64_t count) const {
  if (count == 0) return 0;
  const std::int64_t doublings = std::bit_width(count) - 1;
  return std::min(first + doublings * doubling, most);
}

Result<Policy> parse_policy(const std::string& toml, const std::string& name) {
  if (toml.size() > kMostBytes) {
    return Fault{FaultKind::too_big, "is no policy: it is larger than 1 MiB", name,
                 std::nullopt};
  }
  try {
    auto policy = policy_from(toml::parse(std::string_view(toml)), name);
    if (policy) {
      policy->sha256 = digest_of(Algorithm::sha256, bytes_of(toml)).hex();
    }
    return policy;
  } catch (const toml::parse_error& error) {
    return Fault{FaultKind::malformed,
                 "line " + std::to_string(error.source().begin.line) +
                     ": is no TOML: " + printable_utf8(error.description()),
                 name, std::nullopt};
  }
}

const Policy& shipped_policy() {
  static const Policy kPolicy =
      parse_policy(std::string(shipped_policy_text()), "the shipped policy").value();
  return kPolicy;
}

}  // namespace winnow
