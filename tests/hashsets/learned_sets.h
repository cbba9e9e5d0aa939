// Learned sets made on the spot, and what they should answer, by looking at everything.
#ifndef WINNOW_TESTS_HASHSETS_LEARNED_SETS_H_
#define WINNOW_TESTS_HASHSETS_LEARNED_SETS_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "hashsets/building/set_writer.h"
#include "hashsets/content_blocks.h"

namespace winnow {

// One content of a learned set.
struct ListedContent {
  std::string bytes;
  std::optional<std::int64_t> code = {};
  std::optional<std::uint32_t> rank = {};
};

// `length` invented bytes, the same for the same seed.
[[nodiscard]] std::string invented_bytes(unsigned seed, std::size_t length);
[[nodiscard]] Digests digests_of_text(std::string_view text);
// Adds a content as learning does.
void add_content(SetWriter& writer, const ListedContent& content);

// What a set of these contents should answer.
class LearnedTwin {
 public:
  explicit LearnedTwin(const std::vector<ListedContent>& contents);

  [[nodiscard]] std::optional<std::uint32_t> head(const HeadKey& key) const;
  [[nodiscard]] std::optional<std::uint32_t> block(const BlockKey& key) const;
  [[nodiscard]] bool has_size(std::uint64_t size) const {
    return sizes_.contains(size);
  }

  std::uint64_t entries = 0;
  std::map<HeadKey, std::vector<std::uint32_t>> heads;
  std::map<BlockKey, std::vector<std::uint32_t>> blocks;  // shared ones left out
  // Of the same blocks, with where they first stand.
  std::map<BlockKey, std::vector<BlockUse>> uses;
  std::vector<std::uint64_t> entry_sizes;
  std::uint32_t probative_share_ppm = 0;
  std::uint64_t shared_blocks = 0;

 private:
  [[nodiscard]] std::optional<std::uint32_t> best(
      const std::vector<std::uint32_t>& entries_of) const;

  std::map<std::uint64_t, int> sizes_;
  std::vector<std::uint32_t> ranks_;  // by entry
};

}  // namespace winnow

#endif  // WINNOW_TESTS_HASHSETS_LEARNED_SETS_H_
