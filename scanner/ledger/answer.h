// What a scan answers: findings and coverage, as contract.md names their fields.
//
// Plain values, made by the ledger from the journal's messages and kept by the case's
// store; both give the same values for the same journal.
#ifndef WINNOW_SCANNER_LEDGER_ANSWER_H_
#define WINNOW_SCANNER_LEDGER_ANSWER_H_

#include <array>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/digest.h"
#include "hashsets/hash_set.h"
#include "scanner/ledger/chance.h"
#include "scanner/ledger/residual.h"
#include "scanner/wire/messages.h"

namespace winnow {

enum class FindingKind : std::uint8_t { exact, near, block, record, indication };
inline constexpr std::size_t kFindingKinds = 5;
[[nodiscard]] const char* to_string(FindingKind kind);

// What a notable set says of the entry that was met; empty text and no code: nothing.
struct Category {
  std::string profile;
  std::optional<std::int64_t> code;
  std::string label;
  bool operator==(const Category&) const = default;
};

// The set of findings that were met by their names alone (`hint` is not empty): none.
inline constexpr std::uint32_t kNoSet = 0xFFFFFFFF;
inline constexpr char kNamesSet[] = "name indications";
inline constexpr char kContentSet[] = "content indications";
// Nearer than this a picture is as good as the listed one: the same, saved again,
// smaller or larger (bench/near_duplicates). Beyond it a person has to look.
inline constexpr unsigned kPdqAlertDistance = 16;

// What sets a near match apart from an exact one.
struct NearFacts {
  std::uint32_t distance = 0;  // in bits, of 256
  std::uint32_t quality = 0;   // of the picture, 0 to 100
  PdqForm form = PdqForm::full;
  PdqVariant variant = PdqVariant::original;
  std::uint32_t others = 0;  // more entries of the set that are near
  // Of a video: how many frames agree, and between which milliseconds; else 0.
  std::uint32_t frames = 0;
  std::uint64_t first_ms = 0;
  std::uint64_t last_ms = 0;
  std::uint64_t set_size = 0;  // PDQ hashes of the set
  std::uint64_t compared = 0;  // pictures of the scan that were compared with it
  // So many bits or fewer would be expected by chance in this scan; see chance.h.
  ChanceMatches chance;
  [[nodiscard]] bool is_alert() const { return distance <= kPdqAlertDistance; }
};

// One file of the exhibit stands in one notable set; or, for FindingKind::block, blocks
// of a listed content lie in free space, and `file` is kNoFile; or the name of the
// file, or of a folder above it, is worth a look: then `set` is kNamesSet and `entry`
// the number of the rule. What the content itself hints at is such an indication too,
// of the set kContentSet.
struct Finding {
  FindingKind kind = FindingKind::exact;
  FileId file = kNoFile;
  std::uint32_t member = 0;  // of what the file holds, from 1; 0: the file itself
  std::uint64_t inode = 0;
  std::string path;
  bool allocated = true;
  std::uint64_t size = 0;
  Digests digests;
  Algorithm algorithm = Algorithm::md5;  // the one that matched
  std::uint32_t set_number = 0;
  std::string set;  // its declared name
  std::uint32_t entry = 0;
  Category category;
  std::vector<Run> runs;  // without holes: bytes of the exhibit
  FileTimes times;
  Tier tier = Tier::everything;  // the lowest that is sure to meet it
  std::string note;
  std::optional<NearFacts> near;  // for FindingKind::near
  std::optional<PdqHash> pdq;     // of the picture, as it is
  // What the name, or the content, hints at; empty for all that was met in a set.
  std::string hint;
  [[nodiscard]] bool is_hint() const { return !hint.empty(); }
};
// The order in which findings are always given: path, inode, file, member, set, entry,
// kind.
[[nodiscard]] bool comes_before(const Finding& a, const Finding& b);

struct FileCounts {
  std::uint64_t listed = 0;
  std::array<std::uint64_t, kFileOutcomes> by_outcome{};
  [[nodiscard]] std::uint64_t count(FileOutcome outcome) const {
    return by_outcome[static_cast<std::size_t>(outcome)];
  }
};

// Pictures, frames of videos not counted, in files and in what these hold.
struct PictureCounts {
  std::uint64_t compared = 0;      // decoded, and enough to be seen in them
  std::uint64_t too_even = 0;      // decoded, but below kLeastPdqQuality
  std::uint64_t known_benign = 0;  // not decoded
  std::uint64_t not_decoded = 0;   // damaged, or beyond a limit
};

// Unknown pictures of one class: neither listed nor near to what is.
struct ClassCount {
  PictureClass kind;
  std::uint64_t pictures = 0;
};

struct Problem {
  std::string path;  // or empty, and then perhaps the range
  std::optional<std::pair<std::uint64_t, std::uint64_t>> range;  // byte offset, length
  std::string outcome;
  std::string reason;
  auto operator<=>(const Problem&) const = default;
};

// A problem of one of these outcomes is no gap: a remark, or a part left out on
// purpose.
[[nodiscard]] bool is_remark(const std::string& outcome);

struct UsedSet {
  std::string name;
  std::string id;
  SetType type = SetType::notable;
};
// The order that gives sets their numbers in an answer: by type, name, id.
[[nodiscard]] bool precedes(const UsedSet& a, const UsedSet& b);

// What a rematch could not decide: "pictures: their PDQ was not kept, ...".
[[nodiscard]] std::string words_of(const UndecidedRecord& undecided);
[[nodiscard]] const char* to_string(Undecided what);  // one word
// Whether a scan with these sets would have left it undecided as well.
[[nodiscard]] bool is_gap(Undecided what);

// The ledger of one exhibit.
struct Coverage {
  std::uint64_t total_bytes = 0;
  std::uint64_t read_bytes = 0;
  std::uint64_t unread_bytes = 0;
  std::uint64_t unreadable_bytes = 0;
  std::uint64_t logical_bytes = 0;
  FileCounts files;
  FileCounts members;  // of what files hold
  PictureCounts pictures;
  std::vector<ClassCount> classes;  // by number; empty if pictures were not classed
  std::vector<VolumeRecord> volumes;
  std::vector<Problem> problems;  // sorted
  bool balanced = false;
  bool complete = false;
  bool ended = false;  // the scan came to its end (Done), whatever it met
  AlgorithmSet kept;
  bool keeps_pictures = false;  // PDQ of every picture
  bool keeps_blocks = false;    // of free space
  std::uint64_t known_benign = 0;
  EvidenceRecord evidence;
  std::vector<UsedSet> sets;
  Tier until = Tier::everything;
  // Whether free space, with the ends of files' last clusters, was compared with blocks
  // of listed contents, wholly or by samples.
  bool space_searched = false;
  ResidualBasis residual;
};

// What the scan did not look at, whatever it found: part of every ledger.
[[nodiscard]] std::set<std::string> never_examined(const Coverage& coverage);

}  // namespace winnow

#endif  // WINNOW_SCANNER_LEDGER_ANSWER_H_
