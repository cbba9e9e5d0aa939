#include "base/batch_digester.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstring>
#include <numeric>
#include <optional>
#include <utility>

#include "base/digester.h"
#include "base/simd/digest_lanes.h"

namespace winnow {
namespace {

using simd::kDigestBlock;
using simd::kMaxDigestLanes;

// Blocks a lane takes before the next algorithm passes over them: all lanes' bytes
// together stay in the second-level cache.
constexpr std::size_t kStepBlocks = 64;
constexpr std::array<std::byte, kStepBlocks * kDigestBlock> kZeros{};

// What a lane needs for a byte, measured in what a content by itself needs: a vector's
// width is shared, so each lane in it is slower than a content alone.
constexpr double kLaneSlowness = 2.5;

struct Piece {
  const std::byte* data = nullptr;  // null: zeros
  std::uint64_t length = 0;
};

struct Content {
  std::size_t first_piece = 0;
  std::size_t pieces = 0;
  std::uint64_t length = 0;
};

// Walks one content as whole blocks, the last of them padded.
class BlockSource {
 public:
  BlockSource() = default;
  BlockSource(std::size_t index, const Content& content, const Piece* pieces)
      : index_(index),
        length_(content.length),
        piece_(pieces + content.first_piece),
        end_(piece_ + content.pieces) {
    fetch();
  }

  [[nodiscard]] std::size_t index() const { return index_; }
  [[nodiscard]] bool is_done() const { return blocks_ == 0; }
  // How many blocks lie one behind the other at at(); none when done.
  [[nodiscard]] std::size_t blocks() const { return blocks_; }
  // Padding ends with the length, in the byte order of the algorithm.
  [[nodiscard]] const std::byte* at(Algorithm algorithm) const {
    if (!padding_) return at_ != nullptr ? at_ : held_.data();
    return (algorithm == Algorithm::md5 ? held_ : held_big_endian_).data() +
           padding_at_;
  }

  // `count` is at most blocks().
  void advance(std::size_t count) {
    blocks_ -= count;
    if (padding_) {
      padding_at_ += count * kDigestBlock;
      return;
    }
    if (at_ != nullptr && at_ != kZeros.data()) at_ += count * kDigestBlock;
    if (blocks_ == 0) fetch();
  }

 private:
  void fetch() {
    while (piece_ != end_ && used_ == piece_->length) next_piece();
    if (piece_ == end_) {
      pad(0);
      return;
    }
    const std::uint64_t left = piece_->length - used_;
    if (left >= kDigestBlock) {
      std::uint64_t blocks = left / kDigestBlock;
      if (piece_->data == nullptr)
        blocks = std::min<std::uint64_t>(blocks, kStepBlocks);
      at_ = piece_->data == nullptr ? kZeros.data() : piece_->data + used_;
      blocks_ = static_cast<std::size_t>(blocks);
      used_ += blocks * kDigestBlock;
      return;
    }
    join();
  }

  // A block that lies across pieces is put together.
  void join() {
    std::size_t held = 0;
    while (piece_ != end_ && held < kDigestBlock) {
      const auto count = static_cast<std::size_t>(
          std::min<std::uint64_t>(kDigestBlock - held, piece_->length - used_));
      if (piece_->data == nullptr) {
        std::memset(held_.data() + held, 0, count);
      } else if (count > 0) {
        std::memcpy(held_.data() + held, piece_->data + used_, count);
      }
      held += count;
      used_ += count;
      if (used_ == piece_->length) next_piece();
    }
    if (held < kDigestBlock) {
      pad(held);
      return;
    }
    at_ = nullptr;
    blocks_ = 1;
  }

  // RFC 1321 3.1 and 3.2, FIPS 180-4 5.1: a one bit, zeros, the length in bits.
  void pad(std::size_t held) {
    const std::size_t size = held + 9 <= kDigestBlock ? kDigestBlock : 2 * kDigestBlock;
    held_[held] = std::byte{0x80};
    std::memset(held_.data() + held + 1, 0, size - held - 1);
    held_big_endian_ = held_;
    for (std::size_t i = 0; i < 8; ++i) {
      const auto byte = static_cast<std::byte>((length_ * 8) >> (8 * i));
      held_[size - 8 + i] = byte;
      held_big_endian_[size - 1 - i] = byte;
    }
    padding_ = true;
    padding_at_ = 0;
    blocks_ = size / kDigestBlock;
  }

  void next_piece() {
    ++piece_;
    used_ = 0;
  }

  std::size_t index_ = 0;
  std::uint64_t length_ = 0;
  const Piece* piece_ = nullptr;
  const Piece* end_ = nullptr;
  std::uint64_t used_ = 0;         // of *piece_
  const std::byte* at_ = nullptr;  // null: the block in held_
  std::size_t blocks_ = 0;
  bool padding_ = false;
  std::size_t padding_at_ = 0;
  std::array<std::byte, 2 * kDigestBlock> held_;
  std::array<std::byte, 2 * kDigestBlock> held_big_endian_;
};

}  // namespace

struct BatchDigester::State {
  explicit State(AlgorithmSet wanted) {
    for (const Algorithm a : kAlgorithms) {
      if (!wanted.contains(a)) continue;
      if (simd::lanes_pay(a)) {
        in_lanes.push_back(a);
      } else {
        one_by_one.add(a);
      }
      all.add(a);
    }
    alone.emplace(all);
    if (!one_by_one.empty()) beside_lanes.emplace(one_by_one);
  }

  void digest_alone(Digester& digester, std::size_t index,
                    std::vector<Digests>& digests) const;
  void run_lanes(const std::vector<std::size_t>& order, std::size_t first,
                 std::vector<Digests>& digests);

