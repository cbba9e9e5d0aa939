#include "base/batch_digester.h"

#include <algorithm>
#include <cassert>
#include <numeric>
#include <optional>
#include <span>

#include "base/block_source.h"
#include "base/simd/digest_lanes.h"

namespace winnow {
namespace {

using simd::kMaxDigestLanes;

// Blocks a lane takes before the next algorithm passes over them: all lanes' bytes
// together stay in the second-level cache.
constexpr std::size_t kStepBlocks = 64;
static_assert(kStepBlocks <= kZeroBlocks);  // idle lanes digest zeros

constexpr std::size_t index_of(Algorithm algorithm) {
  return static_cast<std::size_t>(algorithm);
}

struct Content {
  OngoingDigest* ongoing = nullptr;  // null: whole
  bool is_last = true;
  std::size_t first_piece = 0;
  std::size_t pieces = 0;
  std::uint64_t length = 0;  // in this batch
};

// How many contents go side by side. Two vectors together do more, but each content in
// them takes up to twice as long: not for a batch whose longest would come in last.
std::size_t lanes_for(const std::vector<Content>& contents) {
  const simd::LaneWidths widths = simd::lane_widths();
  std::uint64_t total = 0;
  std::uint64_t longest = 0;
  for (const Content& content : contents) {
    total += content.length;
    longest = std::max(longest, content.length);
  }
  const std::size_t lanes =
      longest < total / std::max<std::size_t>(widths.narrow * 3 / 2, 1) ? widths.wide
                                                                        : widths.narrow;
  return std::max<std::size_t>(lanes, 1);
}

}  // namespace

OngoingDigest::OngoingDigest() {
  for (const Algorithm a : kAlgorithms) words_[index_of(a)] = first_words(a);
}

struct BatchDigester::State {
  explicit State(AlgorithmSet wanted) {
    for (const Algorithm a : kAlgorithms) {
      if (wanted.contains(a)) algorithms.push_back(a);
    }
  }

  void begin_lane(std::size_t lane, std::size_t content);
  void end_lane(std::size_t lane, std::vector<Digests>& digests);
  void move_lane(std::size_t from, std::size_t to);
  // Each of the first `live` lanes some blocks further.
  void advance(std::size_t live);
  void compress_one_by_one(Algorithm algorithm, std::size_t live, std::size_t blocks);
  void compress_side_by_side(Algorithm algorithm, std::size_t live, std::size_t blocks);

