#include "scanner/rank/rank_points.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include "base/text.h"
#include "scanner/ledger/utc_text.h"
#include "scanner/rank/counted.h"
#include "scanner/rank/days.h"
#include "scanner/rank/hint_words.h"

namespace winnow {
namespace {

constexpr std::size_t kMostHintsTold = 5;
constexpr std::int64_t kMonth = 30;  // days
constexpr std::int64_t kYear = 365;

// Folder names, in lower case. Camera cards, phones, Windows, macOS, Linux desktops.
constexpr std::array<std::string_view, 14> kPeoplesPlaces = {
    "dcim",        "pictures",     "downloads",       "download", "desktop",
    "documents",   "camera",       "photos",          "videos",   "movies",
    "my pictures", "my documents", "whatsapp images", "telegram"};

struct Place {
  std::string path;
  std::optional<Instant> written;
  bool allocated = true;
};

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return result;
}

bool is_before(const Instant& a, const Instant& b) {
  return a.seconds != b.seconds ? a.seconds < b.seconds : a.nanoseconds < b.nanoseconds;
}

using FilesMet = std::map<std::pair<FileId, std::uint32_t>, Place>;  // by file, member

void add_recent(const FilesMet& files, const Policy& policy, std::int64_t as_of,
                std::vector<Reason>& reasons) {
  std::optional<Instant> latest;
  for (const auto& [id, file] : files) {
    // A time after as_of is a wrong clock, and tells nothing.
    if (!file.written || file.written->seconds > as_of) continue;
    if (!latest || is_before(*latest, *file.written)) latest = file.written;
  }
  if (!latest) return;
  const auto text = utc_text(*latest);
  if (!text) return;
  const std::int64_t days = (as_of - latest->seconds) / kSecondsADay;
  if (days > kYear) return;
  reasons.push_back({"most recent listed file is of " + text->substr(0, 10),
                     days <= kMonth ? policy.within_month : policy.within_year});
}

// A file met in several sets, or under several names of one inode, is one file here.
// Blocks in free space are no file.
FilesMet files_met(const std::vector<Finding>& findings, FindingKind kind) {
  FilesMet files;
  for (const Finding& finding : findings) {
    if (finding.kind != kind || finding.is_hint()) continue;
    Place place{finding.path, finding.times.modified, finding.allocated};
    if (!place.written) place.written = finding.times.created;
    files.emplace(std::pair(finding.file, finding.member), std::move(place));
  }
  return files;
}

// Pictures that resemble a listed one: those that are all but the same, and those that
// a person has to compare. Each counts once, in the better of the two.
void add_near(const std::vector<Finding>& findings, const Policy& policy,
              std::vector<Reason>& reasons) {
  std::map<std::pair<FileId, std::uint32_t>, bool>
      pictures;  // whether all but the same
  for (const Finding& finding : findings) {
    if (!finding.near) continue;
    bool& is_alert = pictures[{finding.file, finding.member}];
    is_alert = is_alert || finding.near->is_alert();
  }
  const auto alike = static_cast<std::uint64_t>(std::count_if(
      pictures.begin(), pictures.end(), [](const auto& one) { return one.second; }));
  const std::uint64_t similar = pictures.size() - alike;
  if (alike > 0) {
    reasons.push_back({counted(alike, "picture") + " all but the same as a listed one",
                       policy.alike.of(alike)});
  }
  if (similar > 0) {
    reasons.push_back({counted(similar, "picture") + " similar to a listed one",
                       policy.similar.of(similar)});
  }
}

// Digests of listed files that stand in databases: once each, however often.
void add_records(const std::vector<Finding>& findings, const Policy& policy,
                 std::vector<Reason>& reasons) {
  std::set<std::pair<std::uint32_t, std::uint32_t>> listed;  // set, entry
  for (const Finding& finding : findings) {
    if (finding.kind != FindingKind::record) continue;
    listed.emplace(finding.set_number, finding.entry);
  }
  if (listed.empty()) return;
  reasons.push_back({"records of " + counted(listed.size(), "listed file"),
                     policy.records.of(listed.size())});
}

// A listed file counts once, into however many pieces it fell.
void add_parts(const std::vector<Finding>& findings, const Policy& policy,
               std::vector<Reason>& reasons) {
  std::set<std::pair<std::uint32_t, std::uint32_t>> listed;  // set, entry
  for (const Finding& finding : findings) {
    if (finding.kind != FindingKind::block) continue;
    listed.emplace(finding.set_number, finding.entry);
  }
  if (listed.empty()) return;
  reasons.push_back(
      {"parts of " + counted(listed.size(), "listed file") + " met in free space",
       policy.parts.of(listed.size())});
}

// A thing that names, or contents, hint at counts once, however many do.
void add_hints(const std::set<std::string>& hints, const CountPoints& points,
               std::string what, std::vector<Reason>& reasons) {
  if (hints.empty()) return;
  std::size_t told = 0;
  for (const std::string& hint : hints) {
    if (told == kMostHintsTold) break;
    what += (told++ > 0 ? ", " : "") + hint;
  }
  if (hints.size() > told) what += " and " + grouped(hints.size() - told) + " more";
  reasons.push_back({std::move(what), points.of(hints.size())});
}

void add_all_hints(const std::vector<Finding>& findings, const Policy& policy,
                   std::vector<Reason>& reasons) {
  std::set<std::string> names;
  std::set<std::string> hiding;
  std::set<std::string> contents;
  for (const Finding& finding : findings) {
    if (!finding.is_hint()) continue;
    if (finding.set == kContentSet) {
      contents.insert(finding.hint);
    } else {
      (suggests_hiding(finding.hint) ? hiding : names).insert(finding.hint);
    }
  }
  add_hints(names, policy.hints, "names that hint at: ", reasons);
  add_hints(hiding, policy.traces, "names that hint at hiding or wiping: ", reasons);
  add_hints(contents, policy.hints, "met: ", reasons);
}

void add_listed(const FilesMet& files, const Policy& policy, std::int64_t as_of,
                std::vector<Reason>& reasons) {
  const std::uint64_t count = files.size();
  if (count == 0) return;
  const auto live = static_cast<std::uint64_t>(std::count_if(
      files.begin(), files.end(), [](const auto& f) { return f.second.allocated; }));
  const auto placed = static_cast<std::uint64_t>(
      std::count_if(files.begin(), files.end(),
                    [](const auto& f) { return is_peoples_place(f.second.path); }));
  reasons.push_back({counted(count, "listed file") + " met", policy.listed.of(count)});
  if (live > 0) {
    reasons.push_back({grouped(live) + " of them live, not deleted",
                       live >= count - live ? policy.half_live : policy.any_live});
  }
  if (placed > 0) {
    reasons.push_back({grouped(placed) + " under a folder people use themselves",
                       policy.peoples_place});
  }
  add_recent(files, policy, as_of, reasons);
  if (count > live) {
    reasons.push_back({counted(count - live, "listed file") + " recovered from deleted",
                       policy.recovered});
  }
}

// A policy may give nothing for something: then it is no reason.
void drop_weightless(std::vector<Reason>& reasons) {
  std::erase_if(reasons, [](const Reason& reason) { return reason.points == 0; });
}

// Points for a part of a whole: at least one for any part, all for the whole. In whole
// numbers, so that every machine gives the same.
std::int64_t share_points(std::uint64_t part, std::uint64_t whole, std::int64_t most) {
  if (part == 0 || whole == 0 || most == 0) return 0;
  if (part >= whole) return most;
  while (whole >> 53 != 0) {
    whole >>= 1;
    part >>= 1;
  }
  const auto points =
      static_cast<std::int64_t>(part * static_cast<std::uint64_t>(most) / whole);
  return std::max<std::int64_t>(points, 1);
}

}  // namespace

