#include "scanner/rank/rank_points.h"

#include <algorithm>
#include <array>
#include <bit>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include "base/text.h"
#include "scanner/ledger/utc_text.h"

namespace winnow {
namespace {

constexpr std::int64_t kPerDoubling = 60;
constexpr std::int64_t kMostForCount = 600;
constexpr std::int64_t kAnyLive = 80;
constexpr std::int64_t kHalfLive = 120;
constexpr std::int64_t kPeoplesPlace = 60;
constexpr std::int64_t kWithinMonth = 60;
constexpr std::int64_t kWithinYear = 30;
constexpr std::int64_t kRecovered = 20;
constexpr std::int64_t kAnyPart = 30;
constexpr std::int64_t kPerPartDoubling = 40;
constexpr std::int64_t kMostForPartDoublings = 270;
constexpr std::int64_t kPerAlikeDoubling = 50;
constexpr std::int64_t kMostForAlike = 500;
constexpr std::int64_t kPerSimilarDoubling = 15;
constexpr std::int64_t kMostForSimilar = 150;
constexpr std::int64_t kPerRecordDoubling = 25;
constexpr std::int64_t kMostForRecords = 150;
constexpr std::int64_t kPerUnsureDoubling = 20;
constexpr std::int64_t kMostForUnsure = 200;
constexpr std::int64_t kPerHintDoubling = 20;
constexpr std::int64_t kMostForHints = 60;
constexpr std::size_t kMostHintsTold = 5;
constexpr std::int64_t kMostForClasses = 100;
constexpr std::uint32_t kTellingClass = 20;  // points; of less every device has many
constexpr std::uint32_t kPointsADoubling = 10;
constexpr std::int64_t kMostForUnseen = 200;
constexpr std::int64_t kDay = 86'400;

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

std::int64_t per_doubling(std::uint64_t count, std::int64_t weight, std::int64_t most) {
  if (count == 0) return 0;
  const auto doublings = static_cast<std::int64_t>(std::bit_width(count));
  return std::min(doublings * weight, most);
}

// "1 listed file", "1,234 listed files".
std::string counted(std::uint64_t count, const std::string& noun) {
  return grouped(count) + " " + noun + (count == 1 ? "" : "s");
}

bool is_before(const Instant& a, const Instant& b) {
  return a.seconds != b.seconds ? a.seconds < b.seconds : a.nanoseconds < b.nanoseconds;
}

using FilesMet = std::map<std::pair<FileId, std::uint32_t>, Place>;  // by file, member

void add_recent(const FilesMet& files, std::int64_t as_of,
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
  const std::int64_t days = (as_of - latest->seconds) / kDay;
  if (days > 365) return;
  reasons.push_back({"most recent listed file is of " + text->substr(0, 10),
                     days <= 30 ? kWithinMonth : kWithinYear});
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
void add_near(const std::vector<Finding>& findings, std::vector<Reason>& reasons) {
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
                       per_doubling(alike, kPerAlikeDoubling, kMostForAlike)});
  }
  if (similar > 0) {
    reasons.push_back({counted(similar, "picture") + " similar to a listed one",
                       per_doubling(similar, kPerSimilarDoubling, kMostForSimilar)});
  }
}

// Digests of listed files that stand in databases: once each, however often.
void add_records(const std::vector<Finding>& findings, std::vector<Reason>& reasons) {
  std::set<std::pair<std::uint32_t, std::uint32_t>> listed;  // set, entry
  for (const Finding& finding : findings) {
    if (finding.kind != FindingKind::record) continue;
    listed.emplace(finding.set_number, finding.entry);
  }
  if (listed.empty()) return;
  reasons.push_back({"records of " + counted(listed.size(), "listed file"),
                     per_doubling(listed.size(), kPerRecordDoubling, kMostForRecords)});
}

// A listed file counts once, into however many pieces it fell.
void add_parts(const std::vector<Finding>& findings, std::vector<Reason>& reasons) {
  std::set<std::pair<std::uint32_t, std::uint32_t>> listed;  // set, entry
  for (const Finding& finding : findings) {
    if (finding.kind != FindingKind::block) continue;
    listed.emplace(finding.set_number, finding.entry);
  }
  if (listed.empty()) return;
  reasons.push_back(
      {"parts of " + counted(listed.size(), "listed file") + " met in free space",
       kAnyPart +
           per_doubling(listed.size(), kPerPartDoubling, kMostForPartDoublings)});
}

