// Ledger: the account of one exhibit, kept from the messages of its journal.
//
// It holds every file, volume and outcome, and gives findings and coverage as far as
// they are true now. It is a pure function of the messages in their order: the same
// journal gives the same ledger, however often the scan was killed and begun again.
//
// Messages are hostile: check() says whether one fits all that came before (numbers in
// order, ranges inside the evidence, one outcome a file, ...) without changing
// anything; apply() takes one that check() has passed. Between the two it is put into
// the journal. One thread at a time.
//
// Behind the end of a scan nothing comes but rematches: what is on record, compared
// with further sets. Each counts when its own end is on record, as if it had never
// begun until then. All sets of an answer are numbered in their order
// (comes_in_order()), whenever they came: a finding's number is by that order, a
// message's by the record's.
#ifndef WINNOW_SCANNER_LEDGER_LEDGER_H_
#define WINNOW_SCANNER_LEDGER_LEDGER_H_

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "scanner/ledger/answer.h"
#include "scanner/ledger/block_runs.h"
#include "scanner/ledger/file_table.h"
#include "scanner/ledger/intervals.h"
#include "scanner/wire/messages.h"

namespace winnow {

// Whether it must be said why a look or a member ended so: behind all but these is a
// gap, or a rule.
[[nodiscard]] constexpr bool needs_reason(FileOutcome outcome) {
  return outcome != FileOutcome::matched && outcome != FileOutcome::hashed;
}

class Ledger {
 public:
  // A fault (malformed) says what is wrong with the message; the ledger stays as it
  // was.
  [[nodiscard]] Result<void> check(const Message& message) const;
  // `message` has passed check() on this very state.
  void apply(const Message& message);

  [[nodiscard]] const std::optional<RunStarted>& run() const { return run_; }
  [[nodiscard]] const std::optional<EvidenceRecord>& evidence() const {
    return evidence_;
  }
  [[nodiscard]] const std::optional<InventoryDone>& inventory() const {
    return inventory_;
  }
  [[nodiscard]] bool ended() const { return ended_; }
  // A rematch began whose end is not on record.
  [[nodiscard]] bool is_rematch_open() const { return rematch_.has_value(); }
  // Contents that a rematch raised from hashed to matched, as often as it did.
  [[nodiscard]] const std::vector<ContentPlace>& raised() const { return raised_; }
  [[nodiscard]] bool knows_set(std::uint8_t type, const std::string& id) const;
  [[nodiscard]] const FileTable& files() const { return files_; }
  [[nodiscard]] const PictureCounts& pictures() const { return pictures_; }
  [[nodiscard]] std::uint64_t outcome_count() const { return outcome_count_; }
  // Grows with whatever a child has done for good.
  [[nodiscard]] std::uint64_t steps() const { return steps_; }
  [[nodiscard]] std::vector<FileId> examined() const;  // rising
  // Files that a tier before the last has told of, and no more is known; rising.
  [[nodiscard]] std::vector<FileId> settled() const;
  // Whether nothing more is owed of the file by a scan that ends with the run's tier.
  [[nodiscard]] bool is_told(FileId file) const;
  [[nodiscard]] std::uint32_t samples_done() const { return samples_done_; }
  [[nodiscard]] const BlockRuns& blocks() const { return blocks_; }
  // Whether the keys of blocks in free space are kept.
  [[nodiscard]] bool keeps_blocks() const { return keeps_blocks_; }
  // Whether tiers before the last could settle anything.
  [[nodiscard]] bool settles_early() const { return settles_early_; }
  // The last tier whose end is on record; none before the inventory's.
  [[nodiscard]] std::optional<Tier> tier_done() const;
  [[nodiscard]] bool knows_problem(const ProblemRecord& problem) const;
  [[nodiscard]] bool knows_range(const RangeUnreadable& range) const;
  [[nodiscard]] bool knows_samples(const SamplesPlanned& planned) const;
  // Whether samples were planned that are not done.
  [[nodiscard]] bool owes_samples() const;
  [[nodiscard]] bool knows_entry(std::uint32_t set, std::uint32_t entry) const;