bool is_peoples_place(const std::string& path) {
  const std::string folders = lower(path);
  for (std::size_t at = 0; at < folders.size();) {
    const std::size_t end = folders.find('/', at);
    if (end == std::string::npos) return false;  // what is left is the file's own name
    const std::string_view folder = std::string_view(folders).substr(at, end - at);
    if (std::find(kPeoplesPlaces.begin(), kPeoplesPlaces.end(), folder) !=
        kPeoplesPlaces.end()) {
      return true;
    }
    at = end + 1;
  }
  return false;
}

std::vector<Reason> points_for_findings(const std::vector<Finding>& findings,
                                        const Policy& policy,
                                        std::int64_t as_of_seconds) {
  std::vector<Reason> reasons;
  add_listed(files_met(findings, FindingKind::exact), policy, as_of_seconds, reasons);
  add_near(findings, policy, reasons);
  add_records(findings, policy, reasons);
  add_parts(findings, policy, reasons);
  if (const std::uint64_t unsure = files_met(findings, FindingKind::indication).size();
      unsure > 0) {
    reasons.push_back({counted(unsure, "indication"), policy.unsure.of(unsure)});
  }
  add_all_hints(findings, policy, reasons);
  drop_weightless(reasons);
  return reasons;
}

std::vector<Reason> points_for_severity(const std::vector<Finding>& findings,
                                        const Policy& policy) {
  Reason worst;
  for (const Finding& finding : findings) {
    const Category& category = finding.category;
    if (finding.kind != FindingKind::exact || !category.code) continue;
    const auto profile = policy.severity.find(category.profile);
    if (profile == policy.severity.end()) continue;
    const auto points = profile->second.points.find(*category.code);
    if (points == profile->second.points.end() || points->second < worst.points) {
      continue;
    }
    const std::string what = "worst grade met: " + category.profile + " " +
                             std::to_string(*category.code) +
                             (category.label.empty() ? "" : ", " + category.label);
    // Of equals the first by name, in whatever order the findings come.
    if (points->second > worst.points || what < worst.what) {
      worst = {what, points->second};
    }
  }
  if (worst.points == 0) return {};
  return {worst};
}

