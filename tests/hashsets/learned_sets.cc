#include "tests/hashsets/learned_sets.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>
#include <tuple>

#include "base/digester.h"

namespace winnow {
namespace {

constexpr std::size_t kMostContents = 16;  // wset_format.md, "Head blocks and blocks"

struct Probative {
  BlockKey key;
  std::uint32_t place;
};

std::vector<Probative> probative_blocks(std::string_view bytes) {
  std::vector<Probative> blocks;
  for (std::uint32_t i = 0; bytes.size() / kBlockLength > i; ++i) {
    const Bytes block = bytes_of(bytes.substr(i * kBlockLength, kBlockLength));
    if (kind_of_block(block) == BlockKind::probative) {
      blocks.push_back({block_key(block), i});
    }
  }
  return blocks;
}

// By rank, as wset_format.md gives it.
std::uint32_t rank_of(const ListedContent& content) {
  return content.rank.value_or(content.code ? 1'000'000 : 2'000'000);
}

}  // namespace

std::string invented_bytes(unsigned seed, std::size_t length) {
  std::mt19937 random(seed);
  std::string bytes(length, '\0');
  for (char& c : bytes) c = static_cast<char>(random());
  return bytes;
}

Digests digests_of_text(std::string_view text) {
  Digests digests;
  for (const Algorithm a : kAlgorithms) digests.set(digest_of(a, bytes_of(text)));
  return digests;
}

void add_content(SetWriter& writer, const ListedContent& content) {
  ListRow row;
  row.digests = digests_of_text(content.bytes);
  row.size = content.bytes.size();
  row.code = content.code;
  row.severity_rank = content.rank;
  Spool blocks(testing::TempDir());
  for (const Probative& block : probative_blocks(content.bytes)) {
    EXPECT_TRUE(blocks.append(placed_block(block.key, block.place)));
  }
  const std::string_view head = std::string_view(content.bytes).substr(0, kBlockLength);
  EXPECT_TRUE(writer.add_learned(row, head_key(bytes_of(head)), blocks));
}

LearnedTwin::LearnedTwin(const std::vector<ListedContent>& contents) {
  // The entries: a content each with all that is said of it, by its digests, then rank.
  using Said = std::tuple<std::uint32_t, std::optional<std::int64_t>>;
  std::map<std::string, std::pair<std::string, std::set<Said>>> by_digests;
  std::map<BlockKey, std::uint64_t> occurrences;
  std::uint64_t all_bytes = 0;
  for (const ListedContent& content : contents) {
    const Digests digests = digests_of_text(content.bytes);
    std::string key;
    for (const Algorithm a : kAlgorithms) key += digests.get(a)->hex();
    auto& [bytes, said] = by_digests[key];
    bytes = content.bytes;
    said.insert({rank_of(content), content.code});
  }
  for (const auto& [key, content] : by_digests) {
    const auto& [bytes, said] = content;
    const auto entry = static_cast<std::uint32_t>(ranks_.size());
    for (const auto& [rank, code] : said) {
      ranks_.push_back(rank);
      entry_sizes.push_back(bytes.size());
    }
    sizes_[bytes.size()] = 1;
    all_bytes += bytes.size();
    const std::string_view head = std::string_view(bytes).substr(0, kBlockLength);
    heads[head_key(bytes_of(head))].push_back(entry);
    for (const Probative& block : probative_blocks(bytes)) {
      auto& all = uses[block.key];
      if (all.empty() || all.back().entry != entry) all.push_back({entry, block.place});
      ++occurrences[block.key];
    }
  }
  entries = ranks_.size();
  shared_blocks = std::erase_if(
      uses, [](const auto& block) { return block.second.size() > kMostContents; });
  std::uint64_t kept = 0;
  for (const auto& [key, all] : uses) {
    kept += occurrences[key];
    for (const BlockUse& use : all) blocks[key].push_back(use.entry);
  }
  probative_share_ppm =
      static_cast<std::uint32_t>(kept * kBlockLength * 1'000'000 / all_bytes);
}

std::optional<std::uint32_t> LearnedTwin::best(
    const std::vector<std::uint32_t>& entries_of) const {
  return *std::min_element(entries_of.begin(), entries_of.end(),
                           [&](std::uint32_t a, std::uint32_t b) {
                             return std::tie(ranks_[a], a) < std::tie(ranks_[b], b);
                           });
}

std::optional<std::uint32_t> LearnedTwin::head(const HeadKey& key) const {
  const auto found = heads.find(key);
  return found == heads.end() ? std::nullopt : best(found->second);
}

std::optional<std::uint32_t> LearnedTwin::block(const BlockKey& key) const {
  const auto found = blocks.find(key);
  return found == blocks.end() ? std::nullopt : best(found->second);
}

}  // namespace winnow
