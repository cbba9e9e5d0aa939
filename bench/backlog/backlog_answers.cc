#include "bench/backlog/backlog_answers.h"

#include <algorithm>
#include <array>
#include <utility>

namespace winnow::backlog {
namespace {

// More findings of one kind weigh no more (policy.toml: no count beyond 512 does), and
// are not made; `matches` has the true count.
constexpr std::uint64_t kMostFindings = 600;
constexpr std::uint64_t kFiles = 40'000;
constexpr std::uint64_t kDeviceBytes = 256'000'000'000;

using Truths = std::array<bool, kRiskQuestions>;

bool& of(Truths& truths, RiskQuestion question) {
  return truths[static_cast<std::size_t>(question)];
}

Truths draw_truths(const Numbers& n, const Holder& holder, Draw& draw) {
  Truths truths{};
  if (holder.has_access) {
    of(truths, RiskQuestion::lives_with_children) = draw.chance(n.lives_with);
    of(truths, RiskQuestion::works_with_children) = draw.chance(n.works_with);
    of(truths, RiskQuestion::position_of_trust) = draw.chance(n.trust);
    if (std::none_of(truths.begin(), truths.end(), [](bool truth) { return truth; })) {
      of(truths, RiskQuestion::other_access) = true;
    }
  }
  of(truths, RiskQuestion::prior_record) =
      holder.is_suspect && draw.chance(n.prior_record);
  const bool is_known = draw.chance(
      holder.is_producer && holder.has_access ? n.child_known : n.child_known_other);
  of(truths, RiskQuestion::child_identified) = is_known;
  of(truths, RiskQuestion::immediate_risk) =
      is_known && draw.chance(n.immediate_of_known);
  return truths;
}

// How much of it somebody answered: what is not said is unknown.
CaseRisk draw_told(const Numbers& n, const Truths& truths, Draw& draw) {
  const double u = draw.unit();
  const double each = u < n.answers_all                    ? 1.0
                      : u < n.answers_all + n.answers_some ? 0.5
                                                           : 0.0;
  CaseRisk risk;
  for (std::size_t i = 0; i < kRiskQuestions; ++i) {
    const bool is_told = draw.chance(each);
    const bool is_wrong = draw.chance(truths[i] ? n.yes_told_as_no : n.no_told_as_yes);
    // A child that is known is why the police came: that is always put on record, and
    // nobody makes it up.
    const bool is_of_child =
        i >= static_cast<std::size_t>(RiskQuestion::child_identified);
    if (is_of_child ? !truths[i] && !is_told : !is_told) continue;
    const bool is_yes = is_of_child ? truths[i] : truths[i] != is_wrong;
    risk.answers[i] = {is_yes ? Answer::yes : Answer::no, true, std::nullopt};
  }
  return risk;
}

Finding finding_of(FindingKind kind, std::uint64_t number, const std::string& path) {
  Finding finding;
  finding.kind = kind;
  finding.file = static_cast<FileId>(number);
  finding.path = path;
  finding.set_number = 0;
  finding.set = "simulated";
  finding.entry = static_cast<std::uint32_t>(number);
  return finding;
}

// The findings of one scan, numbered as they come.
class Scan {
 public:
  Scan(const Numbers& n, const Exhibit& exhibit, Draw& draw)
      : n_(n), exhibit_(exhibit), draw_(draw) {
    const double u = draw_.unit();
    last_use_ = exhibit.seized_on * kDaySeconds -
                static_cast<std::int64_t>(n.last_use_days * u * u) * kDaySeconds;
    is_deleted_ = draw_.chance(n.deleted_device);
    is_in_use_ = draw_.chance(n.peoples_place);
  }

  std::uint64_t take(std::vector<Finding>& findings) {
    std::uint64_t matches = 0;
    if (exhibit_.holds) {
      matches = meet_listed();
      meet_unlisted();
    } else {
      matches = meet_by_chance();
    }
    const double names = exhibit_.holds ? n_.names_of_holder : n_.names_of_other;
    if (draw_.chance(names)) meet_name();
    findings = std::move(findings_);
    return matches;
  }

