#include "scanner/examine/disk_image.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "scanner/examine/content/disk_marks.h"
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
      return MemberState::absent;
  }
}

// What of an image was not seen, and so what its look ends with: the worst first.
constexpr std::array<std::pair<std::string_view, FaultKind>, 5> kGaps = {
    {{"encrypted", FaultKind::encrypted},
     {"unreadable", FaultKind::io},
     {"failed", FaultKind::malformed},
     {"unsupported", FaultKind::unsupported},
     {"unvisited", FaultKind::too_big}}};

struct Gap {
  std::size_t place;  // among kGaps
  std::string words;
};

std::optional<std::size_t> place_of(std::string_view outcome) {
  for (std::size_t i = 0; i < kGaps.size(); ++i) {
    if (kGaps[i].first == outcome) return i;
  }
  return std::nullopt;
}

std::string place_words(const ProblemRecord& problem) {
  if (!problem.path.empty()) return problem.path.substr(1);
  return "bytes " + std::to_string(problem.offset) + " to " +
         std::to_string(problem.offset + problem.length);
}

// What of the image's volumes was not listed, in the order in which it was met; remarks
// go to the sink.
std::vector<Gap> gaps_of(const Inventory& inventory, MemberSink& sink) {
  std::vector<Gap> gaps;
  for (const VolumeRecord& volume : inventory.volumes) {
    const char* outcome = to_string(volume.outcome);
    if (const auto place = place_of(outcome)) {
      gaps.push_back({*place, "volume-" + std::to_string(volume.index) +
                                  " of the image is " + outcome + ": " +
                                  volume.reason});
    }
  }
  for (const ProblemRecord& problem : inventory.problems) {
    std::string words = place_words(problem) + " of the image: " + problem.reason;
    if (const auto place = place_of(problem.outcome)) {
      gaps.push_back({*place, std::move(words)});
    } else {
      sink.note(words);
    }
  }
  return gaps;
}

// The worst of them, the first of several as bad; the others go to the sink.
Result<void> outcome_of(const std::vector<Gap>& gaps, MemberSink& sink) {
  const auto worst =
      std::min_element(gaps.begin(), gaps.end(),
                       [](const Gap& a, const Gap& b) { return a.place < b.place; });
  if (worst == gaps.end()) return {};
  for (const Gap& gap : gaps) {
    if (&gap != &*worst) sink.note(gap.words);
  }
  return Fault{kGaps[worst->place].second, worst->words, "", std::nullopt};
}

// The files of an image, as its inventory lists them.
class ImageFiles {
 public:
  ImageFiles(const Exhibit& exhibit, MemberSink& sink)
      : exhibit_(exhibit), sink_(sink), reader_(exhibit) {
    // Who shares a cluster with a deleted file is known where all files are listed.
    for (const ProblemRecord& problem : exhibit.inventory->problems) {
      is_cut_ = is_cut_ || problem.outcome == to_string(FileOutcome::unvisited);
    }
  }

  // False: no more is wanted.
  bool take(const FileRecord& file) {
    Member member{
        file.path.substr(1),   file.size,
        MemberState::readable, "",
        file.allocated,        file.uncertain || (is_cut_ && !file.allocated)};
    if (file.content == ContentKind::none) {
      if (file.size == 0 && state_of(file.none_outcome) == MemberState::absent) {
        return true;  // folders and the like
      }
      return without_bytes(member, state_of(file.none_outcome), file.why_none);
    }
    const auto opened = open_content(exhibit_, reader_, file, nullptr);
    if (!opened) {
      return without_bytes(member, MemberState::damaged, opened.error().line());
    }
    ContentBytes bytes(**opened);
    return sink_.member(member, bytes);
  }

 private:
  bool without_bytes(Member& member, MemberState state, std::string why) {
    member.state = state;
    member.why = std::move(why);
    NoBytes none;
    return sink_.member(member, none);
  }

  const Exhibit& exhibit_;
  MemberSink& sink_;
  ContentReader reader_;
  bool is_cut_ = false;
};

}  // namespace

Result<void> open_disk_image(Content& content, const ContainerLimits& limits,
                             MemberSink& sink) {
  std::array<std::byte, 128> head{};
  const auto got = content.read(0, head);
  if (!got) return got.error();
  if (is_container_of_disk(Bytes(head).first(*got))) {
    return Fault{FaultKind::unsupported,
                 "is a container of a disk's bytes, which is read as an exhibit only",
                 "", std::nullopt};
  }
  const ContentEvidence evidence(content);
  const Inventory inventory = take_inventory(evidence, limits.entries);
  if (inventory.gone) return *inventory.gone;
  if (inventory.volumes.empty()) {
    return Fault{FaultKind::unsupported, "is a disk image in which no volume was found",
                 "", std::nullopt};
  }
  const std::vector<Gap> gaps = gaps_of(inventory, sink);
  const Exhibit exhibit{&evidence, -1, &inventory};
  ImageFiles files(exhibit, sink);
  for (const FileRecord& file : inventory.files) {
    if (file.same_content_as == kNoFile && !files.take(file)) break;
  }
  return outcome_of(gaps, sink);
}

}  // namespace winnow