  std::vector<Algorithm> algorithms;
  std::vector<Content> contents;
  std::vector<Piece> pieces;
  std::array<std::size_t, kMaxDigestLanes> content_of_lane{};
  std::array<BlockSource, kMaxDigestLanes> sources;
  std::array<simd::LaneState, kAlgorithms.size()> lanes{};
};

void BatchDigester::State::begin_lane(std::size_t lane, std::size_t index) {
  const Content& content = contents[index];
  static const OngoingDigest kNothingYet;
  const OngoingDigest& before =
      content.ongoing != nullptr ? *content.ongoing : kNothingYet;
  std::optional<std::uint64_t> whole_length;
  if (content.is_last) whole_length = before.length_ + content.length;
  content_of_lane[lane] = index;
  sources[lane] = BlockSource(
      std::span(pieces).subspan(content.first_piece, content.pieces),
      Bytes(before.rest_).first(before.length_ % kDigestBlock), whole_length);
  for (const Algorithm a : algorithms) {
    simd::set_lane(lanes[index_of(a)], lane, before.words_[index_of(a)]);
  }
}

void BatchDigester::State::end_lane(std::size_t lane, std::vector<Digests>& digests) {
  const Content& content = contents[content_of_lane[lane]];
  if (content.is_last) {
    for (const Algorithm a : algorithms) {
      digests[content_of_lane[lane]].set(
          digest_of_words(a, simd::lane_words(lanes[index_of(a)], lane)));
    }
    if (content.ongoing != nullptr) *content.ongoing = OngoingDigest();
    return;
  }
  OngoingDigest& ongoing = *content.ongoing;
  for (const Algorithm a : algorithms) {
    ongoing.words_[index_of(a)] = simd::lane_words(lanes[index_of(a)], lane);
  }
  ongoing.length_ += content.length;
  const Bytes rest = sources[lane].rest();
  std::copy(rest.begin(), rest.end(), ongoing.rest_.begin());
}

void BatchDigester::State::move_lane(std::size_t from, std::size_t to) {
  content_of_lane[to] = content_of_lane[from];
  sources[to] = sources[from];
  for (const Algorithm a : algorithms) {
    simd::LaneState& state = lanes[index_of(a)];
    simd::set_lane(state, to, simd::lane_words(state, from));
  }
}

void BatchDigester::State::advance(std::size_t live) {
  std::size_t blocks = kStepBlocks;
  for (std::size_t l = 0; l < live; ++l) blocks = std::min(blocks, sources[l].blocks());
  for (const Algorithm a : algorithms) {
    if (live < simd::least_lanes(a)) {
      compress_one_by_one(a, live, blocks);
    } else {
      compress_side_by_side(a, live, blocks);
    }
  }
  for (std::size_t l = 0; l < live; ++l) sources[l].advance(blocks);
}

void BatchDigester::State::compress_one_by_one(Algorithm algorithm, std::size_t live,
                                               std::size_t blocks) {
  simd::LaneState& state = lanes[index_of(algorithm)];
  for (std::size_t l = 0; l < live; ++l) {
    DigestWords words = simd::lane_words(state, l);
    compress(algorithm, words, sources[l].at(algorithm), blocks);
    simd::set_lane(state, l, words);
  }
}

void BatchDigester::State::compress_side_by_side(Algorithm algorithm, std::size_t live,
                                                 std::size_t blocks) {
  const simd::LaneWidths widths = simd::lane_widths();
  const std::size_t width = live <= widths.narrow ? widths.narrow : widths.wide;
  simd::LaneBlocks at;
  for (std::size_t l = 0; l < live; ++l) at[l] = sources[l].at(algorithm);
  // Lanes without a content digest zeros that nobody asks for.
  for (std::size_t l = live; l < width; ++l) at[l] = kZeros.data();
  simd::feed_lanes(algorithm, lanes[index_of(algorithm)], at, blocks, width);
}

BatchDigester::BatchDigester(AlgorithmSet algorithms)
    : state_(std::make_unique<State>(algorithms)) {}
BatchDigester::~BatchDigester() = default;
BatchDigester::BatchDigester(BatchDigester&&) noexcept = default;
BatchDigester& BatchDigester::operator=(BatchDigester&&) noexcept = default;

void BatchDigester::begin() {
  Content content;
  content.first_piece = state_->pieces.size();
  state_->contents.push_back(content);
}

void BatchDigester::begin_part(OngoingDigest& content, bool is_last) {
  begin();
  state_->contents.back().ongoing = &content;
  state_->contents.back().is_last = is_last;
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

  auto next = order.begin();
  // Gives the lane the next content that has a block; a part may have none.
  const auto fill = [&](std::size_t lane) {
    while (next != order.end()) {
      state.begin_lane(lane, *next++);
      if (!state.sources[lane].is_done()) return true;
      state.end_lane(lane, digests);
    }
    return false;
  };
  const std::size_t lanes = lanes_for(state.contents);
  std::size_t live = 0;
  while (live < lanes && fill(live)) ++live;
  while (live > 0) {
    state.advance(live);
    // From the last lane down, so that the lane moved into a gap has had its turn.
    for (std::size_t l = live; l-- > 0;) {
      if (!state.sources[l].is_done()) continue;
      state.end_lane(l, digests);
      if (fill(l)) continue;
      --live;
      if (l != live) state.move_lane(live, l);
    }
  }
  state.contents.clear();
  state.pieces.clear();
  return digests;
}

}  // namespace winnow