 private:
  void add(FindingKind kind, bool is_live, std::int64_t written) {
    const std::string folder = is_in_use_ ? "/volume-0/Pictures/" : "/volume-0/cache/";
    const std::string path = kind == FindingKind::block
                                 ? "/volume-0/$Unallocated@" + std::to_string(next_)
                                 : folder + std::to_string(next_) + ".jpg";
    Finding finding = finding_of(kind, next_++, path);
    finding.allocated = is_live;
    if (kind == FindingKind::block) finding.file = kNoFile;
    finding.times.modified = Instant{written, 0};
    if (kind == FindingKind::exact) {
      const double u = draw_.unit();
      const int code = u < n_.grade_a ? 1 : u < n_.grade_a + n_.grade_b ? 2 : 3;
      finding.category = {"UK", code, std::string(1, "ABC"[code - 1])};
    }
    findings_.push_back(std::move(finding));
  }

  std::uint64_t meet_listed() {
    const auto whole =
        static_cast<std::uint64_t>(static_cast<double>(exhibit_.listed) *
                                   (is_deleted_ ? n_.deleted_recovered : 1));
    for (std::uint64_t i = 0; i < std::min(whole, kMostFindings); ++i) {
      add(FindingKind::exact, !is_deleted_,
          last_use_ - static_cast<std::int64_t>(i) * kDaySeconds);
    }
    for (std::uint64_t i = whole; i < std::min(exhibit_.listed, kMostFindings); ++i) {
      add(FindingKind::block, false, last_use_);
    }
    if (exhibit_.listed > 0 && draw_.chance(n_.records_of_holder)) {
      for (int i = draw_.between(1, 20); i > 0; --i) {
        add(FindingKind::record, true, last_use_);
      }
    }
    return whole;
  }

  void meet_unlisted() {
    const auto collected =
        static_cast<double>(exhibit_.unlisted - exhibit_.first_generation);
    const auto near = static_cast<std::uint64_t>(collected * n_.near_of_unlisted);
    for (std::uint64_t i = 0; i < std::min(near, kMostFindings); ++i) {
      add(FindingKind::near, !is_deleted_, last_use_);
      findings_.back().near = NearFacts{};
      findings_.back().near->distance =
          static_cast<std::uint32_t>(draw_.between(2, 31));
    }
  }

  std::uint64_t meet_by_chance() {
    if (draw_.chance(n_.near_by_chance)) {
      add(FindingKind::near, true, last_use_);
      findings_.back().near = NearFacts{};
      findings_.back().near->distance =
          static_cast<std::uint32_t>(draw_.between(24, 31));
    }
    if (!draw_.chance(n_.cached_by_chance)) return 0;
    add(FindingKind::exact, true, last_use_);
    findings_.back().path = "/volume-0/cache/of-browser/f_000001";
    return 1;
  }

  void meet_name() {
    Finding finding = finding_of(FindingKind::indication, next_++,
                                 "/volume-0/Pictures/a-name-that-hints");
    finding.set = kNamesSet;
    finding.set_number = kNoSet;
    finding.hint = "a name that hints";
    findings_.push_back(std::move(finding));
  }

