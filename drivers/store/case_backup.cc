#include "drivers/store/case_backup.h"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <set>

#include "base/digester.h"
#include "base/file.h"
#include "base/place.h"
#include "drivers/store/case_store.h"
#include "drivers/store/manifest.h"
#include "drivers/store/new_folder.h"

namespace winnow {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kMaxManifestBytes = std::uint64_t{64} << 20;
constexpr char kDatabase[] = "case.db";
constexpr char kAuditFiles[] = "audit.";

using Detail = std::vector<std::pair<std::string, std::string>>;

Fault usage(const std::string& what, const std::string& place) {
  return {FaultKind::usage, what, place, std::nullopt};
}

Fault damaged(const std::string& what, const std::string& place) {
  return {FaultKind::malformed, what, place, std::nullopt};
}

// All files below a folder, by their paths in it, sorted. What is no plain file is a
// fault: nothing is left out in silence.
Result<std::vector<std::string>> files_below(const std::string& folder) {
  std::vector<std::string> paths;
  std::error_code error;
  for (fs::recursive_directory_iterator it(folder, error), end; !error && it != end;
       it.increment(error)) {
    const fs::file_status status = it->symlink_status(error);
    // Gone since it was listed, as files that are being written are.
    if (error == std::errc::no_such_file_or_directory) error.clear();
    if (error || fs::is_directory(status) || !fs::exists(status)) continue;
    const std::string path = it->path().lexically_relative(folder).string();
    if (!fs::is_regular_file(status)) {
      return usage("is no plain file, which no backup holds; take it away",
                   it->path().string());
    }
    if (!fits_manifest(path)) {
      return usage("has a name that no manifest holds; take it away",
                   it->path().string());
    }
    paths.push_back(path);
  }
  if (error) return fault_from_errno(error.value(), "cannot be listed", folder);
  std::sort(paths.begin(), paths.end());
  return paths;
}

bool is_of_backups(const std::string& path) {
  const bool is_database =
      path == kDatabase || path.starts_with(std::string(kDatabase) + "-");
  return !is_database && !path.ends_with(".new") && path != kManifestName;
}

bool is_of_audit(const std::string& path) {
  return path.starts_with(kAuditFiles);
}

class Copies {
 public:
  Copies(std::string from, std::string to)
      : from_(std::move(from)), to_(std::move(to)) {}

  Result<void> add(const std::string& path) {
    auto copied = copy_file_into(to_, path, from_ + "/" + path);
    if (!copied) return std::move(copied).error();
    ++facts_.files;
    facts_.bytes += copied->bytes;
    lines_.push_back({path, std::move(copied->sha256)});
    return {};
  }
  [[nodiscard]] const std::vector<ManifestLine>& lines() const { return lines_; }
  [[nodiscard]] const BackupFacts& facts() const { return facts_; }

  Result<BackupFacts> write_manifest() {
    std::sort(lines_.begin(), lines_.end(),
              [](const auto& a, const auto& b) { return a.path < b.path; });
    const std::string text = manifest_text(lines_);
    auto put = replace_file(to_ + "/" + kManifestName, bytes_of(text));
    if (!put) return std::move(put).error();
    facts_.manifest_sha256 = digest_of(Algorithm::sha256, bytes_of(text)).hex();
    return facts_;
  }

