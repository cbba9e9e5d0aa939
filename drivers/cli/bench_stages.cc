#include "drivers/cli/bench_stages.h"

#include <algorithm>
#include <atomic>
#include <cstring>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <thread>
#include <utility>

#include "base/batch_digester.h"
#include "base/checksum.h"
#include "base/digester.h"
#include "hashsets/content_blocks.h"
#include "scanner/supervise/interruption.h"

namespace winnow {
namespace {

using Clock = std::chrono::steady_clock;

// More than the caches of most processors hold.
constexpr std::size_t kMemory = std::size_t{256} << 20;
// What a stage takes at a time.
constexpr std::size_t kPiece = std::size_t{2} << 20;
constexpr std::size_t kContent = std::size_t{64} << 10;  // of the digests in lanes
constexpr std::size_t kLookUps = 1024;
constexpr int kTries = 3;

// One thread's part of a stage: takes a piece, gives how many bytes that stands for.
using Work = std::function<Result<std::uint64_t>(Bytes piece)>;
using MakeWork = std::function<Work()>;

// Results go here, so that no compiler leaves out what nobody asks for.
std::atomic<std::uint64_t> sink = 0;

std::uint64_t word_at(Bytes bytes, std::size_t at) {
  std::uint64_t word = 0;
  std::memcpy(&word, bytes.data() + at, sizeof(word));
  return word;
}

Work memory_work() {
  return [](Bytes piece) -> Result<std::uint64_t> {
    std::uint64_t sums[4] = {};
    for (std::size_t at = 0; at < piece.size(); at += sizeof(sums)) {
      for (std::size_t i = 0; i < 4; ++i) sums[i] += word_at(piece, at + 8 * i);
    }
    sink += sums[0] ^ sums[1] ^ sums[2] ^ sums[3];
    return piece.size();
  };
}

Work block_work() {
  return [](Bytes piece) -> Result<std::uint64_t> {
    std::uint64_t all = 0;
    for (std::size_t at = 0; at < piece.size(); at += kBlockLength) {
      all ^= checksum64(piece.subspan(at, kBlockLength));
    }
    sink += all;
    return piece.size();
  };
}

Work one_digest_work(Algorithm algorithm) {
  return [algorithm](Bytes piece) -> Result<std::uint64_t> {
    sink += word_at(digest_of(algorithm, piece).bytes(), 0);
    return piece.size();
  };
}

Work lanes_work() {
  const auto digester = std::make_shared<BatchDigester>(AlgorithmSet::all());
  return [digester](Bytes piece) -> Result<std::uint64_t> {
    for (std::size_t at = 0; at < piece.size(); at += kContent) {
      digester->begin();
      digester->add(piece.subspan(at, kContent));
    }
    for (const Digests& digests : digester->finish()) {
      sink += word_at(digests.get(Algorithm::md5)->bytes(), 0);
    }
    return piece.size();
  };
}

// Asks for each key: of blocks, or in a set without any of digests made of them.
Result<std::size_t> look_up(const HashSet& set, const std::vector<BlockKey>& keys) {
  if (set.block_count() > 0) {
    const auto found = set.find_blocks(keys);
    if (!found) return found.error();
    return found->size();
  }
  const auto algorithm =
      std::find_if(kAlgorithms.begin(), kAlgorithms.end(),
                   [&](Algorithm listed) { return set.digest_count(listed) > 0; });
  if (algorithm == kAlgorithms.end()) return keys.size();
  std::vector<Digest> digests;
  for (const BlockKey& key : keys) {
    Digest& digest = digests.emplace_back(Digest{*algorithm, {}});
    for (std::size_t at = 0; at < digest_length(*algorithm); ++at) {
      digest.value[at] = key[at % key.size()];
    }
  }
  const auto found = set.find_all(digests);
  if (!found) return found.error();
  return found->size();
}

// Keys that are not listed, as nearly all are.
Work set_work(const HashSet& set) {
  return [&set, number = std::uint64_t{0}](Bytes) mutable -> Result<std::uint64_t> {
    std::vector<BlockKey> keys(kLookUps);
    for (BlockKey& key : keys) {
      ++number;
      key = checksum64_bytes(std::as_bytes(std::span(&number, 1)));
    }
    const auto asked = look_up(set, keys);
    if (!asked) return asked.error();
    return *asked * kBlockLength;
  };
}

// Bytes a second.
Result<std::uint64_t> rate_of(const MakeWork& make, std::uint32_t threads, Bytes memory,
                              BenchSeconds time) {
  std::atomic<std::uint64_t> bytes = 0;
  std::atomic<std::size_t> next = 0;
  std::mutex mutex;
  std::optional<Fault> failed;
  const auto start = Clock::now();
  const auto run = [&] {
    const Work work = make();
    do {
      const std::size_t at = next++ % (memory.size() / kPiece) * kPiece;
      const auto done = work(memory.subspan(at, kPiece));
      if (!done) {
        const std::lock_guard lock(mutex);
        failed = done.error();
        return;
      }
      bytes += *done;
    } while (Clock::now() - start < time && !Interruption::requested());
  };
  {
    std::vector<std::jthread> others;
    for (std::uint32_t i = 1; i < threads; ++i) others.emplace_back(run);
    run();
  }
  if (failed) return *failed;
  const BenchSeconds taken = Clock::now() - start;
  return static_cast<std::uint64_t>(static_cast<double>(bytes) / taken.count());
}

std::vector<std::byte> filled_memory() {
  std::vector<std::byte> memory(kMemory);
  std::uint64_t state = 1;
  for (std::size_t at = 0; at < memory.size(); at += 8) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    std::memcpy(memory.data() + at, &state, 8);
  }
  return memory;
}

}  // namespace

std::uint64_t StageSample::rate() const {
  std::vector<std::uint64_t> sorted = rates;
  std::sort(sorted.begin(), sorted.end());
  return sorted.empty() ? 0 : sorted[sorted.size() / 2];
}

Result<std::vector<StageSample>> measure_stages(const HashSet* set,
                                                std::uint32_t threads,
                                                BenchSeconds time) {
  const auto start = Clock::now();
  std::vector<std::pair<const char*, MakeWork>> stages = {
      {kMemoryStage, memory_work},
      {kBlockStage, block_work},
      {"md5", [] { return one_digest_work(Algorithm::md5); }},
      {"sha1", [] { return one_digest_work(Algorithm::sha1); }},
      {"sha256", [] { return one_digest_work(Algorithm::sha256); }},
      {kDigestStage, lanes_work},
  };
  if (set != nullptr) stages.emplace_back(kSetStage, [set] { return set_work(*set); });
  std::vector<std::uint32_t> counts = {1};
  if (threads > 1) counts.push_back(threads);
  const std::vector<std::byte> memory = filled_memory();
  const BenchSeconds left = time - (Clock::now() - start);
  const BenchSeconds each =
      left / static_cast<double>(stages.size() * counts.size() * kTries);
  std::vector<StageSample> samples;
  for (const auto& [stage, make] : stages) {
    for (const std::uint32_t count : counts) {
      StageSample sample{stage, count, {}};
      for (int i = 0; i < kTries; ++i) {
        const auto rate = rate_of(make, count, memory, each);
        if (!rate) return rate.error();
        sample.rates.push_back(*rate);
      }
      samples.push_back(std::move(sample));
    }
  }
  return samples;
}

}  // namespace winnow
