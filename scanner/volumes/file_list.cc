#include "scanner/volumes/file_list.h"

#include <array>
#include <optional>
#include <utility>

namespace winnow {
namespace {

// Packed records share a chunk until it is as large.
constexpr std::size_t kChunkBytes = 256 * 1024;

constexpr std::uint8_t kAllocated = 1;
constexpr std::uint8_t kSharesContent = 2;
constexpr int kContentShift = 2;
constexpr int kOutcomeShift = 4;

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

// Each run as a step from the end of the one before; a hole lies nowhere.
void pack_runs(const std::vector<Run>& runs, Packer& packer) {
  packer.number(runs.size());
  std::uint64_t end = 0;
  for (const Run& run : runs) {
    packer.number(run.is_hole() ? 1 : 0);
    packer.number(run.length);
    if (run.is_hole()) continue;
    packer.step(end, run.offset);
    end = run.offset + run.length;
  }
}

std::vector<Run> unpack_runs(Unpacker& unpacker) {
  std::vector<Run> runs(static_cast<std::size_t>(unpacker.number()));
  std::uint64_t end = 0;
  for (Run& run : runs) {
    const bool is_hole = unpacker.number() != 0;
    run.length = unpacker.number();
    run.offset = is_hole ? Run::kHole : unpacker.step(end);
    if (!is_hole) end = run.offset + run.length;
  }
  return runs;
}

}  // namespace

TextTable& TextTable::operator=(const TextTable& other) {
  if (this == &other) return *this;
  texts_ = other.texts_;
  last_ = other.last_;
  numbers_.clear();
  for (std::size_t i = 0; i < texts_.size(); ++i) {
    numbers_.emplace(texts_[i], static_cast<std::uint32_t>(i));
  }
  return *this;
}

std::uint32_t TextTable::number_of(std::string_view text) {
  if (last_ < texts_.size() && texts_[last_] == text) return last_;
  const auto known = numbers_.find(text);
  if (known != numbers_.end()) return last_ = known->second;
  last_ = static_cast<std::uint32_t>(texts_.size());
  numbers_.emplace(texts_.emplace_back(text), last_);
  return last_;
}

FileList::Place FileList::pack(const FileRecord& file) {
  if (chunks_.empty() || chunks_.back().size() >= kChunkBytes) {
    chunks_.emplace_back().reserve(kChunkBytes + kChunkBytes / 16);
  }
  const Place place{static_cast<std::uint32_t>(released_ + chunks_.size() - 1),
                    static_cast<std::uint32_t>(chunks_.back().size())};
  Packer packer(chunks_.back());
  const std::size_t name_at = file.path.rfind('/') + 1;  // 0 without a folder
  const std::string_view path(file.path);
  const bool shares = file.same_content_as != kNoFile;
  packer.number((file.allocated ? kAllocated : 0) | (shares ? kSharesContent : 0) |
                static_cast<std::uint64_t>(file.content) << kContentShift |
                static_cast<std::uint64_t>(file.none_outcome) << kOutcomeShift);
  packer.text(file.inline_content);
  packer.number(file.volume);
  packer.number(folders_.number_of(path.substr(0, name_at)));
  packer.text(path.substr(name_at));
  packer.number(file.size);
  packer.number(reasons_.number_of(file.why_none));
  packer.number(file.inode);
  packer.number(file.attribute_type);
  packer.number(file.attribute_id);
  if (shares) packer.number(file.same_content_as);
  pack_times(file.times, packer);
  pack_runs(file.runs, packer);
  return place;
}

void FileList::push_back(const FileRecord& file) {
  places_.push_back(pack(file));
  uncertain_.push_back(file.uncertain);
}

void FileList::replace(std::size_t at, const FileRecord& file) {
  places_[at] = pack(file);
  uncertain_[at] = file.uncertain;
}

FileRecord FileList::operator[](std::size_t at) const {
  Unpacker unpacker(packed(at));
  FileRecord file;
  file.id = static_cast<FileId>(at);
  file.uncertain = uncertain_[at];
  const std::uint64_t flags = unpacker.number();
  file.allocated = (flags & kAllocated) != 0;
  file.content = static_cast<ContentKind>(flags >> kContentShift & 3);
  file.none_outcome = static_cast<FileOutcome>(flags >> kOutcomeShift & 7);
  file.inline_content = unpacker.text();
  file.volume = unpacker.small();
  const std::string& folder = folders_[unpacker.small()];
  const std::string_view name = unpacker.text();
  file.path.reserve(folder.size() + name.size());
  file.path.append(folder).append(name);
  file.size = unpacker.number();
  file.why_none = reasons_[unpacker.small()];
  file.inode = unpacker.number();
  file.attribute_type = unpacker.small();
  file.attribute_id = unpacker.small();
  if ((flags & kSharesContent) != 0) file.same_content_as = unpacker.small();
  file.times = unpack_times(unpacker);
  file.runs = unpack_runs(unpacker);
  return file;
}

std::string_view FileList::inline_content(std::size_t at) const {
  Unpacker unpacker(packed(at));
  static_cast<void>(unpacker.number());  // flags
  return unpacker.text();
}

const char* FileList::packed(std::size_t at) const {
  const Place place = places_[at];
  return chunks_[place.chunk - released_].data() + place.offset;
}

void FileList::release_before(std::size_t at) {
  const std::size_t needed =
      at < size() ? places_[at].chunk : released_ + chunks_.size();
  for (; released_ < needed; ++released_) chunks_.pop_front();
}

}  // namespace winnow
