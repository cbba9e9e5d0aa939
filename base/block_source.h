// BlockSource: a content that lies in pieces, as the blocks that a digest takes.
// Private to BatchDigester.
#ifndef WINNOW_BASE_BLOCK_SOURCE_H_
#define WINNOW_BASE_BLOCK_SOURCE_H_

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>

#include "base/block_digest.h"
#include "base/bytes.h"

namespace winnow {

struct Piece {
  const std::byte* data = nullptr;  // null: zeros
  std::uint64_t length = 0;
};

// Zeros come in as many blocks at a time.
inline constexpr std::size_t kZeroBlocks = 64;
inline constexpr std::array<std::byte, kZeroBlocks * kDigestBlock> kZeros{};

class BlockSource {
 public:
  BlockSource() = default;
  // `before` are the bytes that former parts left over, fewer than a block. A last part
  // is given the length of the whole content, and ends in the padding.
  BlockSource(std::span<const Piece> pieces, Bytes before,
              std::optional<std::uint64_t> whole_length)
      : piece_(pieces.data()),
        end_(piece_ + pieces.size()),
        whole_length_(whole_length),
        held_(before.size()) {
    if (!before.empty()) std::memcpy(block_.data(), before.data(), before.size());
    fetch();
  }

  [[nodiscard]] bool is_done() const { return blocks_ == 0; }
  // How many blocks lie one behind the other at at(); none when done.
  [[nodiscard]] std::size_t blocks() const { return blocks_; }
  // Padding ends with the length, in the byte order of the algorithm.
  [[nodiscard]] const std::byte* at(Algorithm algorithm) const {
    if (at_ != nullptr) return at_;
    return (padding_ && algorithm != Algorithm::md5 ? big_endian_ : block_).data() +
           block_at_;
  }
  // `count` is at most blocks().
  void advance(std::size_t count) {
    blocks_ -= count;
    if (at_ == nullptr) {
      block_at_ += count * kDigestBlock;
    } else if (at_ != kZeros.data()) {
      at_ += count * kDigestBlock;
    }
    if (blocks_ == 0 && !padding_) fetch();
  }
  // What is left over when a part that is not the last is done.
  [[nodiscard]] Bytes rest() const { return Bytes(block_).first(held_); }

 private:
  void fetch() {
    if (held_ == 0 && piece_ != end_ && piece_->length - used_ >= kDigestBlock) {
      take_in_place();
      return;
    }
    join();
    at_ = nullptr;
    block_at_ = 0;
    if (held_ == kDigestBlock) {
      held_ = 0;
      blocks_ = 1;
    } else if (whole_length_) {
      pad(*whole_length_);
    }
  }

  void take_in_place() {
    std::uint64_t blocks = (piece_->length - used_) / kDigestBlock;
    if (piece_->data == nullptr) blocks = std::min<std::uint64_t>(blocks, kZeroBlocks);
    at_ = piece_->data == nullptr ? kZeros.data() : piece_->data + used_;
    blocks_ = static_cast<std::size_t>(blocks);
    use(blocks * kDigestBlock);
  }

  // A block that lies across pieces is put together.
  void join() {
    while (piece_ != end_ && held_ < kDigestBlock) {
      const auto count = static_cast<std::size_t>(
          std::min<std::uint64_t>(kDigestBlock - held_, piece_->length - used_));
      if (piece_->data == nullptr) {
        std::memset(block_.data() + held_, 0, count);
      } else {
        std::memcpy(block_.data() + held_, piece_->data + used_, count);
      }
      held_ += count;
      use(count);
    }
  }

  // RFC 1321 3.1 and 3.2, FIPS 180-4 5.1: a one bit, zeros, the length in bits.
  void pad(std::uint64_t length) {
    const std::size_t size =
        held_ + 9 <= kDigestBlock ? kDigestBlock : 2 * kDigestBlock;
    block_[held_] = std::byte{0x80};
    std::memset(block_.data() + held_ + 1, 0, size - held_ - 1);
    big_endian_ = block_;
    for (std::size_t i = 0; i < 8; ++i) {
      const auto byte = static_cast<std::byte>((length * 8) >> (8 * i));
      block_[size - 8 + i] = byte;
      big_endian_[size - 1 - i] = byte;
    }
    padding_ = true;
    blocks_ = size / kDigestBlock;
  }

  void use(std::uint64_t count) {
    used_ += count;
    if (used_ < piece_->length) return;
    ++piece_;
    used_ = 0;
  }

  const Piece* piece_ = nullptr;  // none of them is empty
  const Piece* end_ = nullptr;
  std::uint64_t used_ = 0;  // of *piece_
  std::optional<std::uint64_t> whole_length_;
  const std::byte* at_ = nullptr;  // null: in block_
  std::size_t blocks_ = 0;
  std::size_t block_at_ = 0;
  std::size_t held_ = 0;  // bytes in block_ that are not yet a whole block
  bool padding_ = false;
  std::array<std::byte, 2 * kDigestBlock> block_;
  std::array<std::byte, 2 * kDigestBlock> big_endian_;
};

}  // namespace winnow

#endif  // WINNOW_BASE_BLOCK_SOURCE_H_
