// What every walker of a file system is given and fills. Private to this room.
#ifndef WINNOW_SCANNER_VOLUMES_WALKER_H_
#define WINNOW_SCANNER_VOLUMES_WALKER_H_

#include <string>
#include <vector>

#include "base/result.h"
#include "scanner/evidence/evidence.h"
#include "scanner/volumes/walk_guide.h"
#include "scanner/wire/file_list.h"
#include "scanner/wire/records.h"

namespace winnow {

// One volume's listing under way. Records are appended in the walker's own, repeatable
// order; `path` starts with `prefix` ("/volume-0"); their place is their id.
struct Walk {
  const Evidence& evidence;
  WalkGuide& guide;
  std::uint64_t place = 0;  // of the volume to the guide: its first byte, mostly
  std::uint32_t volume = 0;
  std::uint64_t offset = 0;  // of the volume in the evidence, bytes
  std::uint64_t length = 0;  // bytes
  std::string prefix;
  std::uint64_t most_entries = 0;  // of the whole inventory
  FileList& files;
  std::vector<ProblemRecord>& problems;
  // Device runs that live things other than listed files occupy (folders and the like):
  // a deleted file that overlaps them may be a mixture.
  std::vector<Run> occupied;

  // As WalkGuide::enter(), of an entry of this volume.
  [[nodiscard]] const Barred* enter(std::uint64_t entry) {
    return guide.enter({WorkStep::entry, place, entry});
  }
  [[nodiscard]] FileRecord new_record() const {
    FileRecord record;
    record.volume = volume;
    return record;
  }
  // Whether no more may be listed; `waiting` of this volume are not in `files` yet.
  [[nodiscard]] bool is_full(std::uint64_t waiting) const {
    return files.size() + waiting >= most_entries;
  }
  void note_full() {
    note("unvisited", prefix + "/",
         "more than " + std::to_string(most_entries) +
             " entries: the rest is not listed");
  }
  void note(std::string outcome, std::string path, std::string reason) {
    problems.push_back({std::move(path), 0, 0, std::move(outcome), std::move(reason)});
  }
};

// For a walk that meets a bar beyond which its volume is not walked.
[[nodiscard]] inline Fault volume_given_up(const Barred& bar) {
  return {FaultKind::malformed, "the rest of it is not walked: " + bar.reason, "", {}};
}

// Where names whose folder is gone are listed, as The Sleuth Kit does.
inline constexpr char kOrphans[] = "/$OrphanFiles";

}  // namespace winnow

#endif  // WINNOW_SCANNER_VOLUMES_WALKER_H_
