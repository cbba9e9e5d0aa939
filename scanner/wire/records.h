// What is known of an exhibit: its evidence, volumes and files, and what became of
// each.
//
// These are the nouns that both wings speak. The hostile wing fills them from evidence;
// the trusted wing takes them from the wire, where every one of them is hostile input
// again (see messages.h). Plain values; text is valid UTF-8 (base/text.h).
#ifndef WINNOW_SCANNER_WIRE_RECORDS_H_
#define WINNOW_SCANNER_WIRE_RECORDS_H_

#include <compare>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/digest.h"
#include "base/fault.h"
#include "base/pdq_hash.h"

namespace winnow {

// How far a scan goes (`--until`), and what of it meets something: the tiers of a scan,
// cheapest evidence a byte first.
enum class Tier : std::uint8_t {
  inventory = 1,  // metadata
  probe = 2,      // sizes, first blocks of files, samples of free space
  confirm = 3,    // whole files that a probe kept
  look = 4,       // pictures, videos and what holds other files, the likeliest first
  everything = 5
};
[[nodiscard]] const char* to_string(Tier tier);
[[nodiscard]] std::optional<Tier> parse_tier(std::string_view word);

// Number of a file record: its place in the canonical inventory of its exhibit, from 0.
// The same exhibit always gives the same numbers.
using FileId = std::uint32_t;
inline constexpr FileId kNoFile = std::numeric_limits<FileId>::max();

// A piece of a file's content, in file order: `length` bytes at byte `offset` of the
// exhibit, or that many zero bytes which lie nowhere (a hole).
struct Run {
  static constexpr std::uint64_t kHole = std::numeric_limits<std::uint64_t>::max();
  std::uint64_t offset = 0;
  std::uint64_t length = 0;
  [[nodiscard]] bool is_hole() const { return offset == kHole; }
  bool operator==(const Run&) const = default;
};

// Seconds since 1970-01-01 UTC as the file system states them (FAT: its local time).
struct Instant {
  std::int64_t seconds = 0;
  std::uint32_t nanoseconds = 0;
  bool operator==(const Instant&) const = default;
};

struct FileTimes {
  std::optional<Instant> modified;
  std::optional<Instant> accessed;
  std::optional<Instant> changed;
  std::optional<Instant> created;
};

// How the bytes of a file are to be had.
enum class ContentKind : std::uint8_t {
  runs,      // all of it lies in `runs`, as it is
  resident,  // inside the file system's own metadata, kept in `inline_content`
  library,   // only through the file system library: compressed and the like
  none,      // nothing to read: `why_none` says why
};

// The one outcome every file ends in, in order of precedence (contract.md).
enum class FileOutcome : std::uint8_t {
  matched,
  hashed,
  probed,
  skipped,
  encrypted,
  unreadable,
  failed,
  unvisited,
  // Of a look or a member alone: in a way that this version does not read.
  unsupported,
};
inline constexpr std::size_t kFileOutcomes = 8;  // that are counted
[[nodiscard]] const char* to_string(FileOutcome outcome);
// The one that it is counted by: what is not read was not visited.
[[nodiscard]] constexpr FileOutcome counted_as(FileOutcome outcome) {
  return outcome == FileOutcome::unsupported ? FileOutcome::unvisited : outcome;
}

// What rules ask of a file.
struct FileFacts {
  FileId id = kNoFile;
  // Another name (hard link) of the content of that earlier file, the first of its
  // names and never itself another's; kNoFile if its own.
  FileId same_content_as = kNoFile;
  std::uint64_t size = 0;
  ContentKind content = ContentKind::runs;
  bool allocated = true;
  // The content may mix bytes of several files: a deleted file whose clusters belong to
  // another one now, or whose chain had to be guessed. Its digest proves nothing new.
  bool uncertain = false;

