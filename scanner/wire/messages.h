// Messages: everything that crosses the wall between supervisor and child.
//
//   frame    = length:u32le  kind:u8  body          length counts kind and body
//   body     = fields of the message in the order of its fields() function
//   number   = little endian, its own width         bool, enum = u8
//   text     = length:u32le  bytes (valid UTF-8)    list = count:u32le  items
//   optional = u8 0|1  value
//
// The same bytes are the journal's records (supervise/journal.h). A body is hostile
// input whichever side reads it: decode() checks every length against what is left,
// every enum against its range, every text for UTF-8, and refuses bytes left over.
#ifndef WINNOW_SCANNER_WIRE_MESSAGES_H_
#define WINNOW_SCANNER_WIRE_MESSAGES_H_

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "base/result.h"
#include "scanner/wire/picture_place.h"
#include "scanner/wire/records.h"
#include "scanner/wire/work_place.h"

namespace winnow {

// What a child is to do.
enum class Errand : std::uint8_t {
  scan,
  check,    // open the evidence, report Opened or Broken, end
  digest,   // read all of the evidence and report EvidenceDigested
  classes,  // open what pictures are classed by and report ClassesKnown or Broken, end
  glimpse,  // take the inventory, report GlimpseSeen of one picture or Broken, end
};

// A place of a walk, or of free space, that a child died or hung at, twice: no child
// goes there again.
struct Barred {
  WorkPlace place;
  std::uint32_t cost = 0;    // toward giving up the volume
  bool ends_volume = false;  // too many before it: the rest of the volume is not walked
  std::string reason;
};

// Supervisor to child: one of these, first. Descriptors are open already and numbered:
// kChannelFd, kBoardFd, then the evidence's segments, then the sets (ScanOrder counts
// them).
struct ScanOrder {
  Errand errand = Errand::scan;
  bool serial = false;    // the serial twin instead of the pipeline
  bool one_pass = false;  // the last tier without those before it
  std::uint32_t threads = 1;
  Tier until = Tier::everything;
  std::uint8_t algorithms = 7;  // AlgorithmSet bits
  std::vector<std::string>
      segment_names;                    // for faults; one for each evidence descriptor
  std::vector<std::string> set_names;   // one for each set descriptor
  std::vector<std::uint8_t> set_types;  // SetType of each
  // Within how many bits a picture is near an entry of each.
  std::vector<std::uint8_t> set_distances;
  // Whether pictures are decoded, for a set asks for it or they are to be kept; those
  // of known benign contents too.
  bool takes_pictures = false;
  bool takes_known_pictures = false;
  bool takes_members = true;   // what files hold
  bool keeps_blocks = false;   // of free space: their keys are told
  bool takes_classes = false;  // of pictures
  bool takes_glances = false;  // at pictures, for their classes to order them
  // Of the model that a force brings, for faults: two descriptors behind those of the
  // sets, of its manifest and of itself. Empty: none.
  std::string model_manifest;
  std::string model_file;
  std::uint64_t memory_budget_bytes = 0;      // for batches under way
  std::uint64_t memory_limit_bytes = 0;       // of the whole child; 0: none
  std::uint64_t memory_of_threads_bytes = 0;  // added to that after the inventory
  std::uint64_t memory_of_classes_bytes = 0;  // of that limit, for one thread's classes
  bool inventory_known = false;  // the journal holds the whole inventory already
  std::vector<FileId> examined;  // files whose outcome the journal holds already
  std::vector<FileId> settled;   // files that a FilesSettled of the journal names
  std::uint32_t samples_done = 0;
  std::vector<std::uint32_t> chunks_done;  // of SpaceSearched
  std::vector<BlockRunRecord> leads;       // of samples, still to be looked at closely
  std::vector<Barred> barred;
  // If not empty: nothing but these files, or these chunks of free space, in this
  // order, one by one in one thread.
  std::vector<FileId> alone;
  std::vector<std::uint32_t> alone_chunks;
  bool one_by_one = false;     // every file a batch of its own, and every sample
  bool damage_known = false;   // the journal holds bytes that could not be read
  std::uint64_t swept_to = 0;  // the last Swept of the journal
  // For Errand::glimpse, with the digests of the file that are on record.
  PicturePlace picture;
  Digests picture_file;
};

// Child to supervisor, in this order: Confined, Opened, Volume*, File*, Problem*,
// InventoryDone, then in any order Outcome, LookedLate, FilesSettled, BlockRunMet,
// BlocksKept, SpaceSearched, TierDone, Problem, Progress, RangeUnreadable and Swept,
// Done. Broken can stand in place of any of them. What is before InventoryDone is left
// out when the journal holds it (inventory_known), but for Confined and Opened.
struct Confined {  // what the child put itself under before it read anything
  std::vector<std::string> in_force;
  std::vector<std::string> lacking;
};
struct Opened {
  EvidenceRecord evidence;
};
struct VolumeFound {
  VolumeRecord volume;
};
struct FileFound {
  FileRecord file;
};
struct InventoryDone {
  std::uint64_t files = 0;
  std::uint64_t checksum = 0;  // over the canonical inventory; must repeat on a resume
  std::uint64_t folder_bytes = 0;  // logical bytes, for a folder as exhibit
};
struct OutcomeKnown {
  OutcomeRecord outcome;
};
// What a tier before the last says of files, until their outcome is known: probed,
// skipped, or unvisited, as only all of their bytes can tell.
struct FilesSettled {
  FileOutcome outcome = FileOutcome::probed;
  std::string reason;
  std::vector<FileId> files;  // rising
};
// Of these files no look before the last tier is sure: what they are shows further in,
// or is nothing that the scan looks at before. Before their outcomes, if these tell of
// a look at all; what is met of any other file that was looked at is met by Tier::look.
struct LookedLate {
  std::vector<FileId> files;  // rising
};
struct BlockRunMet {
  BlockRunRecord run;
  Tier tier = Tier::everything;  // that met it: a later one says more
};
// Bytes outside the content of live files were searched for blocks of listed contents:
// samples, or all of one chunk. What cannot be read is left out, and what is in no
// block.
struct SpaceSearched {
  static constexpr std::uint32_t kNoChunk = 0xFFFFFFFF;
  std::uint32_t samples = 0;
  std::uint32_t samples_unread = 0;  // of these
  std::uint32_t chunk = kNoChunk;    // number: its offset / kSpaceChunkBytes
  std::vector<Run> searched;         // rising, disjoint
  bool met_damage = false;           // something of it could not be read
  std::uint32_t runs_left_out = 0;   // BlockRunMet that were too many
};
inline constexpr std::uint64_t kSpaceChunkBytes = std::uint64_t{8} << 20;
// The keys of all probative blocks that begin in a chunk of free space, where they are
// kept; before its SpaceSearched.
struct BlocksKept {
  std::uint32_t chunk = 0;
  std::vector<KeptBlocks> blocks;  // rising
};
// What samples stand for; before the first of them.
struct SamplesPlanned {
  std::uint64_t stride_bytes = 0;
  std::uint32_t samples = 0;
};
struct TierDone {
  Tier tier = Tier::inventory;
};
struct ProblemMet {
  ProblemRecord problem;
};
// What keeps a scan from going faster.
enum class Bottleneck : std::uint8_t { unknown, reading, computing, recording };
[[nodiscard]] const char* to_string(Bottleneck bottleneck);
struct Progress {
  Tier tier = Tier::everything;  // under way
  std::uint64_t bytes_read = 0;
  std::uint64_t bytes_planned = 0;
  std::uint64_t files_done = 0;
  std::uint64_t files_planned = 0;
  std::uint64_t bytes_fetched = 0;       // from the evidence by this child, in all
  std::uint64_t later_milliseconds = 0;  // what the tiers after this one will take
  Bottleneck bottleneck = Bottleneck::unknown;
};
// Bytes of the evidence that cannot be read, whatever they belong to.
struct RangeUnreadable {
  std::uint64_t offset = 0;
  std::uint64_t length = 0;
};
// All bytes before this one were read, or tried, in search of unreadable ones.
struct Swept {
  std::uint64_t to = 0;
};
// What a tier will read and what that is expected to take; for people.
struct TierPlanned {
  Tier tier = Tier::probe;
  std::uint64_t files = 0;
  std::uint64_t samples = 0;
  std::uint64_t stride_bytes = 0;  // of the samples
  std::uint64_t reads = 0;
  std::uint64_t bytes = 0;
  bool in_sequence = false;  // or scattered over the device, in its order
  std::uint64_t milliseconds = 0;
  Bottleneck bottleneck = Bottleneck::unknown;
};
struct EvidenceDigested {
  Digests digests;
};
struct ClassesKnown {
  std::vector<PictureClass> classes;
  // What a thread takes for them, and one picture.
  std::uint64_t memory_bytes = 0;
  std::uint64_t milliseconds = 0;
};
// What a picture shows, so coarse that masses of light and dark are all that is left of
// it: no more of a picture crosses the wall, and none of it comes on record.
struct GlimpseSeen {
  std::uint32_t width = 0;  // in pixels, 1 to kGlimpseSide
  std::uint32_t height = 0;
  std::vector<std::uint8_t> grey;  // a byte a pixel, row after row from the top
  std::string damage;              // why it is not all of the picture; "" if it is
};
inline constexpr std::uint32_t kGlimpseSide = 24;
struct Done {};
struct Broken {  // nothing more will come
  Fault fault;
};

// Written by the supervisor alone, into the journal: what the run was asked to do.
struct RunStarted {
  std::uint32_t format = 1;
  std::string exhibit;  // reference
  std::string path;     // as given
  std::string operator_name;
  std::string tool_version;
  std::string configuration;  // canonical text of all that can change results
  std::vector<std::string> set_names;
  std::vector<std::string> set_ids;
  std::vector<std::uint8_t> set_types;
  // Of each set: how many of a million bytes of what it lists stand in blocks that it
  // knows; 0 if it knows no blocks.
  std::vector<std::uint32_t> set_probative_ppm;
  // Of each set: how many PDQ hashes it has, and within how many bits of one a picture
  // is near.
  std::vector<std::uint64_t> set_pdq_counts;
  std::vector<std::uint8_t> set_distances;
  bool takes_pictures = false;        // as in ScanOrder
  std::vector<PictureClass> classes;  // that pictures are told apart by
  Tier until = Tier::everything;
  std::uint8_t algorithms = 7;
  std::string fingerprint;  // of the evidence (supervise/exhibit_files.h)
};
// ... that the child died before Done: what it had not finished stays unvisited
struct ChildDied {
  std::string reason;
};
// ... and what a notable set says of an entry, before the first outcome that names it,
// so that the journal explains its findings when the set is long gone.
struct EntryMet {
  std::uint32_t set = 0;
  std::uint32_t entry = 0;
  std::string profile;
  std::optional<std::int64_t> code;
  std::string label;
  std::string source;
  std::uint64_t size_bytes = 0;  // of the listed content; 0 if the set does not say
};

// ... that no child goes to a place again, before the inventory that lacks it
struct PlaceBarred {
  Barred barred;
};

// ... what the names in the inventory hint at, by rules: once, before anything that a
// child says after the inventory. None if no rules were given.
struct NamesMet {
  std::vector<NameRuleMet> rules;  // that some name fits, rising by number
  std::vector<NameMet> names;      // rising by file, then by rule
};

// ... and that the keys of blocks in free space are to be kept: before any child
struct BlocksToKeep {};

// Written behind Done by who compares what is on record with further sets, without the
// evidence (supervise/rematch.h): RematchStarted, EntryMet of its sets, RematchMet,
// RematchKnown and RematchBlocks in any order, RematchDone. It counts as a whole or,
// where its end is lacking, not at all: another RematchStarted begins it anew.
struct AddedSet {
  std::string name;
  std::string id;
  std::uint8_t type = 0;  // SetType
  // As in RunStarted.
  std::uint32_t probative_ppm = 0;
  std::uint64_t pdq_count = 0;
  std::uint8_t distance = 0;
};
struct RematchStarted {
  std::string operator_name;
  std::string tool_version;
  std::vector<AddedSet> sets;  // their numbers follow those that the record holds
};
// A near match, with what is told of its picture.
struct RematchedNear {
  NearRecord near;
  std::uint8_t quality = 0;
  PdqHash pdq;  // of the picture as it is
};
// What the notable ones of these sets say of a content.
struct RematchMet {
  ContentPlace place;  // rising
  // Of a member, as it was told.
  std::string path;
  std::uint64_t size = 0;
  bool allocated = true;
  bool uncertain = false;
  Digests digests;
  std::vector<MatchRecord> matches;
  std::vector<RematchedNear> near;
  std::vector<NamedDigestRecord> named;  // that are listed
};
// Contents that sets of known benign files list, of those added.
struct RematchKnown {
  bool is_inconsistent = false;      // another digest of the entry contradicts
  std::vector<ContentPlace> places;  // rising
};
// Where the notable ones of them have blocks, of those that were kept.
struct RematchBlocks {
  std::vector<BlockRunRecord> runs;  // rising by set, then by offset
  std::uint64_t left_out = 0;        // places that are too many to be told
};
// What the record does not hold, and so cannot be compared with a set.
enum class Undecided : std::uint8_t {
  digests,         // of an algorithm that was not kept
  pictures,        // their PDQ was not kept
  known_pictures,  // nor that of known benign ones: as in a scan that keeps no more
  blocks,          // of free space
};
struct UndecidedRecord {
  Undecided what = Undecided::digests;
  std::uint32_t set = 0;
  std::uint64_t count = 0;  // of contents; 0 if nobody knows
};
// So many pictures of that class were unknown, and are no more.
struct ClassLeft {
  std::uint16_t number = 0;
  std::uint64_t pictures = 0;
};
struct RematchDone {
  std::vector<ClassLeft> classes;  // rising
  std::vector<UndecidedRecord> undecided;
};

// Kinds are numbered by their place in this list: new ones go to its end.
using Message =
    std::variant<ScanOrder, Opened, VolumeFound, FileFound, InventoryDone, OutcomeKnown,
                 ProblemMet, Progress, Done, Broken, RunStarted, ChildDied, EntryMet,
                 Confined, RangeUnreadable, Swept, EvidenceDigested, PlaceBarred,
                 FilesSettled, BlockRunMet, SpaceSearched, SamplesPlanned, TierDone,
                 TierPlanned, NamesMet, ClassesKnown, LookedLate, RematchStarted,
                 RematchMet, RematchKnown, RematchDone, BlocksToKeep, BlocksKept,
                 RematchBlocks, GlimpseSeen>;

// Whether the child is to try some things that others may have died of, and no more.
[[nodiscard]] inline bool tries_alone(const ScanOrder& order) {
  return !order.alone.empty() || !order.alone_chunks.empty();
}

inline constexpr int kChannelFd = 3;
inline constexpr int kBoardFd = 4;
inline constexpr int kFirstEvidenceFd = 5;
// Exit status of a child that was refused memory.
inline constexpr int kExitOutOfMemory = 12;
// Larger frames are refused: a file of a million runs takes 16 MB.
inline constexpr std::uint32_t kMaxFrameBytes = 256u << 20;

// Appends the whole frame.
void encode(const Message& message, std::string& frames);
// `frame` is kind + body, without the length.
[[nodiscard]] Result<Message> decode(Bytes frame);

}  // namespace winnow

#endif  // WINNOW_SCANNER_WIRE_MESSAGES_H_