 private:
  std::string from_;
  std::string to_;
  std::vector<ManifestLine> lines_;
  BackupFacts facts_;
};

void put_facts(AuditEvent& event, const BackupFacts& facts, const Detail& detail) {
  event.detail.emplace_back("files", std::to_string(facts.files));
  event.detail.emplace_back("bytes", std::to_string(facts.bytes));
  event.detail.insert(event.detail.end(), detail.begin(), detail.end());
}

Result<void> copy_files(const CaseFolder& folder, bool of_audit, Copies& copies) {
  const auto paths = files_below(folder.path());
  if (!paths) return paths.error();
  for (const std::string& path : *paths) {
    if (!is_of_backups(path) || is_of_audit(path) != of_audit) continue;
    if (auto copied = copies.add(path); !copied) return copied;
  }
  return {};
}

// The audit log comes behind all that it may tell of, and its head (which is before it
// in the alphabet) before the log itself: a log that is ahead of its head holds.
Result<BackupFacts> copy_case(const CaseFolder& folder, const std::string& out,
                              AuditLog& log, const Detail& detail, NewFolder& made) {
  Copies copies(folder.path(), made.part());
  if (auto copied = copy_files(folder, false, copies); !copied) {
    return std::move(copied).error();
  }
  AuditEvent event{"backed_up", out, "the audit log follows", {}};
  put_facts(event, copies.facts(), detail);
  if (auto told = log.append(event); !told) return std::move(told).error();
  if (auto copied = copy_files(folder, true, copies); !copied) {
    return std::move(copied).error();
  }
  auto facts = copies.write_manifest();
  if (!facts) return facts;
  if (auto done = made.commit(); !done) return std::move(done).error();
  return facts;
}

// ---- restore ----

Result<std::vector<ManifestLine>> read_manifest(const std::string& from,
                                                std::string& sha256) {
  const std::string path = from + "/" + kManifestName;
  auto text = read_whole_file(path, kMaxManifestBytes);
  if (!text) {
    if (text.error().kind != FaultKind::missing) return std::move(text).error();
    return Fault{FaultKind::missing,
                 "holds no backup (it has no manifest.sha256); give the folder that "
                 "winnow backup wrote",
                 from, std::nullopt};
  }
  sha256 = digest_of(Algorithm::sha256, bytes_of(*text)).hex();
  return parse_manifest(*text, path);
}

// Whether exactly those files are there that the manifest names.
Result<void> check_names(const std::string& from,
                         const std::vector<ManifestLine>& lines) {
  const auto paths = files_below(from);
  if (!paths) return paths.error();
  std::set<std::string> there(paths->begin(), paths->end());
  there.erase(kManifestName);
  for (const ManifestLine& line : lines) {
    if (!is_of_backups(line.path)) {
      return damaged("names " + line.path + ", which no backup holds",
                     from + "/" + kManifestName);
    }
    if (there.erase(line.path) == 0) {
      return Fault{FaultKind::missing,
                   "is missing from the backup; take another one, nothing was restored",
                   from + "/" + line.path, std::nullopt};
    }
  }
  if (there.empty()) return {};
  return damaged(
      "is not in the backup's manifest; take it away if it came by mistake, nothing "
      "was restored",
      from + "/" + *there.begin());
}

Fault damaged_file(const std::string& path) {
  return damaged(
      "is not what was backed up (its SHA-256 is another); take another backup, "
      "nothing was restored",
      path);
}

Result<void> check_digests(const std::string& from,
                           const std::vector<ManifestLine>& lines) {
  for (const ManifestLine& line : lines) {
    const std::string path = from + "/" + line.path;
    const auto digest = sha256_of_file(path);
    if (!digest) return digest.error();
    if (*digest != line.sha256) return damaged_file(path);
  }
  return {};
}

Result<RestoredCase> finish_case(const std::string& part, const BackupFacts& facts,
                                 const std::string& from, const std::string& actor,
                                 const Detail& detail) {
  auto folder = CaseFolder::open(part);
  if (!folder) return std::move(folder).error();
  if (auto locked = folder->lock(); !locked) return std::move(locked).error();
  auto store = CaseStore::create_anew(*folder);
  if (!store) return std::move(store).error();
  if (auto done = store->bring_up_to_date(*folder); !done) {
    return std::move(done).error();
  }
  auto log = AuditLog::open(part, actor);
  if (!log) return std::move(log).error();
  AuditEvent event{"restored", from, "done", {}};
  event.detail.emplace_back("manifest_sha256", facts.manifest_sha256);
  put_facts(event, facts, detail);
  if (auto logged = log->append(event); !logged) return std::move(logged).error();
  return RestoredCase{facts, log->remarks(), log->head()};
}

}  // namespace

Result<BackupFacts> back_up_case(const CaseFolder& folder, const std::string& out,
                                 AuditLog& log, const Detail& detail) {
  if (lies_in(out, folder.path())) {
    return usage("lies in the case itself; choose another --out", out);
  }
  auto made = NewFolder::begin(out, "--out");
  if (!made) return std::move(made).error();
  auto facts = copy_case(folder, out, log, detail, *made);
  if (!facts) {
    // The fault counts; that of a log that takes no more would hide it.
    static_cast<void>(log.append({"backup_failed", out, facts.error().line(), {}}));
  }
  return facts;
}

Result<RestoredCase> restore_case(const std::string& from, const std::string& case_path,
                                  const std::string& actor, const Detail& detail) {
  BackupFacts facts;
  const auto lines = read_manifest(from, facts.manifest_sha256);
  if (!lines) return lines.error();
  if (auto checked = check_names(from, *lines); !checked) {
    return std::move(checked).error();
  }
  if (auto checked = check_digests(from, *lines); !checked) {
    return std::move(checked).error();
  }
  // Of a version that can be read.
  if (auto opened = CaseFolder::open(from); !opened) return std::move(opened).error();
  auto made = NewFolder::begin(case_path, "--case");
  if (!made) return std::move(made).error();
  Copies copies(from, made->part());
  for (const ManifestLine& line : *lines) {
    if (auto copied = copies.add(line.path); !copied) return std::move(copied).error();
    if (copies.lines().back() != line) return damaged_file(from + "/" + line.path);
  }
  facts.files = copies.facts().files;
  facts.bytes = copies.facts().bytes;
  auto restored = finish_case(made->part(), facts, from, actor, detail);
  if (!restored) return restored;
  if (auto done = made->commit(); !done) return std::move(done).error();
  return restored;
}

}  // namespace winnow
