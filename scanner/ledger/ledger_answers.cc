// Findings and coverage out of what the ledger holds.
#include <algorithm>
#include <limits>

#include "hashsets/content_blocks.h"
#include "scanner/ledger/ledger.h"

namespace winnow {
namespace {

std::uint64_t saturating_add(std::uint64_t a, std::uint64_t b) {
  constexpr std::uint64_t kMost = std::numeric_limits<std::uint64_t>::max();
  return b > kMost - a ? kMost : a + b;
}

bool content_was_examined(FileOutcome outcome) {
  return outcome == FileOutcome::matched || outcome == FileOutcome::hashed;
}

bool is_trouble(FileOutcome outcome) {
  return outcome == FileOutcome::encrypted || outcome == FileOutcome::unreadable ||
         outcome == FileOutcome::failed;
}

using FilePlaces = std::map<std::pair<std::uint32_t, std::uint32_t>, IntervalSet>;

// Blocks of a deleted file that was met as a whole say nothing new.
bool is_covered(const FilePlaces& places, const BlockRunRecord& run) {
  const auto of_entry = places.find({run.set, run.entry});
  return of_entry != places.end() &&
         of_entry->second.contains(run.offset,
                                   std::uint64_t{run.blocks} * kBlockLength);
}

// How much of the content is here, and which part.
std::string blocks_text(const BlockRunRecord& run, std::uint64_t content_bytes) {
  std::string text = std::to_string(run.blocks) + " of ";
  if (content_bytes > 0) text += std::to_string(content_bytes / kBlockLength) + " ";
  text += "blocks of a listed content";
  if (run.first_block) {
    text += ", from its byte " +
            std::to_string(std::uint64_t{*run.first_block} * kBlockLength) + " on";
  }
  return text;
}

std::string words_of(const NameRuleMet& rule) {
  return rule.words + " (rule " + rule.id + ")";
}

Problem names_left_out(const NameRuleMet& rule) {
  return {"", std::nullopt, "note",
          std::to_string(rule.left_out) +
              " more names than are listed hint at: " + words_of(rule)};
}

}  // namespace

// What is known of the file itself.
Finding Ledger::finding(FileId file) const {
  FileRecord record = files_.list()[file];
  Finding found;
  found.file = file;
  found.inode = record.inode;
  found.path = std::move(record.path);
  found.allocated = record.allocated;
  found.size = record.size;
  std::erase_if(record.runs, [](const Run& run) { return run.is_hole(); });
  found.runs = std::move(record.runs);
  found.times = record.times;
  return found;
}

// Where free space is, in words of the volume that it belongs to.
std::string Ledger::free_path(std::uint64_t offset) const {
  const auto volume =
      std::find_if(volumes_.begin(), volumes_.end(), [offset](const VolumeRecord& v) {
        return offset >= v.offset && offset - v.offset < v.length;
      });
  const std::string place = "/$Unallocated@" + std::to_string(offset);
  if (volume == volumes_.end()) return place;
  return "/volume-" + std::to_string(volume->index) + place;
}

Finding Ledger::finding_of(const BlockRunRecord& run) const {
  Finding found;
  found.kind = FindingKind::block;
  found.path = free_path(run.offset);
  found.allocated = false;
  found.size = std::uint64_t{run.blocks} * kBlockLength;
  found.set_number = answer_numbers_[run.set];
  found.set = run_->set_names[run.set];
  found.entry = run.entry;
  found.category = entries_.at({run.set, run.entry});
  found.runs = {{run.offset, found.size}};
  found.tier = Tier::probe;
  found.note = blocks_text(run, entry_sizes_.at({run.set, run.entry}));
  return found;
}

std::vector<Finding> Ledger::findings_by_name() const {
  std::vector<Finding> found;
  if (!names_) return found;
  for (const NameMet& name : names_->names) {
    const NameRuleMet& rule = names_->rules[name.rule];
    Finding& by_name = found.emplace_back(finding(name.file));
    by_name.kind = FindingKind::indication;
    by_name.set_number = kNoSet;
    by_name.set = kNamesSet;
    by_name.entry = rule.number;
    by_name.tier = Tier::inventory;
    by_name.note = words_of(rule);
    by_name.hint = rule.words;
  }
  std::sort(found.begin(), found.end(), comes_before);
  return found;
}

std::vector<Finding> Ledger::findings_of(FileId file) const {
  std::vector<Finding> found;
  for (auto met = met_.lower_bound({file, 0});
       met != met_.end() && met->first.first == file; ++met) {
    add_findings(met->first, met->second, found);
  }
  std::sort(found.begin(), found.end(), comes_before);
  return found;
}

// Where files lie that were met as a whole: by set and entry.
std::map<std::pair<std::uint32_t, std::uint32_t>, IntervalSet>
Ledger::places_of_files_met() const {
  std::map<std::pair<std::uint32_t, std::uint32_t>, IntervalSet> places;
  if (!evidence_) return places;
  for (const auto& [place, met] : met_) {
    const auto& [file, member] = place;
    if (member != 0) continue;  // its bytes lie nowhere as they are
    for (const MatchRecord& match : met.matches) {
      if (match.inconsistent) continue;
      IntervalSet& of_entry = places[{match.set, match.entry}];
      for (const Run& run : files_.outline(file).runs) {
        if (!run.is_hole()) of_entry.add(run.offset, run.length, evidence_->bytes);
      }
    }
  }
  for (auto& [entry, of_entry] : places) of_entry.settle();
  return places;
}

std::vector<Finding> Ledger::findings() const {
  std::vector<Finding> found = findings_by_name();
  for (const auto& [place, met] : met_) add_findings(place, met, found);
  const auto whole = places_of_files_met();
  for (const BlockRunRecord& run : blocks_.joined()) {
    if (!is_covered(whole, run)) found.push_back(finding_of(run));
  }
  std::sort(found.begin(), found.end(), comes_before);
  return found;
}

// A folder's bytes are those of its files, each inode once.
void Ledger::count_folder_bytes(Coverage& coverage) const {
  std::uint64_t sizes = 0;
  for (const FileOutline& file : files_.list().outlines()) {
    if (file.same_content_as != kNoFile) continue;
    sizes = saturating_add(sizes, file.size);
    const FileOutcome outcome = files_.outcome(file.id);
    std::uint64_t& share = content_was_examined(outcome) ? coverage.read_bytes
                           : outcome == FileOutcome::unreadable
                               ? coverage.unreadable_bytes
                               : coverage.unread_bytes;
    share = saturating_add(share, file.size);
  }
  coverage.total_bytes = inventory_ ? inventory_->folder_bytes : sizes;
  coverage.balanced = sizes == coverage.total_bytes;
}

void Ledger::count_device_bytes(Coverage& coverage) const {
  const std::uint64_t total = evidence_ ? evidence_->bytes : 0;
  IntervalSet read;
  IntervalSet unreadable;
  for (FileId id = 0; id < files_.size(); ++id) {
    const bool probed = files_.outcome(id) == FileOutcome::probed;
    if (!probed && !content_was_examined(files_.outcome(id))) continue;
    const FileOutline file = files_.outline(id);
    if (file.same_content_as != kNoFile) continue;
    const std::uint64_t examined =
        probed ? std::min<std::uint64_t>(file.size, kBlockLength) : file.size;
    if (file.content == ContentKind::resident || file.content == ContentKind::library) {
      coverage.logical_bytes = saturating_add(coverage.logical_bytes, examined);
      continue;
    }
    // Runs are whole clusters or more; the file's content ends with its size.
    std::uint64_t left = examined;
    for (const Run& run : file.runs) {
      const std::uint64_t length = std::min(run.length, left);
      left -= length;
      if (run.is_hole()) {
        coverage.logical_bytes = saturating_add(coverage.logical_bytes, length);
      } else {
        read.add(run.offset, length, total);
      }
    }
  }
  for (const Run& run : searched_) read.add(run.offset, run.length, total);
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
  for (FileId id = 0; id < files_.size(); ++id) {
    ++coverage.files.by_outcome[static_cast<std::size_t>(files_.outcome(id))];
    if (files_.is_known_benign(id)) ++coverage.known_benign;
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
  all.insert(all.end(), look_problems_.begin(), look_problems_.end());
  for (FileId id = 0; id < files_.size(); ++id) {
    const FileOutcome outcome = files_.outcome(id);
    if (!is_trouble(outcome)) continue;
    all.push_back({files_.path(id), std::nullopt, to_string(outcome),
                   std::string(files_.reason(id))});
  }
  if (evidence_ && !evidence_->unsupported.empty()) {
    all.push_back({"", std::nullopt, to_string(VolumeOutcome::unsupported),
                   evidence_->unsupported});
  }
  if (death_) {
    all.push_back({"", std::nullopt, to_string(FileOutcome::failed), *death_});
  }
  if (blocks_.left_out() > 0) {
    all.push_back({"", std::nullopt, "note",
                   std::to_string(blocks_.left_out()) +
                       " more places hold blocks of listed contents than are named"});
  }
  if (looks_told_ > look_problems_.size()) {
    all.push_back({"", std::nullopt, "note",
                   std::to_string(looks_told_ - look_problems_.size()) +
                       " more remarks on what files hold than are listed"});
  }
  for (const UndecidedRecord& undecided : undecided_) {
    all.push_back(gap_of_rematch(undecided));
  }
  if (names_) {
    for (const NameRuleMet& rule : names_->rules) {
      if (rule.left_out > 0) all.push_back(names_left_out(rule));
    }
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
  if (looks_have_gap_) return false;
  for (const UndecidedRecord& undecided : undecided_) {
    if (is_gap(undecided.what)) return false;
  }
  return std::all_of(problems_.begin(), problems_.end(),
                     [](const Problem& p) { return is_remark(p.outcome); });
}

// What is not free space: content of live files, encrypted volumes, and what is too
// small for a block between them.
IntervalSet Ledger::taken_space() const {
  const std::uint64_t total = evidence_ ? evidence_->bytes : 0;
  IntervalSet taken(kBlockLength - 1);
  for (const VolumeRecord& volume : volumes_) {
    if (volume.outcome == VolumeOutcome::encrypted) {
      taken.add(volume.offset, volume.length, total);
    }
  }
  for (const FileOutline& file : files_.list().outlines()) {
    if (!file.allocated) continue;
    std::uint64_t left = file.size;
    for (const Run& run : file.runs) {
      const std::uint64_t length =
          file.content == ContentKind::runs ? std::min(run.length, left) : run.length;
      left -= std::min(run.length, left);
      if (!run.is_hole()) taken.add(run.offset, length, total);
    }
  }
  taken.settle();
  return taken;
}

// Bytes of free space, but for pieces in which no block has room.
std::uint64_t Ledger::free_bytes() const {
  std::uint64_t free = 0;
  std::uint64_t at = 0;
  const auto add_gap = [&free](std::uint64_t bytes) {
    if (bytes >= kBlockLength) free += bytes;
  };
  const IntervalSet all_taken = taken_space();
  for (const Interval& taken : all_taken.intervals()) {
    add_gap(taken.begin - at);
    at = taken.end;
  }
  add_gap(evidence_->bytes - at);
  return free;
}

// Those that were kept are compared with a set that came later too, if all were.
bool Ledger::is_asked_of_blocks(std::size_t set) const {
  if (set < scanned_sets_) return true;
  return keeps_blocks_ &&
         std::none_of(undecided_.begin(), undecided_.end(), [set](const auto& one) {
           return one.what == Undecided::blocks && one.set == set;
         });
}

// Where blocks are kept, free space is read for no set at all.
bool Ledger::is_space_compared() const {
  if (searched_.empty() || !keeps_blocks_) return !searched_.empty();
  for (std::size_t i = 0; i < run_->set_probative_ppm.size(); ++i) {
    if (run_->set_probative_ppm[i] > 0 && is_asked_of_blocks(i)) return true;
  }
  return false;
}

// The least share of what a notable set lists that its blocks stand for. A set that was
// added later has none where it was not asked of blocks.
std::uint32_t Ledger::probative_ppm() const {
  std::optional<std::uint32_t> least;
  for (std::size_t i = 0; i < run_->set_types.size(); ++i) {
    if (static_cast<SetType>(run_->set_types[i]) != SetType::notable) continue;
    const bool is_asked = evidence_->is_folder || is_asked_of_blocks(i);
    least =
        std::min(least.value_or(kMillion), is_asked ? run_->set_probative_ppm[i] : 0);
  }
  return least.value_or(0);
}

// Of what a size or a first block settled, a set that was added later knows nothing.
bool Ledger::has_added_notable_set() const {
  return std::any_of(
      run_->set_types.begin() + static_cast<std::ptrdiff_t>(scanned_sets_),
      run_->set_types.end(),
      [](std::uint8_t type) { return static_cast<SetType>(type) == SetType::notable; });
}

// Bytes of a live file in which a listed content can be: none of a hole, nor of what
// has no content to be read.
std::uint64_t Ledger::content_bytes(const FileOutline& file) const {
  if (file.content == ContentKind::none) return 0;
  if (evidence_->is_folder || file.content != ContentKind::runs) return file.size;
  std::uint64_t left = file.size;
  std::uint64_t bytes = 0;
  for (const Run& run : file.runs) {
    const std::uint64_t length = std::min(run.length, left);
    left -= length;
    if (!run.is_hole()) bytes += length;
  }
  return bytes;
}

// Live files, of which all bytes or enough of them were compared with every set; and
// free space, of which only sets with blocks can say anything.
ResidualBasis Ledger::residual_basis() const {
  ResidualBasis basis;
  const bool only_whole = run_ && has_added_notable_set();
  for (const FileOutline& file : files_.list().outlines()) {
    if (!file.allocated || file.same_content_as != kNoFile) continue;
    const FileOutcome outcome = files_.outcome(file.id);
    const bool settled =
        outcome == FileOutcome::probed || outcome == FileOutcome::skipped;
    const bool seen = content_was_examined(outcome) || (settled && !only_whole);
    std::uint64_t& share = seen ? basis.settled_bytes : basis.unseen_bytes;
    share = saturating_add(share, content_bytes(file));
  }
  if (!evidence_ || !run_) return basis;
  basis.probative_ppm = probative_ppm();
  basis.is_folder = evidence_->is_folder;
  if (basis.is_folder) return basis;
  for (const VolumeRecord& volume : volumes_) {
    if (volume.outcome != VolumeOutcome::encrypted) continue;
    basis.unseen_bytes = saturating_add(basis.unseen_bytes, volume.length);
  }
  const std::uint64_t free = free_bytes();
  if (basis.probative_ppm == 0 || !samples_planned_) {
    basis.unseen_bytes = saturating_add(basis.unseen_bytes, free);
  } else if (ended_ && run_->until == Tier::everything && !space_met_damage_) {
    basis.examined_bytes = saturating_add(basis.examined_bytes, free);
  } else {
    // Also where the last tier met damage: what it saw besides is not counted.
    basis.sampled_bytes = free;
    basis.samples = samples_planned_->samples;
    basis.samples_read = samples_done_ - samples_unread_;
  }
  return basis;
}

std::vector<ClassCount> Ledger::class_counts() const {
  std::vector<ClassCount> counts;
  if (!run_) return counts;
  for (std::size_t i = 0; i < run_->classes.size(); ++i) {
    const auto counted = classed_.find(static_cast<std::uint16_t>(i));
    counts.push_back(
        {run_->classes[i], counted == classed_.end() ? 0 : counted->second});
  }
  return counts;
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
    coverage.sets.resize(run_->set_names.size());
    for (std::size_t i = 0; i < run_->set_names.size(); ++i) {
      coverage.sets[answer_numbers_[i]] = {run_->set_names[i], run_->set_ids[i],
                                           static_cast<SetType>(run_->set_types[i])};
    }
  }
  if (coverage.evidence.is_folder) {
    count_folder_bytes(coverage);
  } else {
    count_device_bytes(coverage);
  }
  count_files(coverage);
  coverage.members = members_;
  coverage.pictures = pictures_;
  coverage.classes = class_counts();
  coverage.keeps_pictures = run_ && run_->takes_pictures;
  coverage.keeps_blocks = keeps_blocks_;
  coverage.space_searched = is_space_compared();
  coverage.residual = residual_basis();
  coverage.problems = problems();
  coverage.complete = is_complete(coverage);
  return coverage;
}

}  // namespace winnow