std::vector<Reason> points_for_classes(const Coverage& coverage, const Policy& policy) {
  std::vector<Reason> reasons;
  std::int64_t left = policy.classes_most;
  for (const ClassCount& one : coverage.classes) {
    if (one.kind.points < policy.telling_class) continue;
    const std::int64_t each = one.kind.points * policy.class_percent / 100;
    const std::int64_t points = CountPoints{each, each, left}.of(one.pictures);
    if (points == 0) continue;
    left -= points;
    reasons.push_back({counted(one.pictures, "unknown picture") + " of class " +
                           one.kind.name + ", by a machine's guess: for order only",
                       points});
  }
  return reasons;
}

std::vector<Reason> points_for_unseen(const Coverage& coverage, const Policy& policy) {
  std::vector<Reason> reasons;
  const auto add = [&](std::uint64_t part, std::uint64_t whole,
                       const std::string& what) {
    if (const std::int64_t points = share_points(part, whole, policy.unseen);
        points > 0) {
      reasons.push_back({what, points});
    }
  };
  std::uint64_t closed = 0;
  for (const VolumeRecord& volume : coverage.volumes) {
    if (volume.outcome != VolumeOutcome::examined) closed += volume.length;
  }
  if (!coverage.evidence.unsupported.empty()) {
    add(1, 1, "the whole image: " + coverage.evidence.unsupported);
  }
  add(closed, std::max(coverage.total_bytes, closed),
      "volumes that are encrypted or could not be read");
  add(coverage.unreadable_bytes, coverage.total_bytes,
      grouped(coverage.unreadable_bytes) + " bytes could not be read");
  for (const FileOutcome outcome : {FileOutcome::encrypted, FileOutcome::unreadable,
                                    FileOutcome::failed, FileOutcome::unvisited}) {
    const std::uint64_t count = coverage.files.count(outcome);
    add(count, coverage.files.listed,
        counted(count, "file") + " " + to_string(outcome));
  }
  return reasons;
}

}  // namespace winnow
