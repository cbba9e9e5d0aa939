#include "drivers/web/case_reader.h"

#include <sys/stat.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "drivers/answers/capacity_text.h"
#include "drivers/cases/open_case.h"
#include "drivers/decisions/signed_policy.h"
#include "drivers/store/audit_history.h"
#include "scanner/rank/days.h"
#include "scanner/supervise/recorder.h"

namespace winnow {
namespace {

// A journal is left alone for so many times as long as reading it took, and for so long
// at least.
constexpr int kRestFactor = 30;
constexpr std::chrono::seconds kLeastRest{10};
// A journal that did not change for so long is not being written.
constexpr std::chrono::seconds kStill{20};
// What depends on the hour (due days, reviews that expire) is judged anew so often.
constexpr std::int64_t kJudgedForSeconds = 600;

// What was known of an exhibit before its journal could not be read any more.
void add_loss(KnownScan& scan) {
  scan.coverage.complete = false;
  scan.coverage.problems.push_back(
      {"", std::nullopt, to_string(FileOutcome::failed),
       "the journal of this exhibit cannot be read any more; this is what it said"});
  std::sort(scan.coverage.problems.begin(), scan.coverage.problems.end());
}

}  // namespace

std::unique_lock<std::mutex> CaseUse::try_read() {
  std::unique_lock lock(mutex_);
  if (is_scanning_) lock.unlock();
  return lock;
}

void CaseUse::begin_scan() {
  const std::lock_guard lock(mutex_);
  is_scanning_ = true;
}

void CaseUse::end_scan() {
  const std::lock_guard lock(mutex_);
  is_scanning_ = false;
}

CaseReader::CaseReader(std::string case_path, CaseUse& use)
    : case_path_(std::move(case_path)),
      use_(use),
      links_(std::make_shared<const std::vector<ContentLink>>()),
      timelines_(std::make_shared<const Timelines>()) {}

CaseReader::Stamp CaseReader::stamp_of(const std::string& path) {
  struct stat info {};
  if (::stat(path.c_str(), &info) != 0) return {};
  return {static_cast<std::uint64_t>(info.st_size), info.st_mtim.tv_sec,
          info.st_mtim.tv_nsec};
}

Result<bool> CaseReader::read_scans() {
  const auto paths = journals_in(case_path_);
  if (!paths) return paths.error();
  std::map<std::string, Stamp> now;
  bool has_changed = false;
  for (const std::string& path : *paths) {
    const Stamp stamp = stamp_of(path);
    Journal& journal = journals_[path];
    if (journal.seen != stamp) {
      journal.seen = stamp;
      journal.still_since = Clock::now();
    }
    has_changed |= journal.read != stamp;
    now.emplace(path, stamp);
  }
  // What was read beside a scan is read anew from the store once that is free.
  if (!has_changed && !is_busy_ && journals_.size() == now.size()) return false;
  // Held until all is read: a scan that begins waits for that.
  const auto may_read = use_.try_read();
  std::optional<CaseStore> store;
  std::vector<Fault> unread;
  if (may_read.owns_lock()) {
    auto opened = open_store_if_idle(case_path_, unread);
    if (!opened) return std::move(opened).error();
    store = std::move(*opened);
  }
  is_busy_ = !store.has_value();
  if (!store) return read_from_journals(now);
  unread_.clear();
  for (const Fault& fault : unread) unread_[fault.place] = fault.line();
  auto was_read = read_from_store(*store, now);
  store.reset();
  return was_read;
}

bool CaseReader::is_up_to_date() const {
  return scans_fault_.empty() &&
         std::all_of(journals_.begin(), journals_.end(), [](const auto& one) {
           return one.second.read == one.second.seen;
         });
}

Result<bool> CaseReader::read_from_store(CaseStore& store,
                                         const std::map<std::string, Stamp>& now) {
  auto folder = CaseFolder::open(case_path_);
  if (!folder) return std::move(folder).error();
  const auto refs = store.exhibits();
  if (!refs) return refs.error();
  KnownScans scanned;
  for (const std::string& ref : *refs) {
    const std::string path = folder->journal_path(ref);
    const auto stamp = now.find(path);
    if (stamp == now.end()) continue;  // put there since: the next look meets it
    Journal& journal = journals_[path];
    const auto known = scanned_.find(ref);
    if (journal.read == stamp->second && journal.is_from_store &&
        known != scanned_.end()) {
      scanned.insert(*known);
      continue;
    }
    auto findings = store.findings(ref);
    if (!findings) return std::move(findings).error();
    auto coverage = store.coverage(ref);
    if (!coverage) return std::move(coverage).error();
    auto skipped = store.reasons(ref, FileOutcome::skipped);
    if (!skipped) return std::move(skipped).error();
    KnownScan scan{std::move(*findings), std::move(*coverage), std::move(*skipped)};
    if (unread_.contains(path)) add_loss(scan);
    scanned[ref] = std::make_shared<const KnownScan>(std::move(scan));
    journal.ref = ref;
    journal.is_from_store = true;
  }
  auto links = store.links();
  if (!links) return std::move(links).error();
  links_ = std::make_shared<const std::vector<ContentLink>>(std::move(*links));
  scanned_ = std::move(scanned);
  for (auto it = journals_.begin(); it != journals_.end();) {
    const auto stamp = now.find(it->first);
    if (stamp == now.end()) {
      it = journals_.erase(it);
      continue;
    }
    it->second.read = stamp->second;
    ++it;
  }
  return true;
}

Result<bool> CaseReader::read_from_journals(const std::map<std::string, Stamp>& now) {
  bool was_read = false;
  for (const auto& [path, stamp] : now) {
    Journal& journal = journals_[path];
    const auto began = Clock::now();
    const bool is_too_large =
        stamp.bytes > kMostReadWhileBusy && began - journal.still_since < kStill;
    if (journal.read == stamp || began < journal.next_read || is_too_large) continue;
    const auto replay = replay_journal(path);
    journal.read = stamp;
    if (!replay) {
      lose(path, replay.error());
      was_read = true;
      continue;
    }
    was_read |= unread_.erase(path) != 0;
    const auto& run = replay->ledger.run();
    if (!run) continue;
    journal.ref = run->exhibit;
    journal.is_from_store = false;
    KnownScan scanned{replay->ledger.findings(), replay->ledger.coverage(), {}};
    scanned.coverage.complete &= replay->end == JournalEnd::clean;
    scanned_[journal.ref] = std::make_shared<const KnownScan>(std::move(scanned));
    const auto end = Clock::now();
    journal.next_read =
        end + std::max<Clock::duration>(kLeastRest, kRestFactor * (end - began));
    was_read = true;
  }
  return was_read;
}

void CaseReader::lose(const std::string& path, const Fault& fault) {
  Journal& journal = journals_[path];
  journal.is_from_store = false;  // asked again once that is free
  const bool is_new = unread_.insert_or_assign(path, fault.line()).second;
  const auto known = scanned_.find(journal.ref);
  if (!is_new || known == scanned_.end()) return;
  KnownScan scan = *known->second;
  add_loss(scan);
  known->second = std::make_shared<const KnownScan>(std::move(scan));
}

Result<bool> CaseReader::read_log() {
  const Stamp stamp = stamp_of(case_path_ + "/audit.jsonl");
  if (log_ == stamp) return false;
  auto decisions = read_decisions(case_path_);
  if (!decisions) return std::move(decisions).error();
  auto policy = policy_in_force(*decisions);
  if (!policy) return std::move(policy).error();
  const auto history = read_audit_history(case_path_);
  if (!history) return history.error();
  std::vector<AuditLine> lines;
  std::vector<std::string> remarks;  // read_decisions() has them already
  const auto take = [&lines](const AuditLine& line) { lines.push_back(line); };
  for (const OldAuditLog& old : history->old) read_old_audit_log(old, take, remarks);
  static_cast<void>(read_audit_lines("audit.jsonl", history->files.log, take, remarks));
  if (policy->sha256 != policy_.sha256) judged_.clear();
  decisions_ = std::move(*decisions);
  policy_ = std::move(*policy);
  take_timelines(lines);
  log_ = stamp;
  return true;
}

void CaseReader::take_timelines(const std::vector<AuditLine>& lines) {
  auto timelines = std::make_shared<Timelines>();
  for (const AuditLine& line : lines) {
    // A measurement is of a path, before there is an exhibit.
    if (decisions_.exhibits.contains(line.what.object) ||
        scanned_.contains(line.what.object) || line.what.event == "measured") {
      (*timelines)[line.what.object].push_back(line);
    }
  }
  timelines_ = std::move(timelines);
}

bool CaseReader::is_stale(std::int64_t now) const {
  return now - judged_since_ >= kJudgedForSeconds ||
         day_of(now) != day_of(judged_since_);
}

// Only what may have changed is judged again.
CaseRanking CaseReader::ranking(std::int64_t now) {
  if (is_stale(now)) {
    judged_.clear();
    judged_since_ = now;
  }
  std::vector<std::string> refs;
  for (const auto& [ref, one] : scanned_) refs.push_back(ref);
  std::vector<RankedExhibit> all;
  for (const std::string& ref : exhibits_of(std::move(refs), decisions_)) {
    const auto found = scanned_.find(ref);
    const auto scanned = found == scanned_.end() ? nullptr : found->second;
    const auto timeline = timelines_->find(ref);
    const std::size_t events =
        timeline == timelines_->end() ? 0 : timeline->second.size();
    JudgedExhibit& judged = judged_[ref];
    if (judged.exhibit.ref.empty() || judged.scanned != scanned ||
        judged.events != events) {
      judged = {scanned, events,
                judge(answer_in(scanned_, decisions_, ref), policy_, now)};
    }
    all.push_back(judged.exhibit);
  }
  return ranking_of(std::move(all), decisions_, policy_);
}

std::set<std::string> CaseReader::growing() const {
  std::set<std::string> refs;
  const auto now = Clock::now();
  for (const auto& [path, journal] : journals_) {
    if (is_busy_ && !journal.ref.empty() && now - journal.still_since < kStill) {
      refs.insert(journal.ref);
    }
  }
  return refs;
}

std::vector<std::string> CaseReader::remarks() const {
  std::vector<std::string> remarks = decisions_.remarks;
  for (const auto& [path, why] : unread_) {
    remarks.push_back(why + "; of its exhibit no more is shown than was known before");
  }
  if (!scans_fault_.empty()) {
    remarks.push_back("the scans are shown as they were before: " + scans_fault_);
  }
  return remarks;
}

Result<std::shared_ptr<CaseSnapshot>> CaseReader::look(std::int64_t now) {
  const auto scans = read_scans();
  if (!scans && !log_) return scans.error();
  const std::string fault = scans ? "" : scans.error().line();
  const bool is_other = scans ? *scans : fault != scans_fault_;
  const bool is_mended = scans && !scans_fault_.empty();
  scans_fault_ = fault;
  const auto log = read_log();
  if (!log) return log.error();
  std::set<std::string> growing = this->growing();
  if (!is_other && !is_mended && !*log && !is_stale(now) && growing == growing_) {
    return std::shared_ptr<CaseSnapshot>();
  }
  growing_ = std::move(growing);
  auto snapshot = std::make_shared<CaseSnapshot>();
  snapshot->ranking = ranking(now);
  snapshot->as_of = now;
  snapshot->decisions = decisions_;
  snapshot->policy = policy_;
  snapshot->scanned = scanned_;
  snapshot->growing = growing_;
  snapshot->exceptions =
      exceptions_of(decisions_, all_of(snapshot->ranking), policy_, now);
  snapshot->forecast = capacity_text(snapshot->ranking, decisions_, policy_, now, {});
  snapshot->timelines = timelines_;
  snapshot->links = links_;
  snapshot->remarks = remarks();
  return snapshot;
}

}  // namespace winnow