  // What is said of a part of free space that is barred.
  [[nodiscard]] Problem gap_of(const Barred& space) const;
  // Places that no child may go to again, in the order they were barred.
  [[nodiscard]] const std::vector<Barred>& barred() const { return barred_; }
  // Whether bytes that were wanted could not be read.
  [[nodiscard]] bool knows_damage() const {
    return !unreadable_.empty() || space_was_unreadable_;
  }
  [[nodiscard]] std::uint64_t swept_to() const { return swept_to_; }

  // Whether the names of the inventory were searched, and that is on record.
  [[nodiscard]] bool knows_names() const { return names_.has_value(); }
  [[nodiscard]] std::vector<Finding> findings_by_name() const;

  // All findings so far in their stable order; those of one file, but for its name.
  [[nodiscard]] std::vector<Finding> findings() const;
  [[nodiscard]] std::vector<Finding> findings_of(FileId file) const;
  [[nodiscard]] Finding finding_of(const BlockRunRecord& run) const;
  [[nodiscard]] Coverage coverage() const;

 private:
  // A near match with what is told of its picture.
  struct NearMet {
    NearRecord record;
    std::uint8_t quality = 0;
    PdqHash pdq;  // of the picture as it is
  };
  // All of a file, or of a member of what it holds, that findings are made of.
  struct Met {
    std::string path;        // of a member: behind the file's
    std::uint64_t size = 0;  // of a member
    bool allocated = true;   // of a member, within what holds it
    bool uncertain = false;  // of a member
    Digests digests;
    std::vector<MatchRecord> matches;  // in notable sets
    std::vector<NearMet> near;
    std::vector<HintRecord> hints;
    std::vector<NamedDigestRecord> named;  // that notable sets list

    [[nodiscard]] bool is_empty() const {
      return matches.empty() && near.empty() && hints.empty() && named.empty();
    }
  };
  using MetPlace = std::pair<FileId, std::uint32_t>;  // file, member from 1 or 0

  [[nodiscard]] Result<void> check_one(const RunStarted& run) const;
  [[nodiscard]] Result<void> check_one(const Opened& opened) const;
  [[nodiscard]] Result<void> check_one(const VolumeFound& found) const;
  [[nodiscard]] Result<void> check_one(const FileFound& found) const;
  [[nodiscard]] Result<void> check_one(const InventoryDone& done) const;
  [[nodiscard]] Result<void> check_one(const OutcomeKnown& known) const;
  [[nodiscard]] Result<void> check_one(const ProblemMet& met) const;
  [[nodiscard]] Result<void> check_one(const EntryMet& met) const;
  [[nodiscard]] Result<void> check_one(const ChildDied& died) const;
  [[nodiscard]] Result<void> check_one(const Done& done) const;
  [[nodiscard]] Result<void> check_one(const Confined& confined) const;
  [[nodiscard]] Result<void> check_one(const RangeUnreadable& range) const;
  [[nodiscard]] Result<void> check_one(const Swept& swept) const;
  [[nodiscard]] Result<void> check_one(const PlaceBarred& met) const;
  [[nodiscard]] Result<void> check_one(const FilesSettled& settled) const;
  [[nodiscard]] Result<void> check_one(const BlockRunMet& met) const;
  [[nodiscard]] Result<void> check_one(const SpaceSearched& space) const;
  [[nodiscard]] Result<void> check_one(const SamplesPlanned& planned) const;
  [[nodiscard]] Result<void> check_one(const TierDone& done) const;
  [[nodiscard]] Result<void> check_one(const NamesMet& met) const;
  [[nodiscard]] Result<void> check_one(const LookedLate& late) const;
  [[nodiscard]] Result<void> check_one(const BlocksToKeep& wanted) const;
  [[nodiscard]] Result<void> check_one(const BlocksKept& kept) const;
  [[nodiscard]] Result<void> check_one(const RematchStarted& started) const;
  [[nodiscard]] Result<void> check_one(const RematchMet& met) const;
  [[nodiscard]] Result<void> check_one(const RematchKnown& known) const;
  [[nodiscard]] Result<void> check_one(const RematchBlocks& blocks) const;
  [[nodiscard]] Result<void> check_one(const RematchDone& done) const;
  template <typename Other>
  [[nodiscard]] Result<void> check_one(const Other& other) const;
  [[nodiscard]] Result<void> check_range(std::uint64_t offset,
                                         std::uint64_t length) const;
  [[nodiscard]] Result<void> check_match(const MatchRecord& match) const;
  [[nodiscard]] Result<void> check_matches(const std::vector<MatchRecord>& matches,
                                           const Digests& digests) const;
  [[nodiscard]] Result<void> check_member(const MemberRecord& member) const;
  [[nodiscard]] Result<void> check_look(const LookRecord& look) const;
  [[nodiscard]] Result<void> check_near(const NearRecord& near,
                                        const LookRecord& look) const;
  [[nodiscard]] Result<void> check_barred_space(const WorkPlace& place) const;
  [[nodiscard]] Result<void> check_added(std::uint32_t set, std::uint32_t entry) const;
  [[nodiscard]] Result<void> check_added(const std::vector<MatchRecord>& matches,
                                         const Digests& digests) const;
  [[nodiscard]] Result<void> check_added(const std::vector<RematchedNear>& near) const;
  [[nodiscard]] Result<void> check_place(const ContentPlace& place) const;

