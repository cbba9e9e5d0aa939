#include "scanner/wire/file_list.h"

#include <algorithm>
#include <array>
#include <functional>
#include <optional>
#include <utility>

namespace winnow {
namespace {

// With what an allocator adds, whole pages.
constexpr std::size_t kChunkBytes = 256 * 1024 - 64;

// Of a record: its flags, its size, its folder and name, the file it shares content
// with, its runs, and then what is asked for less often.
constexpr std::uint8_t kAllocated = 1;
constexpr std::uint8_t kSharesContent = 2;
constexpr int kContentShift = 2;  // two bits
constexpr std::uint8_t kHasAttribute = 16;
constexpr std::uint8_t kHasMore = 32;  // why there is no content, or content itself

// Of runs: their number, shifted, and these.
constexpr unsigned kRunFlags = 2;
constexpr std::uint64_t kHasHoles = 1;
constexpr std::uint64_t kInSectors = 2;
constexpr unsigned kSectorShift = 9;

// Numbers as LEB128, seven bits a byte, lowest first; signed ones folded so that small
// ones are short. What comes out is only ever what went in.
class Packer {
 public:
  explicit Packer(std::string& out) : out_(out) {}

  void number(std::uint64_t value) {
    std::array<char, 10> bytes{};
    std::size_t length = 0;
    for (; value >= 0x80; value >>= 7)
      bytes[length++] = static_cast<char>(value | 0x80);
    bytes[length++] = static_cast<char>(value);
    out_.append(bytes.data(), length);
  }
  // How far `to` lies from `from`, in either direction.
  void step(std::uint64_t from, std::uint64_t to) {
    const std::uint64_t forth = to - from;
    const bool back = forth >> 63 != 0;
    number(back ? ~forth << 1 | 1 : forth << 1);
  }
  void text(std::string_view value) {
    number(value.size());
    out_ += value;
  }

 private:
  std::string& out_;
};

class Unpacker {
 public:
  explicit Unpacker(const char* at) : at_(at) {}

  std::uint64_t number() {
    std::uint64_t value = 0;
    int shift = 0;
    for (; (*at_ & 0x80) != 0; ++at_, shift += 7) {
      value |= static_cast<std::uint64_t>(*at_ & 0x7F) << shift;
    }
    return value | static_cast<std::uint64_t>(*at_++) << shift;
  }
  std::uint32_t small() { return static_cast<std::uint32_t>(number()); }
  std::uint64_t step(std::uint64_t from) {
    const std::uint64_t folded = number();
    return from + ((folded & 1) != 0 ? ~(folded >> 1) : folded >> 1);
  }
  std::string_view text() {
    const auto length = static_cast<std::size_t>(number());
    return {std::exchange(at_, at_ + length), length};
  }
  [[nodiscard]] const char* at() const { return at_; }