  // By which its content goes, whichever of its names is examined: the first of them.
  [[nodiscard]] FileId first_name() const {
    return same_content_as == kNoFile ? id : same_content_as;
  }
};

struct FileRecord : FileFacts {
  std::uint32_t volume = 0;
  std::string path;  // "/volume-0/DCIM/a.jpg"; a stream as "/volume-0/a.txt:stream"
  // For ContentKind::none: the outcome the file ends in, and the reason.
  FileOutcome none_outcome = FileOutcome::skipped;
  std::string why_none;
  std::uint64_t inode = 0;           // the file system's own number for it
  std::uint32_t attribute_type = 0;  // libtsk attribute, for ContentKind::library
  std::uint32_t attribute_id = 0;
  FileTimes times;
  std::vector<Run> runs;
  std::string inline_content;  // for ContentKind::resident; raw bytes; not sent over
};

enum class VolumeOutcome : std::uint8_t {
  examined,     // its files were listed
  encrypted,    // recognised as encrypted
  unsupported,  // recognised or not, but not read by this version
  unreadable,   // could not be read
  failed,       // its listing broke off
};
[[nodiscard]] const char* to_string(VolumeOutcome outcome);

struct VolumeRecord {
  std::uint32_t index = 0;
  std::uint64_t offset = 0;  // first byte in the exhibit
  std::uint64_t length = 0;  // bytes
  std::string filesystem;    // "ntfs", "ext4", "exfat", "BitLocker", ...; "" if unknown
  VolumeOutcome outcome = VolumeOutcome::examined;
  std::string reason;  // for every outcome but `examined`
  // The grid on which file contents begin: every `grid_bytes` (a cluster) from byte
  // `grid_offset` of the exhibit on. 0: unknown, at any sector.
  std::uint64_t grid_offset = 0;
  std::uint32_t grid_bytes = 0;
};

// Something met on the way that a reader of the ledger must know.
struct ProblemRecord {
  std::string path;  // or empty, and then the range
  std::uint64_t offset = 0;
  std::uint64_t length = 0;
  std::string outcome;  // a FileOutcome or VolumeOutcome word, or "note"
  std::string reason;
};

// A key and what a container says under it: "acq.case_number", "examiner", ...
using Metadata = std::vector<std::pair<std::string, std::string>>;

// What was opened as evidence.
struct EvidenceRecord {
  std::string kind;  // "raw", "split raw", "EWF", "AFF", "VMDK", "VHD", "folder"
  std::uint64_t bytes =
      0;  // size of what is inside; for a folder 0 until it was walked
  bool is_folder = false;
  // Set when the container is recognised by name but not read by this version.
  std::string unsupported;
  Metadata
      metadata;  // formats.md 4.5: acq.case_number, acq.examiner, acq.md5_stored, ...
};

// A digest of a file stands in set number `set` as entry `entry`.
struct MatchRecord {
  std::uint32_t set = 0;
  std::uint32_t entry = 0;
  Algorithm algorithm = Algorithm::md5;
  bool inconsistent = false;  // another digest of that entry contradicts
  // The lowest tier that can meet this file in this set: of exhibit and set alone.
  Tier tier = Tier::everything;
};

// The PDQ hashes of a picture, or of one frame of several.
struct PictureRecord {
  // Of an animation the number of the frame, from 0; of a video milliseconds from its
  // beginning; else 0.
  std::uint64_t at = 0;
  std::uint8_t quality = 0;
  PdqVariantHashes full{};
  std::optional<PdqVariantHashes> reduced;  // where it is another than the full one
};

// An entry of a notable set that a picture is near to. Of several entries of one set it
// is the nearest, then the first.
struct NearRecord {
  std::uint32_t set = 0;
  std::uint32_t entry = 0;
  std::uint32_t picture = 0;  // its place among LookRecord::pictures
  std::uint8_t distance = 0;  // in bits
  PdqForm form = PdqForm::full;
  PdqVariant variant = PdqVariant::original;
  std::uint32_t others = 0;  // more entries of that set that are near
  // Of a video: frames that agree, `picture` among them, and where they begin and end.
  std::uint32_t frames = 0;
  std::uint64_t first_ms = 0;
  std::uint64_t last_ms = 0;
};

// What a content hints at, whatever the sets say.
enum class ContentHint : std::uint8_t {
  disguised,         // its name says that it is something of another kind
  thumbnail_unlike,  // the small picture within shows something else
};
inline constexpr std::size_t kContentHints = 2;
[[nodiscard]] const char* to_string(ContentHint hint);  // for people
struct HintRecord {
  ContentHint kind = ContentHint::disguised;
  std::string words;
};

// By what unknown pictures are put in order (examine/classes); of no weight otherwise.
struct PictureClass {
  std::string name;
  std::uint32_t points = 0;  // towards the order, up to 100
};
// A picture is of that class.
struct ClassRecord {
  std::uint16_t number = 0;  // its place among RunStarted::classes
  std::uint8_t percent = 0;  // how much so, as the class defines it
  bool operator==(const ClassRecord&) const = default;
};

// A digest that stands in a content: of a file that was shared, sent or received.
struct NamedDigestRecord {
  Digests digests;    // one
  std::string place;  // where it stands
  std::vector<MatchRecord> matches;
};

// What came of looking at a content: what it shows, and what it holds.
struct LookRecord {
  std::string type;  // what it is by its bytes: "JPEG picture"
  bool is_picture = false;
  bool is_known_benign = false;  // and not decoded therefore
  // Why something of it was not looked at: skipped (on purpose), encrypted, unreadable,
  // failed (it is damaged, or decoding it is), unvisited (a limit was met),
  // unsupported. Hashed: all of it was.
  FileOutcome outcome = FileOutcome::hashed;
  std::string reason;  // for every outcome but hashed
  std::vector<PictureRecord> pictures;
  std::vector<NearRecord> near;
  std::vector<HintRecord> hints;
  std::vector<NamedDigestRecord> named;
  std::vector<std::string> notes;
  std::vector<ClassRecord> classes;  // rising by number; of its first frame
};

// What a content holds: the member of an archive, the attachment of a mail, ...
struct MemberRecord {
  // Behind the path of the file and "//"; of a member of a member "outer//inner".
  std::string path;
  std::uint64_t size = 0;  // bytes, as far as they came
  FileOutcome outcome = FileOutcome::hashed;
  std::string reason;  // for every outcome but matched and hashed
  Digests digests;
  std::vector<MatchRecord> matches;
  std::optional<LookRecord> look;
  // As FileFacts, of a file of a disk image and of what that holds.
  bool allocated = true;
  bool uncertain = false;
};

struct OutcomeRecord {
  FileId file = kNoFile;
  FileOutcome outcome = FileOutcome::unvisited;
  std::string reason;  // for every outcome but matched and hashed
  Digests digests;
  std::vector<MatchRecord> matches;
  // Device ranges that could not be read, for outcome unreadable.
  std::vector<Run> unreadable;
  std::optional<LookRecord> look;  // if it was looked at
  // All that it holds, however deep, in the order in which it was met.
  std::vector<MemberRecord> members;
};

// The file itself, or what it holds: OutcomeRecord::members, from 1.
struct ContentPlace {
  FileId file = kNoFile;
  std::uint32_t member = 0;
  auto operator<=>(const ContentPlace&) const = default;
};

// Blocks of a listed content, one behind the other, outside the content of live files.
struct BlockRunRecord {
  std::uint64_t offset = 0;  // of the first, in the exhibit
  std::uint32_t blocks = 0;  // of kBlockLength bytes (hashsets/content_blocks.h)
  std::uint32_t set = 0;
  std::uint32_t entry = 0;
  // Which block of the content the first one is, from 0, if the set says so; the
  // others follow it.
  std::optional<std::uint32_t> first_block;
};

// Keys of blocks that lie one behind the other on a grid: of probative ones alone
// (hashsets/content_blocks.h).
struct KeptBlocks {
  std::uint64_t offset = 0;         // of the first, in the exhibit
  std::uint32_t step = 0;           // from one to the next; 0 for a single one
  std::vector<std::uint64_t> keys;  // XXH3-64 of each
  [[nodiscard]] std::uint64_t offset_of(std::size_t number) const {
    return offset + number * std::uint64_t{step};
  }
};

// A rule of names that some names of the inventory fit.
struct NameRuleMet {
  std::uint32_t number = 0;  // its place among the rules of the scan, from 0
  std::string id;
  std::string words;           // what such a name hints at
  std::uint64_t left_out = 0;  // files or folders that fit it, and are not named
};
// The path of a file fits a rule, or that of a folder whose first file this is.
struct NameMet {
  FileId file = kNoFile;
  std::uint32_t rule = 0;  // its place in NamesMet::rules
};

}  // namespace winnow

#endif  // WINNOW_SCANNER_WIRE_RECORDS_H_