  AlgorithmSet all;
  AlgorithmSet one_by_one;
  std::vector<Algorithm> in_lanes;
  std::optional<Digester> alone;         // of `all`
  std::optional<Digester> beside_lanes;  // of `one_by_one`
  std::vector<Content> contents;
  std::vector<Piece> pieces;
  std::array<simd::LaneState, kAlgorithms.size()> lane_states{};
  std::array<BlockSource, kMaxDigestLanes> sources;
};

namespace {

// How many of the largest contents are better digested by themselves: while one is far
// longer than the rest, the other lanes would idle beside it.
std::size_t count_alone(const std::vector<Content>& contents,
                        const std::vector<std::size_t>& largest_first,
                        std::size_t lanes) {
  double left = 0;
  for (const Content& content : contents) left += static_cast<double>(content.length);
  double alone = 0;
  double best = 0;
  std::size_t best_count = 0;
  for (std::size_t i = 0; i <= largest_first.size(); ++i) {
    const double longest = i == largest_first.size()
                               ? 0
                               : static_cast<double>(contents[largest_first[i]].length);
    const double time =
        alone + kLaneSlowness * std::max(longest, left / static_cast<double>(lanes));
    if (i == 0 || time < best) {
      best = time;
      best_count = i;
    }
    alone += longest;
    left -= longest;
  }
  return best_count;
}

}  // namespace

void BatchDigester::State::digest_alone(Digester& digester, std::size_t index,
                                        std::vector<Digests>& digests) const {
  const Content& content = contents[index];
  for (std::size_t i = 0; i < content.pieces; ++i) {
    const Piece& piece = pieces[content.first_piece + i];
    if (piece.data == nullptr) {
      digester.update_zeros(piece.length);
    } else {
      digester.update(Bytes(piece.data, static_cast<std::size_t>(piece.length)));
    }
  }
  for (const auto& digest : digester.finish().by_algorithm) {
    if (digest) digests[index].set(*digest);
  }
}

void BatchDigester::State::run_lanes(const std::vector<std::size_t>& order,
                                     std::size_t first, std::vector<Digests>& digests) {
  const simd::LaneWidths widths = simd::lane_widths();
  std::size_t live = 0;
  std::size_t next = first;
  const auto start = [&](std::size_t lane) {
    sources[lane] = BlockSource(order[next], contents[order[next]], pieces.data());
    ++next;
    for (const Algorithm a : in_lanes) {
      simd::start_lane(a, lane_states[static_cast<std::size_t>(a)], lane);
    }
  };
  while (live < widths.wide && next < order.size()) start(live++);

  while (live > 0) {
    const std::size_t width = live <= widths.narrow ? widths.narrow : widths.wide;
    std::size_t step = kStepBlocks;
    for (std::size_t l = 0; l < live; ++l) step = std::min(step, sources[l].blocks());
    for (const Algorithm a : in_lanes) {
      simd::LaneBlocks blocks;
      for (std::size_t l = 0; l < live; ++l) blocks[l] = sources[l].at(a);
      // Lanes without a content digest zeros that nobody asks for.
      for (std::size_t l = live; l < width; ++l) blocks[l] = kZeros.data();
      simd::feed_lanes(a, lane_states[static_cast<std::size_t>(a)], blocks, step,
                       width);
    }
    for (std::size_t l = 0; l < live; ++l) sources[l].advance(step);
    // From the last lane down, so that the lane moved into a gap has had its turn.
    for (std::size_t l = live; l-- > 0;) {
      if (!sources[l].is_done()) continue;
      for (const Algorithm a : in_lanes) {
        digests[sources[l].index()].set(
            simd::read_lane(a, lane_states[static_cast<std::size_t>(a)], l));
      }
      if (next < order.size()) {
        start(l);
        continue;
      }
      --live;
      if (l == live) continue;
      sources[l] = sources[live];
      for (const Algorithm a : in_lanes) {
        for (auto& word : lane_states[static_cast<std::size_t>(a)].words) {
          word[l] = word[live];
        }
      }
    }
  }
}

BatchDigester::BatchDigester(AlgorithmSet algorithms)
    : state_(std::make_unique<State>(algorithms)) {}
BatchDigester::~BatchDigester() = default;
BatchDigester::BatchDigester(BatchDigester&&) noexcept = default;
BatchDigester& BatchDigester::operator=(BatchDigester&&) noexcept = default;

void BatchDigester::begin() {
  state_->contents.push_back({state_->pieces.size(), 0, 0});
}

void BatchDigester::add(Bytes bytes) {
  assert(!state_->contents.empty());
  if (bytes.empty()) return;
  state_->pieces.push_back({bytes.data(), bytes.size()});
  ++state_->contents.back().pieces;
  state_->contents.back().length += bytes.size();
}

void BatchDigester::add_zeros(std::uint64_t count) {
  assert(!state_->contents.empty());
  if (count == 0) return;
  state_->pieces.push_back({nullptr, count});
  ++state_->contents.back().pieces;
  state_->contents.back().length += count;
}

std::vector<Digests> BatchDigester::finish() {
  State& state = *state_;
  std::vector<Digests> digests(state.contents.size());
  std::vector<std::size_t> order(state.contents.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return state.contents[a].length > state.contents[b].length;
  });
  const std::size_t alone =
      state.in_lanes.empty()
          ? order.size()
          : count_alone(state.contents, order, simd::lane_widths().wide);
  for (std::size_t i = 0; i < alone; ++i) {
    state.digest_alone(*state.alone, order[i], digests);
  }
  state.run_lanes(order, alone, digests);
  if (state.beside_lanes) {
    for (std::size_t i = alone; i < order.size(); ++i) {
      state.digest_alone(*state.beside_lanes, order[i], digests);
    }
  }
  state.contents.clear();
  state.pieces.clear();
  return digests;
}

}  // namespace winnow
