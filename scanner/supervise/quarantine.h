// Quarantine: whom to suspect when a child dies or hangs, and what becomes of him.
//
// Whatever a thread was at when its child ended is a suspect. Files, and then chunks of
// free space, are tried again alone, one by one: the one that a child dies of before it
// has done anything else is guilty; a file fails by name, a chunk is not searched
// again. Where the child died while it looked at the file or at something in it, that
// alone is not looked at again, and the rest of the file is what it is. Samples of free
// space, which come in one order, are taken one by one: the one at which two children
// die is left out. A place of the walk, of which there is one at a time, is guilty when
// the next child dies at the same; no child goes there again. Everything else is as if
// nothing had happened. SIGKILL comes from outside, from a person or from a system that
// is short of memory: whoever is at work then is guilty only when it meets him three
// times. One thread.
#ifndef WINNOW_SCANNER_SUPERVISE_QUARANTINE_H_
#define WINNOW_SCANNER_SUPERVISE_QUARANTINE_H_

#include <compare>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "scanner/ledger/ledger.h"
#include "scanner/supervise/item_limits.h"
#include "scanner/wire/board.h"
#include "scanner/wire/messages.h"

namespace winnow {

// How a child ended before its work was done.
struct ChildEnd {
  std::string words;           // "was killed by signal 11"
  std::optional<Death> death;  // none: it was ended for what it said, or just left
  int signal = 0;
  // What it was at: for a hang, only what took too long.
  std::vector<Board::Worker> at_work;
  bool had_walked = false;  // the inventory was through in this child
  bool got_further = false;
};

class Quarantine {
 public:
  Quarantine(ItemLimits limits, std::string exhibit_ref);

  // Fills in what the next child is to try, and leave alone.
  void shape(ScanOrder& order) const;
  [[nodiscard]] bool is_trying_alone() const { return !alone_.empty(); }

  struct Verdict {
    std::vector<Message> on_record;  // failures to put on record before going on
    std::string note;                // for the operator; may be empty
    bool gives_up = false;           // nothing that is tried brings anything
  };
  [[nodiscard]] Verdict judge(const ChildEnd& end, const Ledger& ledger);
  // A child that tried files alone came to its end; whether it told of all of them.
  [[nodiscard]] bool alone_done(const Ledger& ledger);

  [[nodiscard]] const DeathCounts& deaths() const { return deaths_; }

 private:
  [[nodiscard]] Verdict judge_walk(const ChildEnd& end, const Ledger& ledger);
  // What is tried alone.
  struct Suspect {
    bool is_chunk = false;     // of free space
    std::uint32_t number = 0;  // FileId, or as SpaceSearched::chunk
    bool was_settled = false;  // a file that a tier before the last has told of
    auto operator<=>(const Suspect&) const = default;
  };

  [[nodiscard]] Verdict judge_alone(const ChildEnd& end, const Ledger& ledger);
  [[nodiscard]] Verdict judge_many(const ChildEnd& end, const Ledger& ledger);
  [[nodiscard]] Verdict judge_samples(const WorkPlace& place, const ChildEnd& end,
                                      const Ledger& ledger);
  [[nodiscard]] std::vector<Suspect> suspects(const std::vector<Board::Worker>& at_work,
                                              const Ledger& ledger) const;
  [[nodiscard]] static bool is_told(const Suspect& suspect, const Ledger& ledger);
  [[nodiscard]] Message failure_of(const Suspect& guilty, const ChildEnd& end,
                                   const Ledger& ledger) const;
  [[nodiscard]] static std::optional<WorkPlace> look_to_bar(const Suspect& guilty,
                                                            const ChildEnd& end,
                                                            const Ledger& ledger);
  [[nodiscard]] static WorkPlace place_of(WorkStep step, FileId number,
                                          const Ledger& ledger);
  [[nodiscard]] Verdict in_vain(const ChildEnd& end);
  [[nodiscard]] bool may_be_chance(const ChildEnd& end);
  [[nodiscard]] PlaceBarred bar(const WorkPlace& place, const ChildEnd& end,
                                const Ledger& ledger) const;

  ItemLimits limits_;
  std::string exhibit_ref_;
  DeathCounts deaths_{};
  std::vector<Suspect> alone_;               // still to be tried so, the next one first
  std::set<std::uint32_t> innocent_chunks_;  // that a child has outlived
  std::set<std::uint32_t> innocent_files_;   // likewise
  bool one_by_one_ = false;
  std::optional<std::uint32_t> suspect_sample_;  // its number
  int barren_ = 0;                               // ends in a row that told nothing
  std::optional<WorkPlace> suspect_;
  int kills_ = 0;          // in a row, from outside, with the same one accused
  std::size_t turns_ = 0;  // of those to be tried alone, since one was settled
  int suspicions_ = 0;     // since the last bar
};

}  // namespace winnow

#endif  // WINNOW_SCANNER_SUPERVISE_QUARANTINE_H_