 private:
  const char* at_;
};

std::array<std::optional<Instant> FileTimes::*, 4> every_time() {
  return {&FileTimes::modified, &FileTimes::accessed, &FileTimes::changed,
          &FileTimes::created};
}

// Which times there are, then which of them equal the one before; each other one as a
// step from it.
void pack_times(const FileTimes& times, Packer& packer) {
  std::uint64_t marks = 0;
  Instant before;
  for (std::size_t i = 0; i < 4; ++i) {
    const auto& time = times.*every_time()[i];
    if (!time) continue;
    marks |= std::uint64_t{*time == before ? 0x11u : 1u} << i;
    before = *time;
  }
  packer.number(marks);
  before = {};
  for (const auto member : every_time()) {
    const auto& time = times.*member;
    if (!time || *time == before) continue;
    packer.step(static_cast<std::uint64_t>(before.seconds),
                static_cast<std::uint64_t>(time->seconds));
    packer.number(time->nanoseconds);
    before = *time;
  }
}

FileTimes unpack_times(Unpacker& unpacker) {
  FileTimes times;
  const std::uint64_t marks = unpacker.number();
  Instant before;
  for (std::size_t i = 0; i < 4; ++i) {
    if ((marks >> i & 1) == 0) continue;
    if ((marks >> i & 0x10) == 0) {
      const auto seconds = static_cast<std::uint64_t>(before.seconds);
      before.seconds = static_cast<std::int64_t>(unpacker.step(seconds));
      before.nanoseconds = unpacker.small();
    }
    times.*every_time()[i] = before;
  }
  return times;
}

// In sectors where all of them are.
bool is_in_sectors(const std::vector<Run>& runs) {
  std::uint64_t bits = 0;
  for (const Run& run : runs) bits |= run.length | (run.is_hole() ? 0 : run.offset);
  return (bits & ((std::uint64_t{1} << kSectorShift) - 1)) == 0;
}

// Each run as a step from the end of the one before; a hole lies nowhere.
void pack_runs(const std::vector<Run>& runs, Packer& packer) {
  const bool has_holes =
      std::any_of(runs.begin(), runs.end(), [](const Run& r) { return r.is_hole(); });
  const bool in_sectors = is_in_sectors(runs);
  const unsigned shift = in_sectors ? kSectorShift : 0;
  packer.number(std::uint64_t{runs.size()} << kRunFlags | (has_holes ? kHasHoles : 0) |
                (in_sectors ? kInSectors : 0));
  std::uint64_t end = 0;
  for (const Run& run : runs) {
    if (has_holes) packer.number(run.is_hole() ? 1 : 0);
    packer.number(run.length >> shift);
    if (run.is_hole()) continue;
    packer.step(end, run.offset >> shift);
    end = (run.offset + run.length) >> shift;
  }
}

void unpack_facts(std::uint64_t flags, FileFacts& file) {
  file.allocated = (flags & kAllocated) != 0;
  file.content = static_cast<ContentKind>(flags >> kContentShift & 3);
}

}  // namespace

ByteStore::Place ByteStore::add(std::string_view bytes) {
  if (chunks_.empty() ||
      chunks_.back().capacity() - chunks_.back().size() < bytes.size()) {
    chunks_.emplace_back().reserve(std::max(kChunkBytes, bytes.size()));
  }
  std::string& chunk = chunks_.back();
  const Place place{end_chunk() - 1, static_cast<std::uint32_t>(chunk.size())};
  chunk += bytes;
  return place;
}

void ByteStore::release_before(std::uint32_t chunk) {
  for (; released_ < chunk && !chunks_.empty(); ++released_) chunks_.pop_front();
}

std::string_view TextTable::operator[](std::uint32_t number) const {
  return Unpacker(store_.at(texts_[number])).text();
}

// Where it stands, or would.
std::size_t TextTable::slot_of(std::string_view text) const {
  std::size_t slot = std::hash<std::string_view>()(text) & (slots_.size() - 1);
  while (slots_[slot] != 0 && (*this)[slots_[slot] - 1] != text) {
    slot = (slot + 1) & (slots_.size() - 1);
  }
  return slot;
}

// At most half of the slots are taken.
void TextTable::widen() {
  slots_.assign(std::max<std::size_t>(16, slots_.size() * 2), 0);
  for (std::uint32_t i = 0; i < texts_.size(); ++i) slots_[slot_of((*this)[i])] = i + 1;
}

std::uint32_t TextTable::number_of(std::string_view text) {
  if (last_ < texts_.size() && (*this)[last_] == text) return last_;
  if (texts_.size() * 2 >= slots_.size()) widen();
  const std::size_t slot = slot_of(text);
  if (slots_[slot] == 0) {
    std::string packed;
    Packer(packed).text(text);
    texts_.push_back(store_.add(packed));
    slots_[slot] = static_cast<std::uint32_t>(texts_.size());
  }
  return last_ = slots_[slot] - 1;
}

PackedRuns::PackedRuns(const char* at) {
  Unpacker unpacker(at);
  const std::uint64_t head = unpacker.number();
  first_.left_ = static_cast<std::size_t>(head >> kRunFlags);
  first_.has_holes_ = (head & kHasHoles) != 0;
  first_.shift_ = (head & kInSectors) != 0 ? kSectorShift : 0;
  first_.at_ = unpacker.at();
}

PackedRuns::Iterator PackedRuns::begin() const {
  Iterator first = first_;
  if (first.left_ > 0) first.unpack();
  return first;
}

void PackedRuns::Iterator::unpack() {
  Unpacker unpacker(at_);
  const bool is_hole = has_holes_ && unpacker.number() != 0;
  run_.length = unpacker.number() << shift_;
  run_.offset = is_hole ? Run::kHole : unpacker.step(end_ >> shift_) << shift_;
  if (!is_hole) end_ = run_.offset + run_.length;
  at_ = unpacker.at();
}

FileList::Place FileList::pack(const FileRecord& file) {
  packing_.clear();
  Packer packer(packing_);
  const std::size_t name_at = file.path.rfind('/') + 1;  // 0 without a folder
  const std::string_view path(file.path);
  const bool shares = file.same_content_as != kNoFile;
  const bool has_attribute = file.attribute_type != 0 || file.attribute_id != 0;
  const bool has_more = file.none_outcome != FileRecord().none_outcome ||
                        !file.why_none.empty() || !file.inline_content.empty();
  packer.number((file.allocated ? kAllocated : 0) | (shares ? kSharesContent : 0) |
                static_cast<std::uint64_t>(file.content) << kContentShift |
                (has_attribute ? kHasAttribute : 0) | (has_more ? kHasMore : 0));
  packer.number(file.size);
  packer.number(folders_.number_of(path.substr(0, name_at)));
  packer.text(path.substr(name_at));
  if (shares) packer.number(file.same_content_as);
  pack_runs(file.runs, packer);
  packer.number(file.volume);
  packer.number(file.inode);
  pack_times(file.times, packer);
  if (has_attribute) {
    packer.number(file.attribute_type);
    packer.number(file.attribute_id);
  }
  if (has_more) {
    packer.number(static_cast<std::uint64_t>(file.none_outcome));
    packer.number(reasons_.number_of(file.why_none));
    packer.text(file.inline_content);
  }
  return store_.add(packing_);
}

void FileList::push_back(const FileRecord& file) {
  const Place place = pack(file);
  if (size() % kGroup == 0) groups_.push_back(place);
  const Place first = groups_.back();
  if (place.chunk == first.chunk && place.offset - first.offset < kElsewhere) {
    offsets_.push_back(static_cast<std::uint16_t>(place.offset - first.offset));
  } else {
    elsewhere_.emplace(size(), place);
    offsets_.push_back(kElsewhere);
  }
  uncertain_.push_back(file.uncertain);
}

void FileList::replace(std::size_t at, const FileRecord& file) {
  elsewhere_[at] = pack(file);
  offsets_[at] = kElsewhere;
  uncertain_[at] = file.uncertain;
}

FileRecord FileList::operator[](std::size_t at) const {
  FileRecord file;
  unpack(at, file);
  return file;
}

void FileList::unpack(std::size_t at, FileRecord& file) const {
  Unpacker unpacker(packed(at));
  const std::uint64_t flags = unpacker.number();
  unpack_facts(flags, file);
  file.id = static_cast<FileId>(at);
  file.uncertain = uncertain_[at];
  file.size = unpacker.number();
  file.path = folders_[unpacker.small()];
  file.path += unpacker.text();
  file.same_content_as = (flags & kSharesContent) != 0 ? unpacker.small() : kNoFile;
  const PackedRuns runs(unpacker.at());
  file.runs.clear();
  file.runs.reserve(runs.size());
  PackedRuns::Iterator run = runs.begin();
  for (; run != runs.end(); ++run) file.runs.push_back(*run);
  unpacker = Unpacker(run.behind());
  file.volume = unpacker.small();
  file.inode = unpacker.number();
  file.times = unpack_times(unpacker);
  const bool has_attribute = (flags & kHasAttribute) != 0;
  file.attribute_type = has_attribute ? unpacker.small() : 0;
  file.attribute_id = has_attribute ? unpacker.small() : 0;
  const bool has_more = (flags & kHasMore) != 0;
  file.none_outcome = has_more ? static_cast<FileOutcome>(unpacker.number())
                               : FileRecord().none_outcome;
  file.why_none = has_more ? reasons_[unpacker.small()] : std::string_view();
  file.inline_content = has_more ? unpacker.text() : std::string_view();
}

FileOutline FileList::outline(std::size_t at) const {
  Unpacker unpacker(packed(at));
  const std::uint64_t flags = unpacker.number();
  FileOutline file;
  unpack_facts(flags, file);
  file.id = static_cast<FileId>(at);
  file.uncertain = uncertain_[at];
  file.size = unpacker.number();
  static_cast<void>(unpacker.number());  // folder
  static_cast<void>(unpacker.text());
  if ((flags & kSharesContent) != 0) file.same_content_as = unpacker.small();
  file.runs = PackedRuns(unpacker.at());
  return file;
}

std::string FileList::path(std::size_t at) const {
  return std::string(folder(folder_number(at))).append(name(at));
}

std::uint32_t FileList::folder_number(std::size_t at) const {
  Unpacker unpacker(packed(at));
  static_cast<void>(unpacker.number());  // flags
  static_cast<void>(unpacker.number());  // size
  return unpacker.small();
}

std::string_view FileList::name(std::size_t at) const {
  Unpacker unpacker(packed(at));
  for (int i = 0; i < 3; ++i) static_cast<void>(unpacker.number());
  return unpacker.text();
}

std::string_view FileList::inline_content(std::size_t at) const {
  Unpacker unpacker(packed(at));
  const std::uint64_t flags = unpacker.number();
  if ((flags & kHasMore) == 0) return {};
  PackedRuns::Iterator run = outline(at).runs.begin();
  while (run != std::default_sentinel) ++run;
  unpacker = Unpacker(run.behind());
  static_cast<void>(unpacker.number());  // volume
  static_cast<void>(unpacker.number());  // inode
  static_cast<void>(unpack_times(unpacker));
  if ((flags & kHasAttribute) != 0) {
    static_cast<void>(unpacker.number());
    static_cast<void>(unpacker.number());
  }
  static_cast<void>(unpacker.number());  // the outcome without content, and why
  static_cast<void>(unpacker.number());
  return unpacker.text();
}

const char* FileList::packed(std::size_t at) const {
  const std::uint16_t offset = offsets_[at];
  if (offset == kElsewhere) return store_.at(elsewhere_.at(at));
  return store_.at(groups_[at / kGroup]) + offset;
}

void FileList::release_before(std::size_t at) {
  if (at < size()) return store_.release_before(groups_[at / kGroup].chunk);
  store_.release_all();
}

}  // namespace winnow