// What names, or contents, hint at counts once, however many do.
void add_hints(const std::vector<Finding>& findings, const std::string& set,
               std::string what, std::vector<Reason>& reasons) {
  std::set<std::string> hints;
  for (const Finding& finding : findings) {
    if (finding.is_hint() && finding.set == set) hints.insert(finding.hint);
  }
  if (hints.empty()) return;
  std::size_t told = 0;
  for (const std::string& hint : hints) {
    if (told == kMostHintsTold) break;
    what += (told++ > 0 ? ", " : "") + hint;
  }
  if (hints.size() > told) what += " and " + grouped(hints.size() - told) + " more";
  reasons.push_back(
      {std::move(what), per_doubling(hints.size(), kPerHintDoubling, kMostForHints)});
}

// Points for a part of a whole: at least one for any part, all for the whole. In whole
// numbers, so that every machine gives the same.
std::int64_t share_points(std::uint64_t part, std::uint64_t whole) {
  if (part == 0 || whole == 0) return 0;
  if (part >= whole) return kMostForUnseen;
  while (whole >> 55 != 0) {
    whole >>= 1;
    part >>= 1;
  }
  const auto points = static_cast<std::int64_t>(part * kMostForUnseen / whole);
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
                                        std::int64_t as_of_seconds) {
  std::vector<Reason> reasons;
  const auto files = files_met(findings, FindingKind::exact);
  const std::uint64_t count = files.size();
  const auto live = static_cast<std::uint64_t>(std::count_if(
      files.begin(), files.end(), [](const auto& f) { return f.second.allocated; }));
  const auto placed = static_cast<std::uint64_t>(
      std::count_if(files.begin(), files.end(),
                    [](const auto& f) { return is_peoples_place(f.second.path); }));
  if (count > 0) {
    reasons.push_back({counted(count, "listed file") + " met",
                       per_doubling(count, kPerDoubling, kMostForCount)});
  }
  if (live > 0) {
    reasons.push_back({grouped(live) + " of them live, not deleted",
                       live >= count - live ? kHalfLive : kAnyLive});
  }
  if (placed > 0) {
    reasons.push_back(
        {grouped(placed) + " under a folder people use themselves", kPeoplesPlace});
  }
  add_recent(files, as_of_seconds, reasons);
  if (count > live) {
    reasons.push_back(
        {counted(count - live, "listed file") + " recovered from deleted", kRecovered});
  }
  add_near(findings, reasons);
  add_records(findings, reasons);
  add_parts(findings, reasons);
  if (const std::uint64_t unsure = files_met(findings, FindingKind::indication).size();
      unsure > 0) {
    reasons.push_back({counted(unsure, "indication"),
                       per_doubling(unsure, kPerUnsureDoubling, kMostForUnsure)});
  }
  add_hints(findings, kNamesSet, "names that hint at: ", reasons);
  add_hints(findings, kContentSet, "met: ", reasons);
  return reasons;
}

std::vector<Reason> points_for_classes(const Coverage& coverage) {
  std::vector<Reason> reasons;
  std::int64_t left = kMostForClasses;
  for (const ClassCount& one : coverage.classes) {
    if (one.kind.points < kTellingClass) continue;
    const std::int64_t points =
        per_doubling(one.pictures, one.kind.points / kPointsADoubling, left);
    if (points == 0) continue;
    left -= points;
    reasons.push_back({counted(one.pictures, "unknown picture") + " of class " +
                           one.kind.name + ", by a machine's guess: for order only",
                       points});
  }
  return reasons;
}

std::vector<Reason> points_for_unseen(const Coverage& coverage) {
  std::vector<Reason> reasons;
  const auto add = [&](std::uint64_t part, std::uint64_t whole,
                       const std::string& what) {
    if (const std::int64_t points = share_points(part, whole); points > 0) {
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
