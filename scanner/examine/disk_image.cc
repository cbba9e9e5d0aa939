#include "scanner/examine/disk_image.h"

#include <algorithm>
#include <string>
#include <utility>

#include "scanner/examine/content_reader.h"
#include "scanner/examine/file_content.h"
#include "scanner/volumes/inventory.h"

namespace winnow {
namespace {

class ContentEvidence final : public Evidence {
 public:
  explicit ContentEvidence(Content& content) : content_(content) {
    size_bytes_ = content.size_bytes();
    give_no_views();
  }

 private:
  // A content is one thread's, and so is the walk over it.
  Result<void> read_inside(std::uint64_t offset, MutableBytes target) const override {
    const auto read = content_.read(offset, target);
    if (!read) return read.error();
    if (*read == target.size()) return {};
    return Fault{FaultKind::truncated, "ends early", "", offset + *read};
  }

  Content& content_;
};

class ContentBytes final : public MemberBytes {
 public:
  explicit ContentBytes(Content& content) : content_(content) {}
  Result<std::size_t> read(MutableBytes target) override {
    auto read = content_.read(done_, target);
    if (read) done_ += *read;
    return read;
  }

 private:
  Content& content_;
  std::uint64_t done_ = 0;
};

class NoBytes final : public MemberBytes {
 public:
  Result<std::size_t> read(MutableBytes) override { return std::size_t{0}; }
};

MemberState state_of(FileOutcome outcome) {
  switch (outcome) {
    case FileOutcome::encrypted:
      return MemberState::encrypted;
    case FileOutcome::unreadable:
    case FileOutcome::failed:
      return MemberState::damaged;
    default:
      return MemberState::unsupported;
  }
}

// What must be known of volumes whose files are not all here.
void tell_volumes(const Inventory& inventory, MemberSink& sink) {
  for (const VolumeRecord& volume : inventory.volumes) {
    if (volume.outcome == VolumeOutcome::examined) continue;
    sink.note("volume " + std::to_string(volume.index) + " of the image is " +
              to_string(volume.outcome) + ": " + volume.reason);
  }
}

}  // namespace

Result<void> open_disk_image(Content& content, const ContainerLimits& limits,
                             MemberSink& sink) {
  const ContentEvidence evidence(content);
  const Inventory inventory = take_inventory(evidence);
  if (inventory.gone) return *inventory.gone;
  const bool has_files = std::any_of(inventory.volumes.begin(), inventory.volumes.end(),
                                     [](const VolumeRecord& volume) {
                                       return volume.outcome == VolumeOutcome::examined;
                                     });
  if (!has_files) {
    return Fault{FaultKind::unsupported,
                 "is a disk image in which no file system could be read", "",
                 std::nullopt};
  }
  tell_volumes(inventory, sink);
  const Exhibit exhibit{&evidence, -1, &inventory};
  ContentReader reader(exhibit);
  std::uint64_t entries = 0;
  for (const FileRecord& file : inventory.files) {
    if (file.same_content_as != kNoFile) continue;
    if (++entries > limits.entries) {
      return Fault{FaultKind::too_big,
                   "holds more than " + std::to_string(limits.entries) + " files", "",
                   std::nullopt};
    }
    Member member{file.path.substr(1), file.size, MemberState::readable, ""};
    if (file.content == ContentKind::none) {
      if (file.size == 0) continue;  // folders and the like
      member.state = state_of(file.none_outcome);
      member.why = file.why_none;
      NoBytes none;
      if (!sink.member(member, none)) return {};
      continue;
    }
    auto opened = open_content(exhibit, reader, file, nullptr);
    if (!opened) {
      member.state = MemberState::damaged;
      member.why = opened.error().line();
      NoBytes none;
      if (!sink.member(member, none)) return {};
      continue;
    }
    ContentBytes bytes(**opened);
    if (!sink.member(member, bytes)) return {};
  }
  return {};
}

}  // namespace winnow