  const Numbers& n_;
  const Exhibit& exhibit_;
  Draw& draw_;
  std::vector<Finding> findings_;
  std::uint64_t next_ = 1;
  std::int64_t last_use_ = 0;
  bool is_deleted_ = false;
  bool is_in_use_ = false;
};

Coverage seen_coverage(const Numbers& n, const Exhibit& exhibit, Draw& draw) {
  Coverage coverage;
  coverage.total_bytes = kDeviceBytes;
  coverage.read_bytes = kDeviceBytes;
  coverage.files.listed = kFiles;
  const std::uint64_t unread = draw.chance(n.partly_unreadable) ? kFiles / 10 : 0;
  const auto count = [&](FileOutcome outcome) -> std::uint64_t& {
    return coverage.files.by_outcome[static_cast<std::size_t>(outcome)];
  };
  count(FileOutcome::hashed) = kFiles - unread;
  count(FileOutcome::unreadable) = unread;
  VolumeRecord volume;
  volume.length = kDeviceBytes;
  volume.filesystem = "ntfs";
  coverage.volumes.push_back(volume);
  coverage.balanced = true;
  coverage.complete = unread == 0;
  coverage.ended = true;
  const double ordinary = draw.log_normal(n.ordinary_pictures, n.ordinary_sigma);
  if (draw.chance(n.has_classes)) {
    const auto pictures = static_cast<std::uint64_t>(
        ordinary * n.class_wrong +
        static_cast<double>(exhibit.unlisted) * n.class_finds);
    coverage.classes.push_back({{"simulated class", 60}, pictures});
  }
  return coverage;
}

Coverage encrypted_coverage() {
  Coverage coverage;
  coverage.total_bytes = kDeviceBytes;
  coverage.unread_bytes = kDeviceBytes;
  VolumeRecord volume;
  volume.length = kDeviceBytes;
  volume.filesystem = "LUKS";
  volume.outcome = VolumeOutcome::encrypted;
  volume.reason = "encrypted";
  coverage.volumes.push_back(volume);
  coverage.balanced = true;
  coverage.ended = true;
  return coverage;
}

Verdict draw_verdict(const Numbers& n, const Exhibit& exhibit, Draw& draw) {
  const bool sees_creation = draw.chance(n.reviewer_sees_creation);
  const bool holds = draw.chance(n.reviewer_holds);
  const bool clears = draw.chance(n.reviewer_clears);
  if (exhibit.first_generation > 0 && sees_creation) return Verdict::creation;
  if (exhibit.holds) return holds ? Verdict::match : Verdict::none;
  return clears ? Verdict::nothing : Verdict::none;
}

}  // namespace

Intake draw_intake(const Numbers& n, const Holder& holder, std::int64_t day,
                   Draw& draw) {
  Intake intake;
  intake.seized_at = day * kDaySeconds + 12 * 3600;
  intake.holder = holder.is_suspect  ? HolderRole::suspect
                  : draw.chance(0.5) ? HolderRole::victim
                                     : HolderRole::witness;
  intake.suspect = holder.is_suspect ? holder.key : "";
  intake.household = holder.household;
  intake.risk = draw_told(n, draw_truths(n, holder, draw), draw);
  const auto after = [&](double low, double high) {
    return (day + static_cast<std::int64_t>(draw.uniform(low, high))) * kDaySeconds;
  };
  const bool has_bail = draw.chance(n.bail);
  const bool has_court = draw.chance(n.court);
  if (holder.is_suspect && has_bail) intake.bail_on = after(n.bail_low, n.bail_high);
  if (holder.is_suspect && has_court) {
    intake.court_on = after(n.court_low, n.court_high);
  }
  return intake;
}

void draw_answers(const Numbers& n, const Intake& intake, Exhibit& exhibit,
                  Draw& draw) {
  ExhibitAnswer& before = exhibit.before;
  before.ref = exhibit.ref;
  before.is_scanned = false;
  before.facts.intake = intake;
  before.facts.has_intake = true;
  before.facts.known_since = *intake.seized_at;
  const bool is_locked =
      exhibit.kind == DeviceKind::phone && draw.chance(n.phone_not_scanned);
  const double encrypted = exhibit.kind == DeviceKind::computer  ? n.computer_encrypted
                           : exhibit.kind == DeviceKind::storage ? n.storage_encrypted
                                                                 : 0;
  const bool is_encrypted = draw.chance(encrypted);
  if (is_locked) before.facts.intake.cannot_be_scanned = "locked";
  exhibit.after = before;
  exhibit.verdict = draw_verdict(n, exhibit, draw);
  if (is_locked) return;
  exhibit.after.is_scanned = true;
  if (is_encrypted) {
    exhibit.after.coverage = encrypted_coverage();
    return;
  }
  exhibit.after.coverage = seen_coverage(n, exhibit, draw);
  exhibit.matches = Scan(n, exhibit, draw).take(exhibit.after.findings);
}

}  // namespace winnow::backlog