  void apply_one(const RunStarted& run);
  void apply_one(const Opened& opened) { evidence_ = opened.evidence; }
  void apply_one(const VolumeFound& found) { volumes_.push_back(found.volume); }
  void apply_one(const FileFound& found) { files_.add(found.file); }
  void apply_one(const InventoryDone& done) { inventory_ = done; }
  void apply_one(const OutcomeKnown& known);
  void apply_one(const ProblemMet& met);
  void apply_one(const EntryMet& met);
  void apply_one(const ChildDied& died) { death_ = died.reason; }
  void apply_one(const Done&);
  void apply_one(const RangeUnreadable& range);
  void apply_one(const Swept& swept) {
    swept_to_ = swept.to;
    ++steps_;
  }
  void apply_one(const PlaceBarred& met);
  void apply_one(const FilesSettled& settled);
  void apply_one(const BlockRunMet& met);
  void apply_one(const SpaceSearched& space);
  void apply_one(const SamplesPlanned& planned) { samples_planned_ = planned; }
  void apply_one(const TierDone& done);
  void apply_one(const NamesMet& met) { names_ = met; }
  void apply_one(const LookedLate& late);
  void apply_one(const BlocksToKeep&) { keeps_blocks_ = true; }
  void apply_one(const BlocksKept& kept) { blocks_.set_chunk_kept(kept.chunk); }
  void apply_one(const RematchStarted& started);
  void apply_one(const RematchMet& met);
  void apply_one(const RematchKnown& known);
  void apply_one(const RematchBlocks& blocks);
  void apply_one(const RematchDone& done);
  template <typename Other>
  void apply_one(const Other&) {}

  // Of what a content that was just told of is, and what it shows.
  [[nodiscard]] std::vector<MatchRecord> notable_of(
      const std::vector<MatchRecord>& matches) const;
  // `matches`: in all sets, of the content that was looked at.
  void apply_look(const LookRecord& look, const std::vector<MatchRecord>& matches,
                  const std::string& path, Met& met);
  void count_pictures(const LookRecord& look);
  void apply_members(const OutcomeRecord& outcome);
  void tell_of_look(Problem problem);

  // A rematch under way.
  struct Rematch {
    std::vector<AddedSet> sets;
    std::map<std::pair<std::uint32_t, std::uint32_t>, EntryMet> entries;
    std::vector<RematchMet> met;
    std::vector<RematchKnown> known;
    std::vector<BlockRunRecord> runs;
    std::uint64_t runs_left_out = 0;
    std::uint64_t members_raised = 0;
  };
  // Of the rematch under way; null if there is none of that number.
  [[nodiscard]] const AddedSet* added_set(std::uint32_t number) const;
  // Whether what a rematch says of a content makes it a listed one, that was none.
  [[nodiscard]] bool raises(const RematchMet& met) const;
  void add_sets(const std::vector<AddedSet>& sets);
  void number_sets();
  void put(const RematchMet& met);
  [[nodiscard]] Problem gap_of_rematch(const UndecidedRecord& undecided) const;

