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

std::vector<BlockKey> probative_keys(std::string_view bytes) {
  std::vector<BlockKey> keys;
  for (std::size_t at = 0; bytes.size() - at >= kBlockLength; at += kBlockLength) {
    const Bytes block = bytes_of(bytes.substr(at, kBlockLength));
    if (kind_of_block(block) == BlockKind::probative) keys.push_back(block_key(block));
  }
  return keys;
}

// By rank, as wset_format.md gives it.
std::uint32_t rank_of(const Content& content) {
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

void add_content(SetWriter& writer, const Content& content) {
  ListRow row;
  row.digests = digests_of_text(content.bytes);
  row.size = content.bytes.size();
  row.code = content.code;
  row.severity_rank = content.rank;
  Spool blocks(testing::TempDir());
  for (const BlockKey& key : probative_keys(content.bytes)) {
    EXPECT_TRUE(blocks.append(key));
  }
  const std::string_view head = std::string_view(content.bytes).substr(0, kBlockLength);
  EXPECT_TRUE(writer.add_learned(row, head_key(bytes_of(head)), blocks));
}

LearnedTwin::LearnedTwin(const std::vector<Content>& contents) {
  // The entries: a content each with all that is said of it, by its digests, then rank.
  using Said = std::tuple<std::uint32_t, std::optional<std::int64_t>>;
  std::map<std::string, std::pair<std::string, std::set<Said>>> by_digests;
  for (const Content& content : contents) {
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
    for (const auto& [rank, code] : said) ranks_.push_back(rank);
    sizes_[bytes.size()] = 1;
    const std::string_view head = std::string_view(bytes).substr(0, kBlockLength);
    heads[head_key(bytes_of(head))].push_back(entry);
    const auto keys = probative_keys(bytes);
    for (const BlockKey& block : std::set<BlockKey>(keys.begin(), keys.end())) {
      blocks[block].push_back(entry);
    }
  }
  entries = ranks_.size();
  shared_blocks = std::erase_if(
      blocks, [](const auto& block) { return block.second.size() > kMostContents; });
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
