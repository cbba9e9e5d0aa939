#include "hashsets/sealing/sealed_writer.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "base/file.h"

namespace winnow {

SealedWriter::SealedWriter(int fd, std::string name, std::uint64_t length,
                           SealKeys keys, const SealHeader& header)
    : fd_(fd),
      name_(std::move(name)),
      length_(length),
      keys_(std::move(keys)),
      header_(header),
      chunks_(std::make_unique<Chunks>()) {
  chunks_->done.resize(static_cast<std::size_t>(sealed::chunk_count(length)));
}

Result<SealedWriter> SealedWriter::begin(int fd, std::string name, std::uint64_t length,
                                         const Secret& passphrase, SealCost cost) {
  assert(length > 0);
  SealHeader header = begin_header(length, cost);
  auto keys = SealKeys::derive(header, passphrase, name);
  if (!keys) return std::move(keys).error();
  keys->complete(header);
  return SealedWriter(fd, std::move(name), length, std::move(*keys), header);
}

Result<void> SealedWriter::write(std::uint64_t offset, Bytes bytes) {
  assert(offset <= length_ && bytes.size() <= length_ - offset);
  while (!bytes.empty()) {
    const std::uint64_t index = offset / sealed::kChunk;
    const auto start = static_cast<std::size_t>(offset % sealed::kChunk);
    const Bytes part = bytes.first(std::min(bytes.size(), sealed::kChunk - start));
    const bool is_whole = part.size() == length_of(index);  // needs no copy
    std::vector<std::byte> gathered;
    if (!is_whole) gathered = add(index, start, part);
    const Bytes chunk = is_whole ? part : Bytes(gathered);
    if (!chunk.empty()) {
      if (auto written = put(index, chunk); !written) return written;
    }
    offset += part.size();
    bytes = bytes.subspan(part.size());
  }
  return {};
}

std::size_t SealedWriter::length_of(std::uint64_t index) const {
  return static_cast<std::size_t>(
      std::min<std::uint64_t>(sealed::kChunk, length_ - index * sealed::kChunk));
}

// Puts a part of a chunk to the others; gives the chunk once all of it is there.
std::vector<std::byte> SealedWriter::add(std::uint64_t index, std::size_t start,
                                         Bytes part) {
  const std::lock_guard lock(chunks_->mutex);
  Begun& chunk = chunks_->begun[index];
  chunk.bytes.resize(length_of(index));
  std::copy(part.begin(), part.end(),
            chunk.bytes.begin() + static_cast<std::ptrdiff_t>(start));
  chunk.filled += part.size();
  if (chunk.filled < chunk.bytes.size()) return {};
  return std::move(chunks_->begun.extract(index).mapped().bytes);
}

Result<void> SealedWriter::put(std::uint64_t index, Bytes chunk) {
  std::vector<std::byte> cipher(chunk.size() + sealed::kTagLength);
  keys_.encipher(header_, index, chunk, cipher);
  {
    const std::lock_guard lock(chunks_->mutex);
    // A second text under one nonce would give both away.
    assert(!chunks_->done[static_cast<std::size_t>(index)]);
    chunks_->done[static_cast<std::size_t>(index)] = true;
  }
  return write_at(fd_, sealed::chunk_place(index), cipher, name_);
}

Result<void> SealedWriter::finish() {
  for (std::uint64_t index = 0; index < chunks_->done.size(); ++index) {
    if (chunks_->done[static_cast<std::size_t>(index)]) continue;
    Begun& chunk = chunks_->begun[index];
    chunk.bytes.resize(length_of(index));
    if (auto written = put(index, chunk.bytes); !written) return written;
    chunks_->begun.erase(index);
  }
  return write_at(fd_, 0, header_, name_);
}

}  // namespace winnow