  [[nodiscard]] Finding finding(FileId file) const;
  // Whether what was met may mix content of several files.
  [[nodiscard]] bool is_uncertain(const MetPlace& place, const Met& met) const;
  // Of the entry of a notable set that was met.
  [[nodiscard]] Finding finding(const MetPlace& place, const Met& met,
                                std::uint32_t set, std::uint32_t entry) const;
  [[nodiscard]] Finding finding(const MetPlace& place, const Met& met,
                                const MatchRecord& match) const;
  [[nodiscard]] Finding finding(const MetPlace& place, const Met& met,
                                const NearMet& near) const;
  [[nodiscard]] Finding finding(const MetPlace& place, const Met& met,
                                const NamedDigestRecord& named,
                                const MatchRecord& match) const;
  [[nodiscard]] Finding finding(const MetPlace& place, const Met& met,
                                const HintRecord& hint) const;
  void add_findings(const MetPlace& place, const Met& met,
                    std::vector<Finding>& found) const;
  void count_bytes(Coverage& coverage) const;
  void count_folder_bytes(Coverage& coverage) const;
  void count_device_bytes(Coverage& coverage) const;
  void count_files(Coverage& coverage) const;
  [[nodiscard]] std::map<std::pair<std::uint32_t, std::uint32_t>, IntervalSet>
  places_of_files_met() const;
  [[nodiscard]] std::string free_path(std::uint64_t offset) const;
  [[nodiscard]] IntervalSet taken_space() const;
  [[nodiscard]] std::uint64_t free_bytes() const;
  [[nodiscard]] std::uint64_t content_bytes(const FileOutline& file) const;
  // Whether free space was compared with the blocks of a set, by its number.
  [[nodiscard]] bool is_asked_of_blocks(std::size_t set) const;
  [[nodiscard]] bool is_space_compared() const;
  [[nodiscard]] std::uint32_t probative_ppm() const;
  [[nodiscard]] bool has_added_notable_set() const;
  [[nodiscard]] ResidualBasis residual_basis() const;
  [[nodiscard]] std::vector<ClassCount> class_counts() const;
  [[nodiscard]] std::vector<Problem> problems() const;
  [[nodiscard]] bool is_complete(const Coverage& coverage) const;

  std::optional<RunStarted> run_;
  std::optional<EvidenceRecord> evidence_;
  std::vector<VolumeRecord> volumes_;
  FileTable files_;
  std::optional<InventoryDone> inventory_;
  std::uint64_t outcome_count_ = 0;
  std::uint64_t steps_ = 0;
  std::map<MetPlace, Met> met_;
  FileCounts members_;
  PictureCounts pictures_;
  std::map<std::uint16_t, std::uint64_t> classed_;  // unknown pictures by class
  // What could not be looked at, and remarks: the first by path, of all that were told.
  std::set<Problem> look_problems_;
  std::uint64_t looks_told_ = 0;
  bool looks_have_gap_ = false;
  std::map<std::pair<std::uint32_t, std::uint32_t>, Category> entries_;
  // Of these, in bytes; 0 if their sets do not say.
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint64_t> entry_sizes_;
  std::vector<Run> unreadable_;
  std::set<Problem> problems_;
  std::optional<std::string> death_;  // until a later child gets further
  std::vector<Barred> barred_;
  std::uint64_t swept_to_ = 0;
  BlockRuns blocks_;
  std::optional<SamplesPlanned> samples_planned_;
  std::uint32_t samples_done_ = 0;
  std::uint32_t samples_unread_ = 0;
  bool keeps_blocks_ = false;
  std::vector<Run> searched_;          // of free space, as it was told
  bool space_met_damage_ = false;      // some of it was not searched
  bool space_was_unreadable_ = false;  // for it cannot be read
  bool settles_early_ = false;
  std::optional<Tier> tier_done_;
  std::optional<NamesMet> names_;
  bool ended_ = false;
  std::size_t scanned_sets_ = 0;  // of the run's, those that it was scanned with
  // Of each set, in the order of the record: its number in answers.
  std::vector<std::uint32_t> answer_numbers_;
  std::optional<Rematch> rematch_;
  std::vector<ContentPlace> raised_;
  std::vector<UndecidedRecord> undecided_;
};

}  // namespace winnow

#endif  // WINNOW_SCANNER_LEDGER_LEDGER_H_
