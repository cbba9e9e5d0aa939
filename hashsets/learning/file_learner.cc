#include "hashsets/learning/file_learner.h"

#include <algorithm>
#include <utility>

namespace winnow {
namespace {

static_assert(kWholeFile % kBlockLength == 0);
// Blocks are numbered in 32 bits.
constexpr std::uint64_t kLargestFile = std::uint64_t{kBlockLength} << 32;

Result<Fd> open_file(const Fd& folder, FolderFile& file) {
  auto fd = open_in_folder(folder, file.path);
  if (!fd) return fd;
  const auto stamp = stamp_of(*fd, file.path);
  if (!stamp) return stamp.error();
  file.stamp = *stamp;
  return fd;
}

Result<void> check_unchanged(const Fd& fd, const FolderFile& file) {
  const auto stamp = stamp_of(fd, file.path);
  if (!stamp) return stamp.error();
  if (*stamp == file.stamp) return {};
  return Fault{FaultKind::io, "was changed while it was read", file.path, std::nullopt};
}

// Bytes that begin on the block of this number; those behind the last whole block are
// none.
Result<void> add_blocks(Bytes bytes, std::uint32_t number, LearnedFile& learned) {
  for (std::size_t at = 0; bytes.size() - at >= kBlockLength;
       at += kBlockLength, ++number) {
    const Bytes block = bytes.subspan(at, kBlockLength);
    const BlockKind kind = kind_of_block(block);
    ++learned.kinds[static_cast<std::size_t>(kind)];
    if (kind != BlockKind::probative) continue;
    auto added = learned.blocks.append(placed_block(block_key(block), number));
    if (!added) return added;
  }
  return {};
}

HeadKey head_of(Bytes bytes) {
  return head_key(bytes.first(std::min(bytes.size(), kBlockLength)));
}

}  // namespace

FileLearner::FileLearner(const Fd& folder, std::string spool_folder)
    : folder_(folder),
      spool_folder_(std::move(spool_folder)),
      together_(AlgorithmSet::all()),
      alone_(AlgorithmSet::all()) {}

std::vector<Result<LearnedFile>> FileLearner::learn(std::span<FolderFile*> files) {
  std::vector<Result<LearnedFile>> results;
  if (files.size() == 1 && files.front()->stamp.size_bytes > kWholeFile) {
    results.push_back(learn_large(*files.front()));
    return results;
  }
  std::vector<Result<std::vector<std::byte>>> contents;
  contents.reserve(files.size());  // they stay where they are until finish()
  for (FolderFile* const file : files) {
    contents.push_back(read_whole(*file));
    if (!contents.back()) continue;
    together_.begin();
    together_.add(*contents.back());
  }
  const std::vector<Digests> digests = together_.finish();
  auto next = digests.begin();
  for (auto& content : contents) {
    if (!content) {
      results.emplace_back(std::move(content).error());
      continue;
    }
    LearnedFile learned(spool_folder_);
    learned.digests = *next++;
    learned.head = head_of(*content);
    auto added = add_blocks(*content, 0, learned);
    results.push_back(added ? Result<LearnedFile>(std::move(learned))
                            : Result<LearnedFile>(std::move(added).error()));
  }
  return results;
}

Result<std::vector<std::byte>> FileLearner::read_whole(FolderFile& file) {
  const auto fd = open_file(folder_, file);
  if (!fd) return fd.error();
  if (file.stamp.size_bytes > kWholeFile) {
    return Fault{FaultKind::io, "was changed while it was read", file.path,
                 std::nullopt};
  }
  std::vector<std::byte> bytes(static_cast<std::size_t>(file.stamp.size_bytes));
  if (auto read = read_exactly(fd->get(), 0, bytes, file.path); !read) {
    return std::move(read).error();
  }
  if (auto same = check_unchanged(*fd, file); !same) return std::move(same).error();
  return bytes;
}

Result<LearnedFile> FileLearner::learn_large(FolderFile& file) {
  const auto fd = open_file(folder_, file);
  if (!fd) return fd.error();
  LearnedFile learned(spool_folder_);
  std::vector<std::byte> buffer(kWholeFile);
  const std::uint64_t size = file.stamp.size_bytes;
  if (size > kLargestFile) {
    return Fault{FaultKind::too_big,
                 "is larger than 16 TiB: its blocks cannot be numbered", file.path,
                 std::nullopt};
  }
  Result<void> done;
  for (std::uint64_t at = 0; at < size && done; at += buffer.size()) {
    const auto piece = MutableBytes(buffer).first(
        static_cast<std::size_t>(std::min<std::uint64_t>(buffer.size(), size - at)));
    done = read_exactly(fd->get(), at, piece, file.path);
    if (!done) break;
    alone_.update(piece);
    if (at == 0) learned.head = head_of(piece);
    done = add_blocks(piece, static_cast<std::uint32_t>(at / kBlockLength), learned);
  }
  learned.digests = alone_.finish();  // ready for the next, whatever became of this one
  if (done) done = check_unchanged(*fd, file);
  if (!done) return std::move(done).error();
  return learned;
}

}  // namespace winnow
