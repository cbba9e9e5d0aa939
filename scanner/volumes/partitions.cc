#include "scanner/volumes/partitions.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "scanner/volumes/signatures.h"
#include "scanner/volumes/tsk_handles.h"

namespace winnow {
namespace {

struct Table {
  std::vector<Extent> extents;
  bool protective = false;  // an MBR that only says "this disk has a GPT"
  unsigned cut = 0;         // partitions that begin beyond the end of the evidence
};

// What one reading of a partition table is to the guide.
WorkPlace place_of(TSK_VS_TYPE_ENUM type, unsigned sector_bytes,
                   std::uint64_t said_bytes) {
  return {WorkStep::partitions, said_bytes,
          std::uint64_t{sector_bytes} << 32 | static_cast<std::uint64_t>(type)};
}

// Everything that tables are read from.
struct Tables {
  const Evidence& evidence;
  WalkGuide& guide;
  std::vector<ProblemRecord>& problems;
};

Table read_table(const Tables& from, TSK_VS_TYPE_ENUM type, unsigned sector_bytes,
                 std::uint64_t said_bytes = 0) {
  const Evidence& evidence = from.evidence;
  if (const Barred* bar = from.guide.enter(place_of(type, sector_bytes, said_bytes))) {
    from.problems.push_back(
        {"", 0, 0, "failed", "its partition table: " + bar->reason});
    return {};
  }
  TskImage image(evidence, sector_bytes, said_bytes);
  image.tell(&from.guide);
  tsk_error_reset();
  const TskVs vs(tsk_vs_open(image.get(), 0, type));
  tsk_error_reset();
  Table table;
  if (vs == nullptr) return table;
  for (const TSK_VS_PART_INFO* p = vs->part_list; p != nullptr; p = p->next) {
    if ((p->flags & TSK_VS_PART_FLAG_ALLOC) == 0) continue;
    std::uint64_t offset = 0;
    std::uint64_t length = 0;
    if (__builtin_mul_overflow(p->start, vs->block_size, &offset) ||
        __builtin_mul_overflow(p->len, vs->block_size, &length) ||
        offset >= evidence.size_bytes()) {
      ++table.cut;
      continue;
    }
    const std::string description = p->desc == nullptr ? "" : printable_utf8(p->desc);
    if (vs->vstype == TSK_VS_TYPE_DOS &&
        description.find("0xee") != std::string::npos) {
      table.protective = true;
    }
    length = std::min(length, evidence.size_bytes() - offset);
    if (length > 0) table.extents.push_back({offset, length, description});
  }
  std::stable_sort(
      table.extents.begin(), table.extents.end(),
      [](const Extent& a, const Extent& b) { return a.offset < b.offset; });
  return table;
}

bool recognised_at(const Evidence& evidence, std::uint64_t offset,
                   std::uint64_t length) {
  return !recognise_volume(read_head(evidence, offset, length)).empty();
}

bool any_recognised(const Evidence& evidence, const std::vector<Extent>& extents) {
  return std::any_of(extents.begin(), extents.end(), [&](const Extent& e) {
    return recognised_at(evidence, e.offset, e.length);
  });
}

// The table that makes sense: 512-byte sectors first, 4,096 if only so the partitions
// begin with something known; a GPT behind a protective MBR by its own type, which also
// finds the backup at the end of the device.
Table best_table(const Tables& from) {
  const Evidence& evidence = from.evidence;
  Table table = read_table(from, TSK_VS_TYPE_DETECT, 512);
  if (table.protective) {
    Table gpt = read_table(from, TSK_VS_TYPE_GPT, 512);
    if (gpt.extents.empty()) gpt = read_table(from, TSK_VS_TYPE_GPT, 4096);
    if (!gpt.extents.empty()) table = std::move(gpt);
  }
  if (table.extents.empty()) {
    Table gpt = read_table(from, TSK_VS_TYPE_GPT, 512);
    if (!gpt.extents.empty()) table = std::move(gpt);
  }
  if (any_recognised(evidence, table.extents)) return table;
  for (const auto type : {TSK_VS_TYPE_DETECT, TSK_VS_TYPE_GPT}) {
    Table large = read_table(from, type, 4096);
    if (any_recognised(evidence, large.extents)) return large;
  }
  if (!table.extents.empty() && !table.protective) return table;
  // libtsk refuses a table whose first partitions begin beyond the end, as they do in
  // an image that is cut short: so it is told of a larger device.
  constexpr std::uint64_t kLarge = std::uint64_t{1} << 60;
  for (const auto type : {TSK_VS_TYPE_DOS, TSK_VS_TYPE_GPT}) {
    Table cut = read_table(from, type, 512, kLarge);
    if (any_recognised(evidence, cut.extents)) return cut;
  }
  return table;
}

// Whether the boot sector of a file system itself fills sector 0, where a partition
// table would stand: then what looks like a table is its code.
bool owns_first_sector(VolumeKind kind) {
  return kind == VolumeKind::ntfs || kind == VolumeKind::fat ||
         kind == VolumeKind::exfat || kind == VolumeKind::encrypted;
}

// Where volumes have been put by the tools of the last decades: sector 63, and every
// 1 MiB since. The search is held to the first GiB: on a seeking device each place
// costs a seek, and later ones are reached by the length of what was found.
std::vector<Extent> search_beginnings(const Evidence& evidence) {
  constexpr std::uint64_t kStep = 1 << 20;
  constexpr std::uint64_t kReach = std::uint64_t{1} << 30;
  const std::uint64_t size = evidence.size_bytes();
  std::vector<Extent> found;
  const auto look = [&](std::uint64_t offset) {
    if (offset < size && recognised_at(evidence, offset, size - offset)) {
      found.push_back({offset, size - offset, ""});
    }
  };
  look(std::uint64_t{63} * 512);
  for (std::uint64_t at = kStep; at < std::min(size, kReach); at += kStep) look(at);
  std::sort(found.begin(), found.end(),
            [](const Extent& a, const Extent& b) { return a.offset < b.offset; });
  // Each volume ends where the next begins, at the latest.
  for (std::size_t i = 0; i + 1 < found.size(); ++i) {
    found[i].length = found[i + 1].offset - found[i].offset;
  }
  return found;
}

}  // namespace

std::vector<std::byte> read_head(const Evidence& evidence, std::uint64_t offset,
                                 std::uint64_t length) {
  const std::uint64_t size = evidence.size_bytes();
  if (offset >= size) return {};
  std::vector<std::byte> head(static_cast<std::size_t>(
      std::min({length, size - offset, std::uint64_t{kSignatureBytes}})));
  // A bad sector must not hide what stands around it; zeros recognise nothing.
  std::vector<Run> bad;
  if (!evidence.read_sound(offset, head, bad)) return {};
  std::uint64_t missing = 0;
  for (const Run& range : bad) {
    missing += range.length;
    std::fill_n(head.begin() + static_cast<std::ptrdiff_t>(range.offset - offset),
                range.length, std::byte{0});
  }
  if (missing == head.size()) head.clear();
  return head;
}

std::vector<Extent> find_extents(const Evidence& evidence, WalkGuide& guide,
                                 std::vector<ProblemRecord>& problems) {
  const std::uint64_t size = evidence.size_bytes();
  const Extent whole{0, size, ""};
  const auto at_start = recognise_volume(read_head(evidence, 0, size));
  const bool owned = std::any_of(at_start.begin(), at_start.end(), [](const auto& r) {
    return owns_first_sector(r.kind);
  });
  if (owned) return {whole};
  Table table = best_table({evidence, guide, problems});
  guide.leave();
  if (table.cut > 0) {
    problems.push_back(
        {"", size, 0, "unreadable",
         std::to_string(table.cut) +
             " partitions begin beyond the end of the evidence: the image "
             "may be cut short"});
  }
  if (!at_start.empty()) {
    // A file system over the whole device; partitions count beside it only if they
    // begin with something themselves (hybrid disc images).
    std::erase_if(table.extents, [&](const Extent& e) {
      return e.offset == 0 || !recognised_at(evidence, e.offset, e.length);
    });
    table.extents.insert(table.extents.begin(), whole);
    return table.extents;
  }
  if (!table.extents.empty()) return table.extents;
  auto searched = search_beginnings(evidence);
  if (!searched.empty()) {
    problems.push_back({"", 0, 0, "note",
                        "no partition table: volumes were found by searching for the "
                        "beginnings of file systems"});
    return searched;
  }
  return {whole};
}

}  // namespace winnow
