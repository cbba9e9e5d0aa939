// Findings and coverage out of what the ledger holds.
#include <algorithm>
#include <limits>

#include "scanner/ledger/ledger.h"

namespace winnow {
namespace {

std::uint64_t saturating_add(std::uint64_t a, std::uint64_t b) {
  constexpr std::uint64_t kMost = std::numeric_limits<std::uint64_t>::max();
  return b > kMost - a ? kMost : a + b;
}

bool content_was_examined(const FileTable::Row& row) {
  return row.outcome == FileOutcome::matched || row.outcome == FileOutcome::hashed;
}

bool is_trouble(FileOutcome outcome) {
  return outcome == FileOutcome::encrypted || outcome == FileOutcome::unreadable ||
         outcome == FileOutcome::failed;
}

// A problem of one of these outcomes is no gap: a remark, or a part left out on
// purpose.
bool is_remark(const std::string& outcome) {
  return outcome == "note" || outcome == to_string(FileOutcome::skipped) ||
         outcome == to_string(FileOutcome::matched) ||
         outcome == to_string(FileOutcome::hashed);
}

void add_note(std::string& note, const char* text) {
  if (!note.empty()) note += "; ";
  note += text;
}

std::string note_of(const FileTable::Row& row, const MatchRecord& match) {
  std::string note;
  if (match.inconsistent) {
    add_note(note,
             "the list contradicts itself: another digest of the same entry is not "
             "this file's");
  }
  if (row.uncertain) {
    add_note(note, "digest of a recovered file that may mix content of several files");
  }
  if (match.algorithm == Algorithm::md5) add_note(note, "MD5 only");
  return note;
}

}  // namespace

Finding Ledger::finding(FileId file, const Matched& matched,
                        const MatchRecord& match) const {
  const FileTable::Row& row = files_[file];
  Finding found;
  found.kind = match.inconsistent ? FindingKind::indication : FindingKind::exact;
  found.file = file;
  found.inode = row.inode;
  found.path = std::string(row.path);
  found.allocated = row.allocated;
  found.size = row.size;
  found.digests = matched.digests;
  found.algorithm = match.algorithm;
  found.set_number = match.set;
  found.set = run_->set_names[match.set];
  found.entry = match.entry;
  found.category = entries_.at({match.set, match.entry});  // check_match() asked
  for (const Run& run : files_.runs(file)) {
    if (!run.is_hole()) found.runs.push_back(run);
  }
  found.times = files_.times(file);
  found.note = note_of(row, match);
  return found;
}

std::vector<Finding> Ledger::findings_of(FileId file) const {
  std::vector<Finding> found;
  const auto matched = matched_.find(file);
  if (matched == matched_.end()) return found;
  for (const MatchRecord& match : matched->second.matches) {
    found.push_back(finding(file, matched->second, match));
  }
  std::sort(found.begin(), found.end(), comes_before);
  return found;
}

std::vector<Finding> Ledger::findings() const {
  std::vector<Finding> found;
  for (const auto& [file, matched] : matched_) {
    for (const MatchRecord& match : matched.matches) {
      found.push_back(finding(file, matched, match));
    }
  }
  std::sort(found.begin(), found.end(), comes_before);
  return found;
}

// A folder's bytes are those of its files, each inode once.
void Ledger::count_folder_bytes(Coverage& coverage) const {
  std::uint64_t sizes = 0;
  for (const FileTable::Row& row : files_.rows()) {
    if (row.same_content_as != kNoFile) continue;
    sizes = saturating_add(sizes, row.size);
    std::uint64_t& share = content_was_examined(row) ? coverage.read_bytes
                           : row.outcome == FileOutcome::unreadable
                               ? coverage.unreadable_bytes
                               : coverage.unread_bytes;
    share = saturating_add(share, row.size);
  }
  coverage.total_bytes = inventory_ ? inventory_->folder_bytes : sizes;
  coverage.balanced = sizes == coverage.total_bytes;
}

void Ledger::count_device_bytes(Coverage& coverage) const {
  const std::uint64_t total = evidence_ ? evidence_->bytes : 0;
  IntervalSet read;
  IntervalSet unreadable;
  FileId id = 0;
  for (const FileTable::Row& row : files_.rows()) {
    const FileId file = id++;
    if (!content_was_examined(row) || row.same_content_as != kNoFile) continue;
    if (row.content == ContentKind::resident || row.content == ContentKind::library) {
      coverage.logical_bytes = saturating_add(coverage.logical_bytes, row.size);
      continue;
    }
    // Runs are whole clusters or more; the file's content ends with its size.
    std::uint64_t left = row.size;
    for (const Run& run : files_.runs(file)) {
      const std::uint64_t length = std::min(run.length, left);
      left -= length;
      if (run.is_hole()) {
        coverage.logical_bytes = saturating_add(coverage.logical_bytes, length);
      } else {
        read.add(run.offset, length, total);
      }
    }
  }
  for (const Run& run : unreadable_) unreadable.add(run.offset, run.length, total);
  read.settle();
  unreadable.settle();
  const ByteShares shares = share_bytes(read, unreadable, total);
  coverage.total_bytes = total;
  coverage.read_bytes = shares.read;
  coverage.unread_bytes = shares.unread;
  coverage.unreadable_bytes = shares.unreadable;
  coverage.balanced = true;
}

void Ledger::count_files(Coverage& coverage) const {
  for (const FileTable::Row& row : files_.rows()) {
    ++coverage.files.by_outcome[static_cast<std::size_t>(row.outcome)];
    if (row.known_benign) ++coverage.known_benign;
  }
  coverage.files.listed = inventory_ ? inventory_->files : files_.size();
  std::uint64_t sum = 0;
  for (const std::uint64_t count : coverage.files.by_outcome) sum += count;
  const bool bytes_add_up =
      coverage.read_bytes + coverage.unread_bytes + coverage.unreadable_bytes ==
      coverage.total_bytes;
  coverage.balanced = coverage.balanced && bytes_add_up && sum == coverage.files.listed;
}

std::vector<Problem> Ledger::problems() const {
  std::vector<Problem> all(problems_.begin(), problems_.end());
  FileId id = 0;
  for (const FileTable::Row& row : files_.rows()) {
    const FileId file = id++;
    if (!is_trouble(row.outcome)) continue;
    all.push_back({std::string(row.path), std::nullopt, to_string(row.outcome),
                   files_.reason(file)});
  }
  if (evidence_ && !evidence_->unsupported.empty()) {
    all.push_back({"", std::nullopt, to_string(VolumeOutcome::unsupported),
                   evidence_->unsupported});
  }
  if (death_) {
    all.push_back({"", std::nullopt, to_string(FileOutcome::failed), *death_});
  }
  std::sort(all.begin(), all.end());
  return all;
}

bool Ledger::is_complete(const Coverage& coverage) const {
  if (!coverage.ended || coverage.until != Tier::everything) return false;
  if (!coverage.balanced || !coverage.evidence.unsupported.empty()) return false;
  for (const VolumeRecord& volume : coverage.volumes) {
    if (volume.outcome != VolumeOutcome::examined) return false;
  }
  for (const FileOutcome outcome : {FileOutcome::encrypted, FileOutcome::unreadable,
                                    FileOutcome::failed, FileOutcome::unvisited}) {
    if (coverage.files.count(outcome) > 0) return false;
  }
  return std::all_of(problems_.begin(), problems_.end(),
                     [](const Problem& p) { return is_remark(p.outcome); });
}

Coverage Ledger::coverage() const {
  Coverage coverage;
  coverage.evidence = evidence_.value_or(EvidenceRecord{});
  coverage.volumes = volumes_;
  coverage.ended = ended_;
  if (run_) {
    coverage.until = run_->until;
    if (run_->until != Tier::inventory) {
      coverage.kept = AlgorithmSet::from_bits(run_->algorithms);
    }
    for (std::size_t i = 0; i < run_->set_names.size(); ++i) {
      coverage.sets.push_back({run_->set_names[i], run_->set_ids[i],
                               static_cast<SetType>(run_->set_types[i])});
    }
  }
  if (coverage.evidence.is_folder) {
    count_folder_bytes(coverage);
  } else {
    count_device_bytes(coverage);
  }
  count_files(coverage);
  coverage.problems = problems();
  coverage.complete = is_complete(coverage);
  return coverage;
}

}  // namespace winnow
